import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { CircuitBreakerRule } from '../circuit-breaker-rule';
import { BackendModel, MemberModel, PoolModel, ServiceModel } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import type { BackendInternals } from './internals';
import { known } from './known';
import { shownBackendName, shownPoolName } from './literal-names';

/** Returns the model of a service. Service names are globally unique in Azure, so the name identifies the service. */
export function serviceModel(name: string, skuName: string | undefined): ServiceModel {
  const key = known(name);
  return { key: key.toLowerCase(), skuName: known(skuName ?? 'unknown') };
}

export function backendModel(backend: ICircuitBreakerBackend): BackendModel {
  const { node, apiManagementName, skuName, circuitBreaker } = backend;
  const { _acknowledged = [], _url } = backend as BackendInternals;
  return {
    address: node.path,
    name: shownBackendName(backend),
    service: serviceModel(apiManagementName, skuName),
    breaker: circuitBreaker._model(),
    ...(_url !== undefined && { url: known(_url) }),
    ...(_acknowledged.length > 0 && { acknowledged: _acknowledged }),
  };
}

export function memberModel({ backend, priority = 1, weight }: PoolMember): MemberModel {
  return { backend: backendModel(backend), priority: known(priority), weight: known(weight) };
}

/** Returns the model of a pool with these members. */
export function modelOfMembers(pool: IPriorityPool, members: readonly PoolMember[]): PoolModel {
  return {
    address: pool.node.path,
    name: shownPoolName(pool),
    service: serviceModel(pool.apiManagementName, undefined),
    members: members.map(memberModel),
  };
}

/**
 * Returns the model that is assumed for a pool whose members are not known: two backends with the default rule and
 * different priorities.
 */
export function assumedPool(pool: IPriorityPool): PoolModel {
  const { node, apiManagementName } = pool;
  const service = serviceModel(apiManagementName, undefined);
  const breaker = CircuitBreakerRule.gatewayFailures()._model();
  const member = (priority: number): MemberModel => ({
    backend: { address: `${node.path}/${priority}`, name: `${priority}`, service, breaker },
    priority,
  });
  return { address: node.path, name: shownPoolName(pool), service, members: [member(1), member(2)] };
}
