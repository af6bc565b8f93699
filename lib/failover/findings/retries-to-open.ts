import type { Playable } from '../automaton';
import { aheadOfHealthy, failuresToOpen, mostFailures } from '../guarantees';
import { priorityGroups } from '../model';

/**
 * Returns the number of retries that reaches a healthy backend, even if fixed intervals end between the failures of a
 * request. A backend without a circuit breaker counts as one failure.
 */
export function retriesToOpen(game: Playable, backends: readonly string[]): number {
  return aheadOf(game, backends).reduce((sum, backend) => {
    const rule = game.rules.get(backend);
    return sum + (rule?.count === undefined ? failuresToOpen(rule) || 1 : mostFailures(rule.count));
  }, 0);
}

/** Returns whether the circuits of these backends open after a known number of failures. */
export function openAfterCount(game: Playable, backends: readonly string[]): boolean {
  return aheadOf(game, backends).every((backend) => game.rules.get(backend)?.percentage === undefined);
}

function aheadOf({ pool }: Playable, backends: readonly string[]): string[] {
  const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
  return aheadOfHealthy({ groups, mayBeIdle: () => false }, backends);
}
