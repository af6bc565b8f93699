import type { ApiManagementBackendCircuitBreakerRule } from '@cdktf/provider-azurerm/lib/api-management-backend';
import { Duration } from './duration';
import { ErrorReason } from './error-reason';
import { BreakerModel, breakerFaults, FailureCounts, Known } from './failover';
import { Faults } from './private/faults';
import { known } from './private/known';
import type { PropNames } from './private/prop-names';
import { freeBytes, RULE_NAME } from './private/rules';
import { terraformText } from './private/terraform-text';
import { StatusCodeRange } from './status-code-range';

const FAILURE_CONDITION: PropNames<FailureCondition> = {
  ...{ count: true, percentage: true, interval: true, statusCodeRanges: true, errorReasons: true },
};

const PRESET: PropNames<CircuitBreakerPresetProps> = { count: true, interval: true, tripDuration: true };

const RULE: PropNames<CircuitBreakerRuleProps> = {
  ...{ name: true, tripDuration: true, acceptRetryAfter: true, failureCondition: true },
};

/**
 * What counts as a failure of a backend, and how many of them trip its circuit.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export interface FailureCondition {
  /**
   * The failures that trip the circuit, 1 to 10000.
   * @default - none; exactly one of `count` and `percentage` is needed
   */
  readonly count?: number;
  /**
   * The failed requests in a hundred that trip the circuit, 1 to 100. Failover within one request needs a `count`.
   * @default - none; exactly one of `count` and `percentage` is needed
   */
  readonly percentage?: number;
  /** The time in which the failures must fall. */
  readonly interval: Duration;
  /**
   * The status codes that count as failures, up to 10 ranges.
   * @default - none; at least one range or error reason is needed
   */
  readonly statusCodeRanges?: StatusCodeRange[];
  /**
   * The values of `context.LastError.Reason` that count as failures, up to 10.
   * @default - none; at least one range or error reason is needed
   */
  readonly errorReasons?: ErrorReason[];
}

/** A rule in full. */
export interface CircuitBreakerRuleProps {
  /** The rule's name: 1 to 80 letters, digits and hyphens. */
  readonly name: string;
  /** How long the circuit stays open before the backend is used again. */
  readonly tripDuration: Duration;
  /**
   * Whether a Retry-After header in a response sets how long the backend is left alone. It has no upper bound.
   * @default false
   */
  readonly acceptRetryAfter?: boolean;
  /** What trips the circuit. */
  readonly failureCondition: FailureCondition;
}

/** What a preset lets one change. */
export interface CircuitBreakerPresetProps {
  /**
   * The failures that trip the circuit, 1 to 10000.
   * @default - 3 for gatewayFailures, 1 for throttling
   */
  readonly count?: number;
  /**
   * The time in which the failures must fall.
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * How long the circuit stays open.
   * @default Duration.seconds(30)
   */
  readonly tripDuration?: Duration;
}

