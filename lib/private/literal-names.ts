import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { IPriorityPool } from '../priority-pool-props';
import type { BackendInternals, PoolInternals } from './internals';

// The public names are references to resources, so that Terraform orders what uses them. Comparisons, models, messages
// and the constructs' own policies need the names themselves; such a policy depends on its backends and pools instead.

/** The backend's name as it was given; one made elsewhere has no other. */
export function literalBackendName(backend: ICircuitBreakerBackend): string {
  return (backend as BackendInternals)._backendName ?? backend.backendName;
}

/** The pool's name as it was given; one made elsewhere has no other. */
export function literalPoolName(pool: IPriorityPool): string {
  return (pool as PoolInternals)._poolName ?? pool.poolName;
}
