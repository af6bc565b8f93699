import type { ICircuitBreakerBackend } from '../circuit-breaker-backend';
import { BackendModel, MemberModel, PoolModel, ServiceModel } from '../failover';
import type { PoolMember, PriorityPool } from '../priority-pool';
import { known } from './known';

/** Services have names of their own in all of Azure, so the name says which it is. */
export function serviceModel(name: string, skuName: string | undefined): ServiceModel {
  const key = known(name);
  return { key: key.toLowerCase(), skuName: known(skuName ?? 'unknown') };
}

export function backendModel(backend: ICircuitBreakerBackend): BackendModel {
  return {
    address: backend.node.path,
    name: backend.backendName,
    service: serviceModel(backend.apiManagementName, backend.skuName),
    breaker: backend.circuitBreaker._model(),
  };
}

export function memberModel({ backend, priority = 1, weight }: PoolMember): MemberModel {
  return { backend: backendModel(backend), priority: known(priority), weight: known(weight) };
}

export function poolModel(pool: PriorityPool): PoolModel {
  return {
    address: pool.node.path,
    name: pool.poolName,
    service: serviceModel(pool.apiManagement.apiManagementName, pool.apiManagement.skuName),
    members: pool.members.map(memberModel),
  };
}
