import type { AttemptResult, BreakerResult } from '../results';
import { duration, milliseconds } from './wording';

/** The opening of the circuit that these attempts, one after the other to one backend, brought about. */
export function openingBy(
  attempts: readonly AttemptResult[],
  breakers: readonly BreakerResult[],
): BreakerResult | undefined {
  const [first, last] = [attempts[0], attempts[attempts.length - 1]];
  if (last.breaker === 'closed') return undefined;
  return breakers.find(
    ({ backend, at, state }) =>
      state === 'open' &&
      backend === last.backend &&
      milliseconds(at) >= milliseconds(first.at) &&
      milliseconds(at) <= milliseconds(last.at + last.duration),
  );
}

/** As in `opens until 31 s`. */
export function opens({ until }: BreakerResult): string {
  return `opens${until === null ? '' : ` until ${duration(until)}`}`;
}
