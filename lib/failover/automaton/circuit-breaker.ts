import { BreakerModel, milliseconds, statusCodesIn } from '../model';
import type { GatewayAssumptions } from './gateway-assumptions';
import type { CircuitState } from './circuit-state';

/** What came of an attempt, as a circuit breaker judges it. */
export interface Outcome {
  /** Undefined where the backend gave no answer. */
  readonly statusCode?: number;
  /** Why there was none. */
  readonly reason?: string;
  /** The answer's Retry-After. */
  readonly retryAfter?: string;
}

/** A breaker's rule with all its numbers known. */
export interface BreakerRule {
  readonly count?: number;
  readonly percentage?: number;
  /** Milliseconds. */
  readonly interval: number;
  readonly tripDuration: number;
  readonly acceptRetryAfter: boolean;
  readonly statusCodes: ReadonlySet<number>;
  readonly errorReasons: ReadonlySet<string>;
}

/** The rule of a model; undefined where a number of it is not known. */
export function ruleOf(breaker: BreakerModel): BreakerRule | undefined {
  const { count, percentage, interval, tripDuration, acceptRetryAfter, statusCodeRanges, errorReasons } = breaker;
  const statusCodes = statusCodesIn(statusCodeRanges);
  if (count === 'unknown' || percentage === 'unknown' || interval === 'unknown' || tripDuration === 'unknown') {
    return undefined;
  }
  return (
    statusCodes && {
      count,
      percentage,
      interval: milliseconds(interval),
      tripDuration: milliseconds(tripDuration),
      acceptRetryAfter,
      statusCodes,
      errorReasons: new Set(errorReasons),
    }
  );
}

type OnTransition = (state: CircuitState, at: number, until: number) => void;

/**
 * One backend's circuit in one gateway unit.
 *
 * It is closed until the rule's failures fall inside the interval, then open for the trip duration, then closed again
 * with nothing counted. Azure documents no half-open state. An assumption is read only where its values would differ.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export class CircuitBreaker {
  private readonly window: FailureWindow;
  private isTripped = false;
  private openedAt = -Infinity;
  private until = 0;

  constructor(
    private readonly rule: BreakerRule,
    private readonly assumptions: GatewayAssumptions,
    /** The simulated time at 1970, for a Retry-After that is a date. */
    private readonly epoch: number,
    private readonly onTransition: OnTransition,
  ) {
    this.window = new FailureWindow(rule.interval, rule.percentage !== undefined);
  }

  /** Whether it is open; one whose time is over closes, and says so. */
  isOpen(now: number): boolean {
    if (!this.isTripped) return false;
    if (now < this.until) return true;
    this.isTripped = false;
    this.window.clear();
    this.onTransition('closed', this.until, this.until);
    return false;
  }

  /** When an open circuit closes; undefined while it is closed. */
  openUntil(now: number): number | undefined {
    return this.isOpen(now) ? this.until : undefined;
  }

  /** Closes an open circuit before its time: what somebody may ask of a gateway on their own machine. */
  close(now: number): void {
    if (!this.isOpen(now)) return;
    this.until = now;
    this.isOpen(now);
  }

  /** The failures that count at the moment. */
  failures(now: number): number {
    return this.assumptions.failureWindow === 'fixed'
      ? this.window.fixed(now).failures
      : this.window.sliding(now).failures;
  }

  /** The failures that open it; undefined for a percentage. */
  get failuresToTrip(): number | undefined {
    return this.rule.count;
  }

  /** Counts an attempt that was let through at `begun` and is over now. */
  record(outcome: Outcome, begun: number, now: number): void {
    // What was on its way when the circuit opened changes nothing while it is open.
    if (this.isOpen(now)) return;
    const isFailure = this.isFailure(outcome);
    if (isFailure && begun < this.openedAt && this.assumptions.lateFailures === 'ignored') return;
    if (!isFailure && !this.window.isEmpty && this.assumptions.successResets) this.window.clear();
    this.window.add(isFailure, now);
    if (isFailure && this.tripsNow(now)) this.trip(outcome, now);
  }

  private isFailure({ statusCode, reason }: Outcome): boolean {
    const { statusCodes, errorReasons } = this.rule;
    if (statusCode !== undefined) return statusCodes.has(statusCode);
    if (reason === undefined) return false;
    const { noResponseStatus } = this.assumptions;
    return (
      errorReasons.has(reason) || (statusCodes.has(noResponseStatus) && this.assumptions.rangesCountFailedForwards)
    );
  }

  private tripsNow(now: number): boolean {
    const sliding = this.isEnough(this.window.sliding(now));
    const fixed = this.isEnough(this.window.fixed(now));
    if (sliding === fixed) return sliding;
    return this.assumptions.failureWindow === 'fixed' ? fixed : sliding;
  }

  private isEnough({ failures, all }: Counted): boolean {
    const { count, percentage } = this.rule;
    if (count !== undefined) return failures >= count;
    if (percentage === undefined || failures * 100 < all * percentage) return false;
    return all >= this.assumptions.percentageMinimum;
  }

  private trip({ retryAfter }: Outcome, now: number): void {
    this.until = now + this.openFor(retryAfter, now);
    this.window.clear();
    if (this.until <= now) return;
    this.isTripped = true;
    this.openedAt = now;
    this.onTransition('open', now, this.until);
  }

  private openFor(retryAfter: string | undefined, now: number): number {
    const { acceptRetryAfter, tripDuration } = this.rule;
    const asked = acceptRetryAfter && retryAfter !== undefined ? this.millisecondsOf(retryAfter, now) : undefined;
    if (asked === undefined) return tripDuration;
    const { longestRetryAfter } = this.assumptions;
    const bounded = longestRetryAfter === null ? asked : Math.min(asked, longestRetryAfter * 1000);
    return bounded < tripDuration && this.assumptions.retryAfter === 'longer' ? tripDuration : bounded;
  }

  private millisecondsOf(retryAfter: string, now: number): number | undefined {
    const text = retryAfter.trim();
    if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
    if (!HTTP_DATE.test(text) || !this.assumptions.retryAfterDate) return undefined;
    const date = Date.parse(text);
    return Number.isNaN(date) ? undefined : Math.max(0, date - (this.epoch + now));
  }
}

