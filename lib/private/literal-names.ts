import type { IConstruct } from 'constructs';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { IPriorityPool } from '../priority-pool-props';
import type { BackendInternals, PoolInternals } from './internals';
import { holdsToken } from './terraform-text';

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

/** Returns the name that models and messages show for a backend. */
export function shownBackendName(backend: ICircuitBreakerBackend): string {
  return shownName(backend, literalBackendName(backend));
}

/** Returns the name that models and messages show for a pool. */
export function shownPoolName(pool: IPriorityPool): string {
  return shownName(pool, literalPoolName(pool));
}

/** Returns the path of the construct in place of a name that is known only after deployment. */
export function shownName({ node }: IConstruct, name: string): string {
  return holdsToken(name) ? node.path : name;
}
