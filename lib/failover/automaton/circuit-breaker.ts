import { BreakerModel, milliseconds, statusCodesIn } from '../model';
import type { GatewayAssumptions } from './gateway-assumptions';
import type { CircuitState } from './circuit-state';

/** The outcome of an attempt, as a circuit breaker evaluates it. */
export interface Outcome {
  /** Undefined if the backend did not respond. */
  readonly statusCode?: number;
  /** The reason why the backend did not respond. */
  readonly reason?: string;
  /** The `Retry-After` header of the response. */
  readonly retryAfter?: string;
}

/** A circuit breaker rule whose numbers are all known. */
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

/** Returns the rule of a model; undefined if one of its numbers is not known. */
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
 * The circuit of one backend in one gateway unit.
 *
 * It is closed until enough failures fall within the interval, then open for the trip duration, then closed again with
 * all counts reset. Azure documents no half-open state. An assumption is read only if its values lead to different
 * results.
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
    /** The start of the simulated time, in milliseconds since 1970, for a `Retry-After` with a date. */
    private readonly epoch: number,
    private readonly onTransition: OnTransition,
  ) {
    this.window = new FailureWindow(rule.interval, rule.percentage !== undefined);
  }

  /** Returns whether the circuit is open. Closes the circuit if the trip duration is over. */
  isOpen(now: number): boolean {
    if (!this.isTripped) return false;
    if (now < this.until) return true;
    this.isTripped = false;
    this.window.clear();
    this.onTransition('closed', this.until, this.until);
    return false;
  }

  /** Returns when an open circuit closes; undefined while it is closed. */
  openUntil(now: number): number | undefined {
    return this.isOpen(now) ? this.until : undefined;
  }

  /** Closes an open circuit early, as a user of the local gateway can request. */
  close(now: number): void {
    if (!this.isOpen(now)) return;
    this.until = now;
    this.isOpen(now);
  }

  /** Returns the number of failures that currently count. */
  failures(now: number): number {
    return this.assumptions.failureWindow === 'fixed'
      ? this.window.fixed(now).failures
      : this.window.sliding(now).failures;
  }

  /** The number of failures that opens the circuit; undefined for a percentage. */
  get failuresToTrip(): number | undefined {
    return this.rule.count;
  }

  /** Counts an attempt that began at `begun` and ends now. */
  record(outcome: Outcome, begun: number, now: number): void {
    // Attempts that were in progress when the circuit opened change nothing while it is open.
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

/** For example, `Thu, 01 Jan 2026 00:00:30 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

interface Counted {
  readonly failures: number;
  readonly all: number;
}

const NOTHING: Counted = { failures: 0, all: 0 };

/** The outcomes of the attempts in the last interval, and in the interval that began with the first failure. */
class FailureWindow {
  private readonly failed = new Times();
  private readonly succeeded = new Times();
  private begun = 0;
  private sinceBegun = NOTHING;

  constructor(
    private readonly interval: number,
    /** Whether successes are counted too, which only a percentage needs. */
    private readonly countsAll: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.failed.size + this.succeeded.size + this.sinceBegun.all === 0;
  }

  add(isFailure: boolean, now: number): void {
    if (!isFailure && !this.countsAll) return;
    (isFailure ? this.failed : this.succeeded).add(now);
    const { failures, all } = this.fixed(now);
    // A percentage refers to all responses, so a success also begins an interval.
    if (all === 0) this.begun = now;
    this.sinceBegun = { failures: failures + (isFailure ? 1 : 0), all: all + 1 };
  }

  /** Returns the counts of the interval that ends now. */
  sliding(now: number): Counted {
    const since = now - this.interval;
    this.failed.dropUntil(since);
    this.succeeded.dropUntil(since);
    return { failures: this.failed.size, all: this.failed.size + this.succeeded.size };
  }

  /** Returns the counts of the interval that began with the first outcome. */
  fixed(now: number): Counted {
    return now - this.begun < this.interval ? this.sinceBegun : NOTHING;
  }

  clear(): void {
    this.failed.clear();
    this.succeeded.clear();
    this.sinceBegun = NOTHING;
  }
}

/** A queue of times in ascending order. */
class Times {
  private values: number[] = [];
  private first = 0;

  get size(): number {
    return this.values.length - this.first;
  }

  add(time: number): void {
    this.values.push(time);
  }

  /** Drops all times up to and including this time. */
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