/** As in `Thu, 01 Jan 2026 00:00:30 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

interface Counted {
  readonly failures: number;
  readonly all: number;
}

const NOTHING: Counted = { failures: 0, all: 0 };

/** What came of the attempts of the last interval, and of the interval that the first failure began. */
class FailureWindow {
  private readonly failed = new Times();
  private readonly succeeded = new Times();
  private begun = 0;
  private sinceBegun = NOTHING;

  constructor(
    private readonly interval: number,
    /** Only a percentage asks for successes. */
    private readonly countsAll: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.failed.size + this.succeeded.size + this.sinceBegun.all === 0;
  }

  add(isFailure: boolean, now: number): void {
    if (!isFailure && !this.countsAll) return;
    (isFailure ? this.failed : this.succeeded).add(now);
    const { failures, all } = this.fixed(now);
    // A percentage is of all responses, so a success begins an interval too.
    if (all === 0) this.begun = now;
    this.sinceBegun = { failures: failures + (isFailure ? 1 : 0), all: all + 1 };
  }

  /** Those of the interval that ends now. */
  sliding(now: number): Counted {
    const since = now - this.interval;
    this.failed.dropUntil(since);
    this.succeeded.dropUntil(since);
    return { failures: this.failed.size, all: this.failed.size + this.succeeded.size };
  }

  /** Those of the interval that the first of them began. */
  fixed(now: number): Counted {
    return now - this.begun < this.interval ? this.sinceBegun : NOTHING;
  }

  clear(): void {
    this.failed.clear();
    this.succeeded.clear();
    this.sinceBegun = NOTHING;
  }
}

/** Times in ascending order, added at one end and dropped at the other. */
class Times {
  private values: number[] = [];
  private first = 0;

  get size(): number {
    return this.values.length - this.first;
  }

  add(time: number): void {
    this.values.push(time);
  }

  /** Drops all times up to this one. */
  dropUntil(time: number): void {
    while (this.first < this.values.length && this.values[this.first] <= time) this.first++;
    if (this.first > 64 && this.first * 2 > this.values.length) {
      this.values = this.values.slice(this.first);
      this.first = 0;
    }
  }

  clear(): void {
    this.values.length = 0;
    this.first = 0;
  }
}
