import { Known, LONGEST_FORWARD } from '../failover';

/** A forward timeout that was computed for the caller. */
interface TimeoutChoice {
  /** Seconds. */
  readonly timeout: number;
  /** Whether the timeout meets the latency budget, or the default that replaces it. */
  readonly isBudgetKept: boolean;
  /** The latency budget that the caller set. */
  readonly latencyBudget?: Known<number>;
}

/** Returns the annotation that explains the timeout. */
export function timeoutNote({ timeout, isBudgetKept, latencyBudget }: TimeoutChoice): string {
  const slow = 'A backend that takes longer to respond counts as failed; set forwardTimeout to choose another timeout.';
  if (timeout === LONGEST_FORWARD) {
    return `The forward timeout is ${timeout} s, the maximum: no simulated failure requires a shorter timeout. ${slow}`;
  }
  const [budget, why] =
    typeof latencyBudget === 'number'
      ? [`the latency budget of ${latencyBudget} s`, '']
      : ['the longest interval of the circuit breakers', ' That interval applies because latencyBudget is not set.'];
  if (timeout < 1) {
    return (
      `The forward timeout is only ${timeout} s, and many healthy backends take longer to respond. A timeout of one second ` +
      `would prevent a failover${isBudgetKept ? `, or make a client wait longer than ${budget}.${why}` : '.'} ` +
      `To allow a longer timeout, set ${isBudgetKept ? 'a longer latencyBudget, ' : ''}a longer trip duration or a lower ` +
      'count of the circuit breakers, or set forwardTimeout.'
    );
  }
  return (
    `The forward timeout is ${timeout} s: the longest timeout in whole seconds that prevents no failover` +
    `${isBudgetKept ? ` and keeps every client's wait within ${budget}.${why}` : '.'} ${slow}`
  );
}
