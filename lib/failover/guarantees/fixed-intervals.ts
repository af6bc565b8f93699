import type { BreakerRule, UnitPlan } from '../automaton';
import type { FailingCircuit } from './failing-circuit';

/**
 * Returns how many failures of one request it takes at most to open a circuit that opens after `n` failures. If failures
 * are counted in fixed intervals, `n - 2` may fall into an interval that an earlier failure began, and `n` into the next.
 */
export function mostFailures(n: number): number {
  return Math.max(n, 2 * n - 2);
}

/** Returns a plan whose circuits open as late as if each interval ended between the failures of a request. */
export function withDividedIntervals({ pools, rules }: UnitPlan): UnitPlan {
  const divided = ({ count, ...rule }: BreakerRule): BreakerRule =>
    count === undefined ? rule : { ...rule, count: mostFailures(count), interval: Infinity };
  return { pools, rules: new Map([...rules].map(([backend, rule]) => [backend, divided(rule)])) };
}

/**
 * Returns whether one backend may receive all attempts of a request, one after the other, if failures are counted in
 * fixed intervals, and the failures of other requests begin intervals and open the circuit at the worst moments.
 *
 * @param times when the attempts begin, in milliseconds
 */
export function mayReceiveAllInFixedIntervals(
  { failures, interval, trip }: FailingCircuit,
  times: readonly number[],
): boolean {
  /** For each attempt that the backend may receive outside of any interval: since when there may have been none. */
  const idle: (number | undefined)[] = [-Infinity];
  const mayBegin = (attempt: number, since: number): void => {
    idle[attempt] = Math.min(idle[attempt] ?? Infinity, since);
  };
  for (let first = 0; first < times.length; first++) {
    const since = idle[first];
    if (since === undefined) continue;
    if (first + failures >= times.length) return true;
    const end = times[first] + interval;
    for (let received = 1; received <= failures; received++) {
      const [last, next] = [times[first + received - 1], times[first + received]];
      if (last >= end) break;
      // Other requests open the circuit just after this attempt.
      if (next - last >= trip) mayBegin(first + received, last + trip);
      // The first attempt begins an interval that ends before enough failures.
      if (received < failures && next >= end) mayBegin(first + received, end);
      // The failure of another request begins it earlier, and counts as well.
      if (received < failures - 1 && next >= since + interval) {
        mayBegin(first + received, Math.max(last, since + interval));
      }
    }
  }
  return false;
}
