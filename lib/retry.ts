import { Token } from 'cdktf';
import { StatusCodeRange } from './status-code-range';
import { Duration } from './duration';
import { membersAhead, PoolModel, retryExpression, spansOf, statusCodesIn } from './failover';
import { isExpression } from './policy';
import { Faults } from './private/faults';
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
