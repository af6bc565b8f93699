import type { CircuitBreakerBackend, ICircuitBreakerBackend } from '../circuit-breaker-backend';
import type { IPriorityPool, PriorityPool } from '../priority-pool';

// The public names are references to resources, so that Terraform orders what uses them. Comparisons, models, messages
// and the constructs' own policies need the names themselves; such a policy depends on its backends and pools instead.

/** The backend's name as it was given; one made elsewhere has no other. */
export function literalBackendName(backend: ICircuitBreakerBackend): string {
  return (backend as Partial<CircuitBreakerBackend>)._backendName ?? backend.backendName;
}

/** The pool's name as it was given; one made elsewhere has no other. */
export function literalPoolName(pool: IPriorityPool): string {
  return (pool as Partial<PriorityPool>)._poolName ?? pool.poolName;
}