/**
 * The rule of a backend's circuit breaker: a backend has one, or none.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export class CircuitBreakerRule {
  /**
   * Counts what says that the backend is out of reach: status 502 to 504, a failed connection, a timeout.
   */
  public static gatewayFailures(props: CircuitBreakerPresetProps = {}): CircuitBreakerRule {
    return CircuitBreakerRule.preset(props, 'gateway-failures', {
      count: 3,
      statusCodeRanges: [{ min: 502, max: 504 }],
      errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE, ErrorReason.TIMEOUT],
    });
  }

  /**
   * Counts status 429, and leaves the backend alone for as long as its Retry-After header says.
   */
  public static throttling(props: CircuitBreakerPresetProps = {}): CircuitBreakerRule {
    const counted = { count: 1, statusCodeRanges: [{ min: 429, max: 429 }] };
    return CircuitBreakerRule.preset(props, 'throttling', counted, true);
  }

  /** A rule of one's own. */
  public static custom(props: CircuitBreakerRuleProps): CircuitBreakerRule {
    return new CircuitBreakerRule('rule', props);
  }

  /** No circuit breaker: the backend is always in use, and nothing behind it in a pool is reached. */
  public static none(): CircuitBreakerRule {
    return new CircuitBreakerRule('none');
  }

  /** For a backend made elsewhere, of which it is not known here whether it has a circuit breaker, and which. */
  public static unknown(): CircuitBreakerRule {
    return new CircuitBreakerRule('unknown');
  }

  private static preset(
    props: CircuitBreakerPresetProps,
    name: string,
    counted: Omit<FailureCondition, 'interval'>,
    acceptRetryAfter?: boolean,
  ): CircuitBreakerRule {
    // A caller in JavaScript may have given anything: the construct that takes the rule says so.
    const { count = counted.count, interval = Duration.minutes(1), tripDuration = Duration.seconds(30) } = props ?? {};
    const failureCondition = { ...counted, count, interval };
    return new CircuitBreakerRule('rule', { name, tripDuration, acceptRetryAfter, failureCondition }, props);
  }

  private model?: BreakerModel;

  private constructor(
    /** @internal */
    readonly _kind: 'rule' | 'none' | 'unknown',
    /** @internal */
    readonly _props?: CircuitBreakerRuleProps,
    /** What a preset was given. */
    private readonly changes: CircuitBreakerPresetProps = {},
  ) {}

  /** @internal */
  public _model(): Known<BreakerModel> | undefined {
    if (this._kind === 'unknown') return 'unknown';
    if (!this._props) return undefined;
    this.model ??= breakerModel(this._props);
    return this.model;
  }

  /** @internal Only of a backend made elsewhere can the rule be unknown. */
  public static _validateOptional(faults: Faults, rule: CircuitBreakerRule | undefined, isMadeElsewhere = false): void {
    if (rule === undefined) return;
    const isRule = rule instanceof CircuitBreakerRule;
    if (!faults.required('circuitBreaker', rule, isRule, 'a CircuitBreakerRule is needed')) return;
    if (rule._kind === 'unknown' && !isMadeElsewhere) {
      faults.say('circuitBreaker', 'unknown(); it is only for a backend made elsewhere, by fromBackendId');
    }
    rule._validate(faults);
  }

  private _validate(faults: Faults): void {
    const props = this._props;
    const needed = 'CircuitBreakerRule.custom needs an object';
    if (this._kind !== 'rule' || !faults.settings('circuitBreaker', this.changes, PRESET)) return;
    if (!faults.settings('circuitBreaker', props, RULE, needed) || !props) return;
    faults.text('circuitBreaker.name', props.name, RULE_NAME);
    faults.duration('circuitBreaker.tripDuration', props.tripDuration, LONGEST_DURATION);
    faults.optionalFlag('circuitBreaker.acceptRetryAfter', props.acceptRetryAfter);
    const where = 'circuitBreaker.failureCondition';
    if (!faults.settings(where, props.failureCondition, FAILURE_CONDITION)) return;
    const { count, percentage, interval } = props.failureCondition;
    faults.wholeNumber(`${where}.count`, count, 1, 10_000);
    faults.wholeNumber(`${where}.percentage`, percentage, 1, 100);
    faults.duration(`${where}.interval`, interval, LONGEST_DURATION);
    const ranges = faults.list(`${where}.statusCodeRanges`, props.failureCondition.statusCodeRanges, 10);
    ranges.forEach((range, index) => faults.statusCodeRange(`${where}.statusCodeRanges[${index}]`, range));
    const errorReasons = faults.list(`${where}.errorReasons`, props.failureCondition.errorReasons, 10);
    errorReasons.forEach((reason, index) => {
      const here = `${where}.errorReasons[${index}]`;
      const needed = 'an ErrorReason is needed, as in ErrorReason.TIMEOUT';
      if (faults.required(here, reason, reason instanceof ErrorReason, needed)) {
        faults.text(here, reason.name, freeBytes(200));
      }
    });
    // The ranges and reasons have been looked at, each in its place.
    const statusCodeRanges = ranges.map(() => ({ min: 'unknown', max: 'unknown' }) as const);
    const reasons = errorReasons.map(() => '');
    const counts = { count: known(count), percentage: known(percentage), statusCodeRanges, errorReasons: reasons };
    breakerFaults(counts).forEach((fault) => faults.say(where, fault));
  }

  /** @internal The rule as azurerm takes it. */
  public _toTerraform(): ApiManagementBackendCircuitBreakerRule | undefined {
    if (!this._props) return undefined;
    const { name, tripDuration, acceptRetryAfter = false, failureCondition } = this._props;
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

  /** @internal The rule as Azure's own API takes it. */
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

/** A year, in seconds. Azure documents no bound; nobody means more. */
const LONGEST_DURATION = 31_536_000;

function breakerModel({
  tripDuration,
  acceptRetryAfter = false,
  failureCondition,
}: CircuitBreakerRuleProps): BreakerModel {
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
