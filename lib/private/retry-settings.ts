import { Duration } from '../duration';
import { chooseRetryCount, MOST_RETRIES, PoolModel, readRetryDecision, RetryModel } from '../failover';
import { withoutStrings } from '../policy';
import { RetryCondition, RetryOptions } from '../retry';
import type { Faults } from './faults';
import { known } from './known';
import { isMarked } from './marks';
import { withoutTokens } from './terraform-text';

const LONGEST_WAIT = 3600;

export function validateRetry(faults: Faults, retry: RetryOptions): void {
  const { count, interval, delta, maxInterval, condition } = retry;
  faults.wholeNumber('retry.count', count, 0, MOST_RETRIES);
  faults.optionalDuration('retry.interval', interval, LONGEST_WAIT);
  faults.optionalDuration('retry.delta', delta, LONGEST_WAIT);
  faults.optionalDuration('retry.maxInterval', maxInterval, LONGEST_WAIT);
  if (maxInterval !== undefined && delta === undefined) {
    faults.add('retry.delta', delta, 'a delta is needed with maxInterval');
  }
  faults.optionalFlag('retry.firstFastRetry', retry.firstFastRetry);
  if (condition === undefined) return;
  const isOne = isMarked('RetryCondition', condition);
  if (faults.requiredUnshown('retry.condition', condition, isOne, 'a RetryCondition is needed'))
    condition._validate(faults);
}

/** The retry settings of the policy, with all defaults applied. Numbers may be tokens. */
export interface RetrySettings {
  readonly count: number;
  /** In seconds, like the other waits. */
  readonly interval: number;
  readonly delta?: number;
  readonly maxInterval?: number;
  readonly firstFastRetry: boolean;
  readonly condition: string;
}

/** Returns the retry settings with the defaults for these pools; undefined if each request is forwarded once. */
export function retrySettings(retry: RetryOptions = {}, pools: readonly PoolModel[]): RetrySettings | undefined {
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

/** Returns the retry of the failover model. */
export function retryModel(settings: RetrySettings): RetryModel {
  return {
    count: known(settings.count),
    interval: known(settings.interval),
    delta: known(settings.delta),
    maxInterval: known(settings.maxInterval),
    firstFastRetry: settings.firstFastRetry,
    // Findings show the condition without its strings, which may contain secrets.
    condition: settings.condition,
    shownCondition: withoutTokens(withoutStrings(settings.condition)),
    decision: readRetryDecision(settings.condition),
  };
}
