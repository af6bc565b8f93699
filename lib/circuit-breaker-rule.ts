import type { ApiManagementBackendCircuitBreakerRule } from '@cdktf/provider-azurerm/lib/api-management-backend';
import { Duration } from './duration';
import { ErrorReason } from './error-reason';
import { BreakerModel, breakerFaults, FailureCounts, Known } from './failover';
import { copied, copiedList, isSettings } from './private/copies';
import { Faults, STATUS_CODE_RANGE } from './private/faults';
import { known } from './private/known';
import { isMarked, mark } from './private/marks';
import type { PropNames } from './private/prop-names';
import { freeBytes, RULE_NAME } from './private/rules';
import { terraformText } from './private/terraform-text';
import { StatusCodeRange } from './status-code-range';

const FAILURE_CONDITION: PropNames<FailureCondition> = {
  ...{ count: true, percentage: true, interval: true, statusCodeRanges: true, errorReasons: true },
};

const PRESET: PropNames<CircuitBreakerPresetOptions> = { count: true, interval: true, tripDuration: true };

const RULE: PropNames<CircuitBreakerRuleOptions> = {
  ...{ name: true, tripDuration: true, acceptRetryAfter: true, failureCondition: true },
};

/**
 * The condition that trips the circuit breaker: what counts as a failure of the backend, and how many failures are
 * allowed.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export interface FailureCondition {
  /**
   * The number of failures that trips the circuit breaker. 1 to 10000.
   * @default - none; set exactly one of `count` and `percentage`
   */
  readonly count?: number;
  /**
   * The percentage of failed requests that trips the circuit breaker. 1 to 100. Failover within a single request
   * requires a `count`.
   * @default - none; set exactly one of `count` and `percentage`
   */
  readonly percentage?: number;
  /** The interval during which failures are counted. */
  readonly interval: Duration;
  /**
   * The status codes that count as failures. Up to 10 ranges.
   * @default - none; set at least one range or error reason
   */
  readonly statusCodeRanges?: StatusCodeRange[];
  /**
   * The values of `context.LastError.Reason` that count as failures. Up to 10 reasons.
   * @default - none; set at least one range or error reason
   */
  readonly errorReasons?: ErrorReason[];
}

/** Options for a circuit breaker rule. */
export interface CircuitBreakerRuleOptions {
  /** The name of the rule. 1 to 80 letters, digits and hyphens. */
  readonly name: string;
  /** The trip duration: how long the circuit stays open before the gateway uses the backend again. */
  readonly tripDuration: Duration;
  /**
   * Whether the `Retry-After` header of a response replaces the trip duration. The value of the header has no upper
   * bound.
   * @default false
   */
  readonly acceptRetryAfter?: boolean;
  /** The condition that trips the circuit breaker. */
  readonly failureCondition: FailureCondition;
}

/** Options for a preset rule. */
export interface CircuitBreakerPresetOptions {
  /**
   * The number of failures that trips the circuit breaker. 1 to 10000.
   * @default - 3 for `gatewayFailures`, 1 for `throttling`
   */
  readonly count?: number;
  /**
   * The interval during which failures are counted.
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * The trip duration: how long the circuit stays open.
   * @default Duration.seconds(30)
   */
  readonly tripDuration?: Duration;
}

