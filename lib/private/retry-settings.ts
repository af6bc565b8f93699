import { Duration } from '../duration';
import { chooseRetryCount, MOST_RETRIES, PoolModel, readRetryDecision, RetryModel } from '../failover';
import { withoutStrings } from '../policy';
import { Retry, RetryCondition } from '../retry';
import type { Faults } from './faults';
import { known } from './known';

const LONGEST_WAIT = 3600;

export function validateRetry(faults: Faults, retry: Retry): void {
  const { count, interval, delta, maxInterval, condition } = retry;
  faults.wholeNumber('retry.count', count, 0, MOST_RETRIES);
  faults.optionalDuration('retry.interval', interval, LONGEST_WAIT);
  faults.optionalDuration('retry.delta', delta, LONGEST_WAIT);
  faults.optionalDuration('retry.maxInterval', maxInterval, LONGEST_WAIT);
  if (maxInterval !== undefined && delta === undefined) {
    faults.add('retry.delta', delta, 'with a maxInterval it is needed');
  }
  faults.optionalFlag('retry.firstFastRetry', retry.firstFastRetry);
  if (condition === undefined) return;
  const isOne = condition instanceof RetryCondition;
  if (faults.requiredUnshown('retry.condition', condition, isOne, 'a RetryCondition is needed'))
    condition._validate(faults);
}

/** A retry with all its defaults chosen, as the policy has it; numbers may be tokens. */
export interface RetrySettings {
  readonly count: number;
  /** Waits in seconds. */
  readonly interval: number;
  readonly delta?: number;
  readonly maxInterval?: number;
  readonly firstFastRetry: boolean;
  readonly condition: string;
}

/** The retry with its defaults for these pools; undefined where each request is forwarded once. */
export function retrySettings(retry: Retry = {}, pools: readonly PoolModel[]): RetrySettings | undefined {
  const count = retry.count ?? Math.max(0, ...pools.map(chooseRetryCount));
  if (count === 0) return undefined;
  return {
    count,
    interval: (retry.interval ?? Duration.seconds(1)).toSeconds(),
    delta: retry.delta?.toSeconds(),
    maxInterval: retry.maxInterval?.toSeconds(),
    firstFastRetry: retry.firstFastRetry ?? true,
    condition: (retry.condition ?? RetryCondition.breakerFailures())._expression(pools),
  };
}

/** The retry as the failover model has it. */
export function retryModel(settings: RetrySettings): RetryModel {
  return {
    count: known(settings.count),
    interval: known(settings.interval),
    delta: known(settings.delta),
    maxInterval: known(settings.maxInterval),
    firstFastRetry: settings.firstFastRetry,
    // It is shown in findings, and no more than that.
    condition: settings.condition,
    shownCondition: withoutStrings(settings.condition),
    decision: readRetryDecision(settings.condition),
  };
}
