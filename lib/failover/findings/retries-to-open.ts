import type { Playable } from '../automaton';
import { aheadOfHealthy, failuresToOpen, mostFailures } from '../guarantees';
import { priorityGroups } from '../model';

/**
 * Returns the number of retries that reaches a healthy backend, even if fixed intervals end between the failures of a
 * request. A backend without a circuit breaker counts as one failure.
 */
export function retriesToOpen({ rules, pool }: Playable, backends: readonly string[]): number {
  const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
  const ahead = aheadOfHealthy({ groups, mayBeIdle: () => false }, backends);
  return ahead.reduce((sum, backend) => sum + (mostFailures(failuresToOpen(rules.get(backend))) || 1), 0);
}