/**
 * The circuit breaker rule of a backend. A backend has at most one rule.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export class CircuitBreakerRule {
  /** Counts failures that indicate an unreachable backend: status 502 to 504, failed connections and timeouts. */
  public static gatewayFailures(options: CircuitBreakerPresetOptions = {}): CircuitBreakerRule {
    return CircuitBreakerRule.preset(options, 'gateway-failures', {
      count: 3,
      statusCodeRanges: [{ min: 502, max: 504 }],
      errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE, ErrorReason.TIMEOUT],
    });
  }

  /** Counts status 429, and keeps the circuit open for as long as the `Retry-After` header specifies. */
  public static throttling(options: CircuitBreakerPresetOptions = {}): CircuitBreakerRule {
    const counted = { count: 1, statusCodeRanges: [{ min: 429, max: 429 }] };
    return CircuitBreakerRule.preset(options, 'throttling', counted, true);
  }

  /** Creates a custom rule. */
  public static custom(options: CircuitBreakerRuleOptions): CircuitBreakerRule {
    return new CircuitBreakerRule('rule', copiedRule(options));
  }

  /** Disables the circuit breaker. The backend then always stays in use, and a pool never reaches a lower priority. */
  public static none(): CircuitBreakerRule {
    return new CircuitBreakerRule('none');
  }

  /** States that the rule is not known, for a backend that is deployed outside of this stack. */
  public static unknown(): CircuitBreakerRule {
    return new CircuitBreakerRule('unknown');
  }

  private static preset(
    options: CircuitBreakerPresetOptions,
    name: string,
    counted: Omit<FailureCondition, 'interval'>,
    acceptRetryAfter?: boolean,
  ): CircuitBreakerRule {
    // A JavaScript caller may have passed anything. The construct that uses the rule validates it.
    const {
      count = counted.count,
      interval = Duration.minutes(1),
      tripDuration = Duration.seconds(30),
    } = options ?? {};
    const failureCondition = { ...counted, count, interval };
    const changes = copied(options, PRESET);
    return new CircuitBreakerRule('rule', { name, tripDuration, acceptRetryAfter, failureCondition }, changes);
  }

  private model?: BreakerModel;

  private constructor(
    /** @internal */
    readonly _kind: 'rule' | 'none' | 'unknown',
    /** @internal */
    readonly _options?: CircuitBreakerRuleOptions,
    /** The options of a preset. */
    private readonly changes: CircuitBreakerPresetOptions = {},
  ) {}

  /** @internal */
  public _model(): Known<BreakerModel> | undefined {
    if (this._kind === 'unknown') return 'unknown';
    if (!this._options) return undefined;
    this.model ??= breakerModel(this._options);
    return this.model;
  }

  /** @internal Validates a rule. Only an imported backend can have an unknown rule. */
  public static _validateOptional(faults: Faults, rule: CircuitBreakerRule | undefined, isImported = false): void {
    if (rule === undefined) return;
    const isRule = isMarked('CircuitBreakerRule', rule);
    if (!faults.required('circuitBreaker', rule, isRule, 'a CircuitBreakerRule is needed')) return;
    if (rule._kind === 'unknown' && !isImported) {
      faults.report(
        'circuitBreaker',
        'unknown(); it is allowed only for a backend that is deployed elsewhere, with fromBackendId',
      );
    }
    rule._validate(faults);
  }

  private _validate(faults: Faults): void {
    const options = this._options;
    const needed = 'CircuitBreakerRule.custom needs an object';
    if (this._kind !== 'rule' || !faults.settings('circuitBreaker', this.changes, PRESET)) return;
    if (!faults.settings('circuitBreaker', options, RULE, needed) || !options) return;
    faults.text('circuitBreaker.name', options.name, RULE_NAME);
    faults.duration('circuitBreaker.tripDuration', options.tripDuration, LONGEST_DURATION);
    faults.optionalFlag('circuitBreaker.acceptRetryAfter', options.acceptRetryAfter);
    const where = 'circuitBreaker.failureCondition';
    if (!faults.settings(where, options.failureCondition, FAILURE_CONDITION)) return;
    const { count, percentage, interval } = options.failureCondition;
    faults.wholeNumber(`${where}.count`, count, 1, 10_000);
    faults.wholeNumber(`${where}.percentage`, percentage, 1, 100);
    faults.duration(`${where}.interval`, interval, LONGEST_DURATION);
    const ranges = faults.list(`${where}.statusCodeRanges`, options.failureCondition.statusCodeRanges, 10);
    ranges.forEach((range, index) => faults.statusCodeRange(`${where}.statusCodeRanges[${index}]`, range));
    const errorReasons = faults.list(`${where}.errorReasons`, options.failureCondition.errorReasons, 10);
    errorReasons.forEach((reason, index) => {
      const here = `${where}.errorReasons[${index}]`;
      const needed = 'an ErrorReason is needed, as in ErrorReason.TIMEOUT';
      if (faults.required(here, reason, isMarked('ErrorReason', reason), needed)) {
        faults.text(here, reason.name, freeBytes(200));
      }
    });
    // The ranges and reasons were validated one by one above.
    const statusCodeRanges = ranges.map(() => ({ min: 'unknown', max: 'unknown' }) as const);
    const reasons = errorReasons.map(() => '');
    const counts = { count: known(count), percentage: known(percentage), statusCodeRanges, errorReasons: reasons };
    breakerFaults(counts).forEach((fault) => faults.report(where, fault));
  }

  /** @internal Returns the rule in the format of azurerm. */
  public _toTerraform(): ApiManagementBackendCircuitBreakerRule | undefined {
    if (!this._options) return undefined;
    const { name, tripDuration, acceptRetryAfter = false, failureCondition } = this._options;
    const { count, percentage, interval, statusCodeRanges = [], errorReasons = [] } = failureCondition;
    return {
      name,
      tripDuration: tripDuration.toIsoString(),
      acceptRetryAfterEnabled: acceptRetryAfter,
      failureCondition: {
        count,
        percentage,
        intervalDuration: interval.toIsoString(),
        statusCodeRange: statusCodeRanges.length > 0 ? statusCodeRanges : undefined,
        errorReasons: errorReasons.length > 0 ? errorReasons.map(({ name }) => terraformText(name)) : undefined,
      },
    };
  }

  /** @internal Returns the rule in the format of the Azure API. */
  public _toAzure(): object | undefined {
    const rule = this._toTerraform();
    if (!rule) return undefined;
    const { name, tripDuration, acceptRetryAfterEnabled, failureCondition } = rule;
    const { count, percentage, intervalDuration, statusCodeRange, errorReasons } = failureCondition;
    return {
      rules: [
        {
          name,
          tripDuration,
          acceptRetryAfter: acceptRetryAfterEnabled,
          failureCondition: {
            ...{ count, percentage, interval: intervalDuration, statusCodeRanges: statusCodeRange, errorReasons },
          },
        },
      ],
    };
  }
}

