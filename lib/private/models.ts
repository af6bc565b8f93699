import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { CircuitBreakerRule } from '../circuit-breaker-rule';
import { BackendModel, MemberModel, PoolModel, ServiceModel } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import type { BackendInternals, PoolInternals } from './internals';
import { known } from './known';
import { literalBackendName, literalPoolName } from './literal-names';

/** Services have names of their own in all of Azure, so the name says which it is. */
export function serviceModel(name: string, skuName: string | undefined): ServiceModel {
  const key = known(name);
  return { key: key.toLowerCase(), skuName: known(skuName ?? 'unknown') };
}

export function backendModel(backend: ICircuitBreakerBackend): BackendModel {
  const { node, apiManagementName, skuName, circuitBreaker } = backend;
  const { _acknowledged = [] } = backend as BackendInternals;
  return {
    address: node.path,
    name: literalBackendName(backend),
    service: serviceModel(apiManagementName, skuName),
    breaker: circuitBreaker._model(),
    ...(_acknowledged.length > 0 && { acknowledged: _acknowledged }),
  };
}

export function memberModel({ backend, priority = 1, weight }: PoolMember): MemberModel {
  return { backend: backendModel(backend), priority: known(priority), weight: known(weight) };
}

/** The same model as long as the pool has the same members; undefined where nobody has said which it has. */
export function poolModel(pool: IPriorityPool): PoolModel | undefined {
  const own = (pool as PoolInternals)._model?.();
  if (own) return own;
  const { members, node, apiManagementName } = pool;
  if (!members) return undefined;
  const before = models.get(pool);
  if (before?.members.length === members.length) return before;
  const model: PoolModel = {
    address: node.path,
    name: literalPoolName(pool),
    service: serviceModel(apiManagementName, undefined),
    members: members.map(memberModel),
  };
  models.set(pool, model);
  return model;
}

/** What a pool is taken for of which nobody has said the members: two backends with the default rule, one behind the other. */
export function assumedPool(pool: IPriorityPool): PoolModel {
  const { node, apiManagementName } = pool;
  const service = serviceModel(apiManagementName, undefined);
  const breaker = CircuitBreakerRule.gatewayFailures()._model();
  const member = (priority: number): MemberModel => ({
    backend: { address: `${node.path}/${priority}`, name: `${priority}`, service, breaker },
    priority,
  });
  return { address: node.path, name: literalPoolName(pool), service, members: [member(1), member(2)] };
}

/** Of pools that do not keep a model themselves. */
const models = new WeakMap<IPriorityPool, PoolModel>();
