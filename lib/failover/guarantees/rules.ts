import { ASSUMPTIONS, BreakerRule, Playable } from '../automaton';
import { formatStatusCodes } from '../model';

/** The shortest trip duration, in milliseconds; Infinity where none has a circuit breaker. */
export function shortestTrip(rules: readonly (BreakerRule | undefined)[]): number {
  return rules.reduce((least, rule) => Math.min(least, rule?.tripDuration ?? Infinity), Infinity);
}

/** The retries that open every circuit of a game. */
export function retriesForAny({ rules }: Playable): number {
  return [...rules.values()].reduce((sum, rule) => sum + failuresToOpen(rule), 0);
}

/** Where every attempt fails, a percentage is reached as soon as there are responses enough. */
const FAILURES_OF_A_PERCENTAGE = Math.max(...ASSUMPTIONS.percentageMinimum.values);

/** The failures that open a circuit, at the most. */
export function failuresToOpen(rule: BreakerRule | undefined): number {
  return rule ? (rule.count ?? FAILURES_OF_A_PERCENTAGE) : 0;
}

/** Equal for rules that do the same. */
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