mark('CircuitBreakerRule', CircuitBreakerRule);

/** One year, in seconds. Azure documents no upper bound; a longer duration is surely a mistake. */
const LONGEST_DURATION = 31_536_000;

/** Copies a custom rule. The construct that uses the rule validates it, after the caller may have changed the props. */
function copiedRule(props: CircuitBreakerRuleOptions): CircuitBreakerRuleOptions {
  const rule = copied(props, RULE);
  const condition = copied(rule?.failureCondition, FAILURE_CONDITION);
  if (!isSettings(rule) || !isSettings(condition)) return rule;
  return {
    ...rule,
    failureCondition: {
      ...condition,
      statusCodeRanges: copiedList(condition.statusCodeRanges, (range) => copied(range, STATUS_CODE_RANGE)),
      errorReasons: copiedList(condition.errorReasons),
    },
  };
}

function breakerModel({
  tripDuration,
  acceptRetryAfter = false,
  failureCondition,
}: CircuitBreakerRuleOptions): BreakerModel {
  return {
    ...failureCounts(failureCondition),
    interval: known(failureCondition.interval.toSeconds()),
    tripDuration: known(tripDuration.toSeconds()),
    acceptRetryAfter,
  };
}

function failureCounts({
  count,
  percentage,
  statusCodeRanges = [],
  errorReasons = [],
}: FailureCondition): FailureCounts {
  return {
    count: known(count),
    percentage: known(percentage),
    statusCodeRanges: statusCodeRanges.map(({ min, max }) => ({ min: known(min), max: known(max) })),
    errorReasons: errorReasons.map(({ name }) => name),
  };
}
