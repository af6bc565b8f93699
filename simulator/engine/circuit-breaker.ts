import type { BreakerModel } from '../../lib/failover';
import { statusCodesIn } from '../../lib/failover';
import type { CircuitState } from '../results';
import type { GatewayAssumptions } from './assumptions';

/** What came of an attempt, as a circuit breaker judges it. */
export interface Outcome {
  /** Undefined where there was no response. */
  readonly statusCode?: number;
  /** Why there was none. */
  readonly reason?: string;
  /** The response's Retry-After. */
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
      interval: interval * 1000,
      tripDuration: tripDuration * 1000,
      acceptRetryAfter,
      statusCodes,
      errorReasons: new Set(errorReasons),
    }
  );
}

export type OnTransition = (state: CircuitState, at: number, until: number) => void;

/**
 * One backend's circuit in one gateway unit.
 *
 * It is closed until the rule's failures fall inside the interval, then open for the trip duration, then closed again
 * with nothing counted. Azure documents no half-open state.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export class CircuitBreaker {
  private readonly window: FailureWindow;
  private isTripped = false;
  private until = 0;

  constructor(
    private readonly rule: BreakerRule,
    private readonly assumptions: GatewayAssumptions,
    /** The simulated time at 1970, for a Retry-After that is a date. */
    private readonly epoch: number,
    private readonly onTransition: OnTransition,
  ) {
    this.window = new FailureWindow(
      rule.interval,
      assumptions.failureWindow === 'fixed',
      rule.percentage !== undefined,
    );
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

  /** The failures that count at the moment. */
  failures(now: number): number {
    return this.window.failures(now);
  }

  /** The failures that open it; undefined for a percentage. */
  get failuresToTrip(): number | undefined {
    return this.rule.count;
  }

  /** Counts an attempt that was let through. */
  record(outcome: Outcome, now: number): void {
    // What was on its way when the circuit opened changes nothing.
    if (this.isOpen(now)) return;
    const isFailure = this.isFailure(outcome);
    if (!isFailure && this.assumptions.successResets) this.window.clear();
    this.window.add(isFailure, now);
    if (isFailure && this.tripsNow(now)) this.trip(outcome, now);
  }

  private isFailure({ statusCode, reason }: Outcome): boolean {
    const { statusCodes, errorReasons } = this.rule;
    return statusCode === undefined ? reason !== undefined && errorReasons.has(reason) : statusCodes.has(statusCode);
  }

  private tripsNow(now: number): boolean {
    const { count, percentage } = this.rule;
    const failures = this.window.failures(now);
    if (count !== undefined) return failures >= count;
    const all = this.window.all(now);
    return percentage !== undefined && all >= this.assumptions.percentageMinimum && failures * 100 >= all * percentage;
  }

  private trip({ retryAfter }: Outcome, now: number): void {
    this.until = now + this.openFor(retryAfter, now);
    this.window.clear();
    if (this.until <= now) return;
    this.isTripped = true;
    this.onTransition('open', now, this.until);
  }

  private openFor(retryAfter: string | undefined, now: number): number {
    const { acceptRetryAfter, tripDuration } = this.rule;
    const asked = acceptRetryAfter && retryAfter !== undefined ? this.millisecondsOf(retryAfter, now) : undefined;
    if (asked === undefined) return tripDuration;
    const { longestRetryAfter } = this.assumptions;
    const bounded = longestRetryAfter === null ? asked : Math.min(asked, longestRetryAfter * 1000);
    return this.assumptions.retryAfter === 'longer' ? Math.max(bounded, tripDuration) : bounded;
  }

  private millisecondsOf(retryAfter: string, now: number): number | undefined {
    const text = retryAfter.trim();
    if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
    const date = this.assumptions.retryAfterDate && HTTP_DATE.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, date - (this.epoch + now));
  }
}

/** As in `Thu, 01 Jan 2026 00:00:30 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The outcomes of the last interval, or of the interval that the first failure began. */
class FailureWindow {
  private readonly failed = new Times();
  private readonly succeeded = new Times();
  private begun = 0;

  constructor(
    private readonly interval: number,
    private readonly isFixed: boolean,
    /** Only a percentage asks for successes. */
    private readonly countsAll: boolean,
  ) {}

  add(isFailure: boolean, now: number): void {
    if (this.isFixed) this.restart(isFailure, now);
    if (isFailure) this.failed.add(now);
    else if (this.countsAll) this.succeeded.add(now);
  }

  failures(now: number): number {
    return this.countIn(this.failed, now);
  }

  all(now: number): number {
    return this.countIn(this.failed, now) + this.countIn(this.succeeded, now);
  }

  clear(): void {
    this.failed.clear();
    this.succeeded.clear();
  }

  private countIn(times: Times, now: number): number {
    if (this.isFixed) return now - this.begun < this.interval ? times.size : 0;
    times.dropUntil(now - this.interval);
    return times.size;
  }

  /** A percentage is of all responses, so a success begins an interval too. */
  private restart(isFailure: boolean, now: number): void {
    const isEmpty = this.failed.size + this.succeeded.size === 0;
    if (!isEmpty && now - this.begun < this.interval) return;
    this.clear();
    if (isFailure || this.countsAll) this.begun = now;
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
