import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { IPriorityPool } from '../priority-pool-props';
import type { BackendInternals, PoolInternals } from './internals';

// The public names are references to resources, so that Terraform knows the dependencies. Comparisons, models, messages
// and generated policies need the literal names; such a policy declares its dependencies explicitly.

/** Returns the literal name of the backend. An imported backend has no other name. */
export function literalBackendName(backend: ICircuitBreakerBackend): string {
  return (backend as BackendInternals)._backendName ?? backend.backendName;
}

/** Returns the literal name of the pool. An imported pool has no other name. */
export function literalPoolName(pool: IPriorityPool): string {
  return (pool as PoolInternals)._poolName ?? pool.poolName;
}
