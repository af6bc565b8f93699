import { Token } from 'cdktf';
import { StatusCodeRange } from './status-code-range';
import { Duration } from './duration';
import { GATEWAY_FAILURES, membersAhead, PoolModel, retryExpression, spansOf, statusCodesIn } from './failover';
import { isExpression } from './policy';
import { copied } from './private/copies';
import { Faults, STATUS_CODE_RANGE } from './private/faults';
import { mark } from './private/marks';
import { isPolicyValue } from './private/policy-sections';

/**
 * The condition under which an attempt is retried. All conditions except `expression` also retry forwards that receive
 * no response from the backend, whether `context.Response` is null or a 500 that the gateway created.
 */
export class RetryCondition {
  /**
   * Retries the failures that the circuit breakers of the pool count, and forwards without a response. Every retry then
   * contributes to opening the circuit, and no failure that opens the circuit reaches the client. A 500 from a backend
   * is retried only if its circuit breaker counts it.
   */
  public static breakerFailures(): RetryCondition {
    return new RetryCondition('breakerFailures');
  }

  /** Retries the given status codes, and forwards without a response. */
  public static statusCodes(...ranges: StatusCodeRange[]): RetryCondition {
    const own = ranges.map((range) => copied(range, STATUS_CODE_RANGE));
    return new RetryCondition('statusCodes', undefined, own);
  }

  /** Retries all status codes from 500 to 599, and forwards without a response. */
  public static serverErrors(): RetryCondition {
    return RetryCondition.statusCodes({ min: 500, max: 599 });
  }

  /** Retries only forwards without a response. */
  public static failedForwards(): RetryCondition {
    return new RetryCondition('failedForwards', undefined, []);
  }

  /** Retries while a custom policy expression, `@(...)` or `@{...}`, is true. */
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
    if (this.kind === 'expression' && !faults.mistyped(where, this.expression, 'string')) {
      const isOne = typeof this.expression === 'string' && isCondition(this.expression);
      faults.requiredUnshown(where, this.expression, isOne, 'one policy expression is needed, @(...) or @{...}');
    }
    if (this.kind === 'statusCodes' && this.ranges?.length === 0)
      faults.report(where, 'there are no status codes; at least one range is needed');
    this.ranges?.forEach((range, index) => faults.statusCodeRange(`${where}.statusCodes[${index}]`, range));
  }

  /** @internal Returns the retry condition for the given pools. */
  public _expression(pools: readonly PoolModel[]): string {
    return this.expression ?? retryExpression(this.ranges ?? breakerSpans(pools));
  }
}

mark('RetryCondition', RetryCondition);

/** Returns whether the text is one policy expression, or a token for one. */
function isCondition(expression: string): boolean {
  return (isExpression(expression) || Token.isUnresolved(expression)) && isPolicyValue(expression);
}

/**
 * Returns the status codes that the circuit breakers ahead of the last priority count. With a single priority, all
 * members are included.
 */
function breakerSpans(pools: readonly PoolModel[]): StatusCodeRange[] {
  const ahead = pools.flatMap(membersAhead);
  const members = ahead.length > 0 ? ahead : pools.flatMap((pool) => pool.members);
  const counted = members.flatMap(({ backend: { breaker } }) =>
    typeof breaker === 'object' ? (statusCodesIn(breaker.statusCodeRanges) ?? []) : [],
  );
  return counted.length === 0 ? [GATEWAY_FAILURES] : spansOf(new Set(counted.flatMap((codes) => [...codes])));
}

/**
 * Retry settings within one client request.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export interface RetryOptions {
  /**
   * The maximum number of retries after the first attempt. 0 to 50. With 0, each request is forwarded once.
   * @default - the smallest count with which requests survive the failure of every set of backends that leaves one
   * backend healthy
   */
  readonly count?: number;
  /**
   * The wait between two attempts. Whole seconds.
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;
  /**
   * The increase of each wait over the previous wait. Whole seconds.
   * @default - all waits are equal
   */
  readonly delta?: Duration;
  /**
   * The maximum wait. Whole seconds. If set, waits grow exponentially. Requires a `delta`.
   * @default - waits grow linearly by `delta`
   */
  readonly maxInterval?: Duration;
  /**
   * Whether the first retry is made immediately.
   * @default true
   */
  readonly firstFastRetry?: boolean;
  /**
   * The condition under which an attempt is retried.
   * @default RetryCondition.breakerFailures()
   */
  readonly condition?: RetryCondition;
}
