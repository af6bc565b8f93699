import { Known, LONGEST_FORWARD } from '../failover';

/** A forward timeout that was chosen for the caller. */
export interface TimeoutChoice {
  /** Seconds. */
  readonly timeout: number;
  /** Whether no client waits longer than the latency budget, or than what takes its place. */
  readonly isBudgetKept: boolean;
  /** As the caller set it. */
  readonly latencyBudget?: Known<number>;
}

/** What the synth says of it, and why it is no longer. */
export function timeoutNote({ timeout, isBudgetKept, latencyBudget }: TimeoutChoice): string {
  const slow = 'A backend that takes longer to answer counts as failed; set forwardTimeout to choose it yourself.';
  if (timeout === LONGEST_FORWARD) {
    return `The forward timeout is ${timeout} s, the longest that is allowed: no failure that was played calls for a shorter one. ${slow}`;
  }
  const budget =
    typeof latencyBudget === 'number'
      ? `the latency budget of ${latencyBudget} s`
      : 'the longest interval of the circuit breakers, which stands in for a latency budget';
  if (timeout < 1) {
    return (
      `The forward timeout is only ${timeout} s, and many healthy backends take longer to answer. A whole second would ` +
      `cost a failover that a shorter timeout makes${isBudgetKept ? `, or make a client wait longer than ${budget}` : ''}. ` +
      `To make room for it, set ${isBudgetKept ? 'a longer latencyBudget, ' : ''}a longer trip duration or a lower count of ` +
      'the circuit breakers; or set forwardTimeout.'
    );
  }
  return (
    `The forward timeout is ${timeout} s: the longest, in whole seconds, that costs no failover which a shorter one makes` +
    `${isBudgetKept ? `, and with which no client waits longer than ${budget}` : ''}. ${slow}`
  );
}
