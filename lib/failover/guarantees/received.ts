import type { FailingCircuit } from './failing-circuit';
import { mayReceiveAllInFixedIntervals, mostFailures } from './fixed-intervals';

/**
 * Returns whether failing backends may receive every attempt of a request, if other requests open the circuits at the
 * worst moments. This is a bound and not a search: `false` is certain, as long as the failures of the request fall within
 * one interval of each circuit breaker, or no other failure began the interval.
 *
 * @param failing the failing backends that come before a healthy one, or take turns with it
 * @param times when the attempts begin if all of them fail, in milliseconds
 */
export function mayReceiveEvery(failing: readonly FailingCircuit[], times: readonly number[]): boolean {
  if (failing.length === 1) return mayReceiveAll(failing[0], times);
  return mostOfAll(failing, times, false) >= times.length;
}

/**
 * Like `mayReceiveEvery`, if failures are counted in fixed intervals, and the failures of other requests also begin
 * intervals at the worst moments: `false` is certain.
 */
export function mayReceiveEveryInFixedIntervals(failing: readonly FailingCircuit[], times: readonly number[]): boolean {
  if (failing.length === 1) return mayReceiveAllInFixedIntervals(failing[0], times);
  return mostOfAll(failing, times, true) >= times.length;
}

function mostOfAll(failing: readonly FailingCircuit[], times: readonly number[], areFixed: boolean): number {
  return failing.reduce((sum, circuit) => sum + mostAttempts(circuit, times, areFixed), 0);
}

/** Returns whether one backend may receive all attempts, one after the other. */
function mayReceiveAll({ failures, interval, trip }: FailingCircuit, times: readonly number[]): boolean {
  /** For each attempt, whether the backend may receive it with a count of failures that begins there. */
  const begins = times.map((_, first) => first === 0);
  for (let first = 0; first < times.length; first++) {
    if (!begins[first]) continue;
    for (let last = first; last < times.length; last++) {
      if (last === times.length - 1) return true;
      if (times[last + 1] - times[last] >= trip) begins[last + 1] = true;
      // Enough failures within the interval open the circuit, and the next attempt goes elsewhere.
      const oldest = last - failures + 1;
      if (oldest >= first && times[last] - times[oldest] < interval) break;
    }
  }
  return false;
}

/**
 * Returns an upper bound on how many attempts go to one backend while the others receive the rest. While its circuit is
 * closed, the backend receives attempts until their failures open the circuit. Other requests may open it before a
 * failure is counted, and it is then closed again after the trip duration.
 *
 * @param areFixed whether the failures of other requests begin fixed intervals at the worst moments
 */
function mostAttempts(circuit: FailingCircuit, times: readonly number[], areFixed: boolean): number {
  /** For each attempt, the most attempts until then. */
  const most = times.map(() => 0);
  times.forEach((start, first) => {
    const before = times.filter((time) => start - time >= circuit.trip).length;
    const soFar = Math.max(0, ...most.slice(0, before));
    attemptsWhileClosed(circuit, times.slice(first), areFixed).forEach((count, index) => {
      most[first + index] = Math.max(most[first + index], soFar + count);
    });
  });
  return Math.max(0, ...most);
}

/** Returns, for each attempt, how many attempts until then a backend may receive before its circuit opens. */
function attemptsWhileClosed(
  { failures, interval }: FailingCircuit,
  times: readonly number[],
  areFixed: boolean,
): number[] {
  /** The attempts that are too far apart to open the circuit. One more may open it. */
  const apart: number[] = [];
  const span = times[times.length - 1] - times[0];
  return times.map((time, index) => {
    const earlier = apart.length < failures - 1 ? -Infinity : apart[apart.length - failures + 1];
    if (failures > 1 && time - earlier >= interval) apart.push(time);
    // If the request takes longer than the interval, an interval that began with the failure of another request may end
    // between any two attempts.
    const intervals = Math.floor((time - times[0]) / interval) + 2;
    const within = areFixed ? mostFailures(failures) - 1 : apart.length;
    const most = span < interval ? within : (failures - 1) * intervals;
    return Math.min(index + 1, most + 1);
  });
}
