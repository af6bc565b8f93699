import { ASSUMPTIONS, BreakerRule, Playable } from '../automaton';
import { formatStatusCodes } from '../model';
import { mostFailures } from './fixed-intervals';

/** Returns the number of retries that opens every circuit of a game. */
export function retriesForAny({ rules }: Playable): number {
  return [...rules.values()].reduce((sum, rule) => sum + mostFailuresToOpen(rule), 0);
}

/** If every attempt fails, a percentage is reached as soon as there are enough responses. */
const FAILURES_OF_A_PERCENTAGE = Math.max(...ASSUMPTIONS.percentageMinimum.values);

/** Returns the maximum number of failures that opens a circuit. */
export function failuresToOpen(rule: BreakerRule | undefined): number {
  return rule ? (rule.count ?? FAILURES_OF_A_PERCENTAGE) : 0;
}

/** Returns the maximum number of failures of one request that opens a circuit, even if they fall into two intervals. */
export function mostFailuresToOpen(rule: BreakerRule | undefined): number {
  return rule?.count === undefined ? failuresToOpen(rule) : mostFailures(rule.count);
}

/** Returns a key that is equal for equivalent rules. */
export function ruleKey(rule: BreakerRule | undefined): string {
  if (!rule) return '-';
  const { count, percentage, interval, tripDuration, acceptRetryAfter, statusCodes, errorReasons } = rule;
  return JSON.stringify([
    count,
    percentage,
    interval,
    tripDuration,
    acceptRetryAfter,
    formatStatusCodes(statusCodes),
    [...errorReasons],
  ]);
}
