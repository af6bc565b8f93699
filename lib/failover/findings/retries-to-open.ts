import type { Playable } from '../automaton';
import {
  aheadOfHealthy,
  dependsOnPercentage,
  failuresToOpen,
  mostFailuresToOpen,
  Subject,
  subjectOf,
} from '../guarantees';

/**
 * Returns the number of retries that reaches a healthy backend, even if fixed intervals end between the failures of a
 * request. A backend without a circuit breaker counts as one failure.
 */
export function retriesToOpen(game: Playable, backends: readonly string[]): number {
  const ahead = aheadOfHealthy(asSubject(game), backends);
  return ahead.reduce((sum, each) => sum + (mostFailuresToOpen(game.rules.get(each)) || 1), 0);
}

/** Returns the number of retries that is sufficient if all failures of a request fall into one interval. */
export function retriesWithinInterval(game: Playable, backends: readonly string[]): number {
  const ahead = aheadOfHealthy(asSubject(game), backends);
  return ahead.reduce((sum, each) => sum + (failuresToOpen(game.rules.get(each)) || 1), 0);
}

/** Returns whether a circuit of these backends opens at a percentage of failures and not after a number of them. */
export function openAtPercentage(game: Playable, backends: readonly string[]): boolean {
  return dependsOnPercentage(asSubject(game), backends);
}

/** Neither the kinds of failures nor the number of instances matter here. */
function asSubject(game: Playable): Subject {
  return subjectOf(game, [], 1);
}
