import { Token } from 'cdktf';
import { StatusCodeRange } from './status-code-range';
import { Duration } from './duration';
import {
  chooseRetryCount,
  membersAhead,
  MOST_RETRIES,
  PoolModel,
  readRetryDecision,
  retryExpression,
  RetryModel,
  spansOf,
  statusCodesIn,
} from './failover';
import { isExpression, withoutStrings } from './policy';
import { Faults } from './private/faults';
import { known } from './private/known';
import { isPolicyValue } from './private/policy-sections';

/**
 * Which outcomes of an attempt are tried again. All but `expression` also go on after a forward without an answer,
 * whatever it leaves behind: no response, or a 500 that the gateway made.
 */
export class RetryCondition {
  /**
   * What the circuit breakers of the pool count as failures, and a forward without an answer: every retry then brings
   * the circuit nearer to opening, and nothing that opens it reaches the client. A 500 that a backend answers is not
   * tried again, unless its circuit breaker counts it.
   */
  public static breakerFailures(): RetryCondition {
    return new RetryCondition('breakerFailures');
  }

  /** These status codes, and a forward without an answer. */
  public static statusCodes(...ranges: StatusCodeRange[]): RetryCondition {
    return new RetryCondition('statusCodes', undefined, ranges);
  }

  /** Every status code from 500 on, and a forward without an answer. */
  public static serverErrors(): RetryCondition {
    return RetryCondition.statusCodes({ min: 500, max: 599 });
  }

  /** A forward without an answer, and nothing that a backend answers. */
  public static failedForwards(): RetryCondition {
    return new RetryCondition('failedForwards', undefined, []);
  }

  /** A policy expression of one's own, `@(...)` or `@{...}`, that is true where another attempt shall be made. */
  public static expression(expression: string): RetryCondition {
    return new RetryCondition('expression', expression);
  }

  private constructor(
    private readonly kind: 'breakerFailures' | 'statusCodes' | 'failedForwards' | 'expression',
    private readonly expression?: string,
    private readonly ranges?: StatusCodeRange[],
  ) {}

  /** @internal */
  public _validate(faults: Faults): void {
    const where = 'retry.condition';
    if (this.kind === 'expression') {
      const isOne = typeof this.expression === 'string' && isCondition(this.expression);
      faults.requiredUnshown(where, this.expression, isOne, 'one policy expression is needed, @(...) or @{...}');
    }
    if (this.kind === 'statusCodes' && this.ranges?.length === 0)
      faults.say(where, 'there are no status codes; at least one range is needed');
    this.ranges?.forEach((range, index) => faults.statusCodeRange(`${where}.statusCodes[${index}]`, range));
  }

  /** @internal The condition for these pools. */
  public _expression(pools: readonly PoolModel[]): string {
    return this.expression ?? retryExpression(this.ranges ?? breakerSpans(pools));
  }
}

/** A token may stand for all of it. */
function isCondition(expression: string): boolean {
  return (isExpression(expression) || Token.isUnresolved(expression)) && isPolicyValue(expression);
}

/** What the breakers count that stand ahead of another priority; of all members if there is only one. */
function breakerSpans(pools: readonly PoolModel[]): StatusCodeRange[] {
  const ahead = pools.flatMap(membersAhead);
  const members = ahead.length > 0 ? ahead : pools.flatMap((pool) => pool.members);
  const counted = members.flatMap(({ backend: { breaker } }) =>
    typeof breaker === 'object' ? (statusCodesIn(breaker.statusCodeRanges) ?? []) : [],
  );
  return counted.length === 0 ? [GATEWAY_FAILURES] : spansOf(new Set(counted.flatMap((codes) => [...codes])));
}

/** Where no breaker is known here: what says that a backend is out of reach. */
const GATEWAY_FAILURES: StatusCodeRange = { min: 502, max: 504 };

/**
 * Tries again within one client request.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export interface Retry {
  /**
   * Attempts after the first, 0 to 50; 0 forwards each request once.
   * @default - the fewest with which every set of failing backends is survived that leaves one healthy
   */
  readonly count?: number;
  /**
   * The wait between two attempts, in whole seconds.
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;
  /**
   * How much longer each wait is than the one before, in whole seconds.
   * @default - all waits are the same
   */
  readonly delta?: Duration;
  /**
   * The longest wait, in whole seconds; with it, waits grow exponentially. Needs a `delta`.
   * @default - waits grow by the delta
   */
  readonly maxInterval?: Duration;
  /**
   * Whether the first retry is made at once.
   * @default true
   */
  readonly firstFastRetry?: boolean;
  /**
   * Which outcomes are tried again.
   * @default RetryCondition.breakerFailures()
   */
  readonly condition?: RetryCondition;
}

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
