import type { Playable } from '../automaton';
import { aheadOfHealthy, failuresToOpen, mostFailuresToOpen } from '../guarantees';
import { priorityGroups } from '../model';

/**
 * Returns the number of retries that reaches a healthy backend, even if fixed intervals end between the failures of a
 * request. A backend without a circuit breaker counts as one failure.
 */
export function retriesToOpen(game: Playable, backends: readonly string[]): number {
  return aheadOf(game, backends).reduce((sum, each) => sum + (mostFailuresToOpen(game.rules.get(each)) || 1), 0);
}

/** Returns the number of retries that is sufficient if all failures of a request fall into one interval. */
export function retriesWithinInterval(game: Playable, backends: readonly string[]): number {
  return aheadOf(game, backends).reduce((sum, each) => sum + (failuresToOpen(game.rules.get(each)) || 1), 0);
}

/** Returns whether a circuit of these backends opens at a percentage of failures and not after a number of them. */
export function openAtPercentage(game: Playable, backends: readonly string[]): boolean {
  return aheadOf(game, backends).some((each) => game.rules.get(each)?.percentage !== undefined);
}

function aheadOf({ pool }: Playable, backends: readonly string[]): string[] {
  const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
  const idle = new Set(pool.members.filter(({ weight }) => weight === 0).map(({ backend }) => backend.name));
  return aheadOfHealthy({ groups, mayBeIdle: (each) => idle.has(each) }, backends);
}
