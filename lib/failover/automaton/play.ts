import type { GatewayAssumptions } from './gateway-assumptions';
import { VirtualClock } from './clock';
import { arrivalOf, Fault } from './fault';
import { GatewayUnit } from './gateway-unit';
import type { Playable } from './playable';
import {
  AttemptEnd,
  decisionAfter,
  EarlierError,
  errorAfter,
  EXHAUSTED_STATUS,
  isExhausted,
  NO_ERROR,
} from './retried';
import { waitBeforeRetry } from './retry-wait';

/** One client request with all its attempts. Times are in milliseconds since the start of the gateway. */
export interface PlayedExchange {
  readonly at: number;
  readonly duration: number;
  /** The status code that the client receives. */
  readonly statusCode: number;
  readonly attempts: readonly PlayedAttempt[];
}

/** One forward to a backend. */
export interface PlayedAttempt {
  readonly backend: string;
  readonly at: number;
  readonly duration: number;
  /** Undefined if the backend did not respond. */
  readonly statusCode: number | undefined;
  readonly reason: string | undefined;
}

/** A gateway on a virtual clock, with backends whose faults can be set. */
export interface PlayedGateway {
  readonly clock: VirtualClock;
  /** Sets the faults of the backends from now on, and removes all others. */
  setFaults(faults: ReadonlyMap<string, Fault>): void;
  /** Sends a request now, and passes its outcome to `done` later. */
  send(done: (exchange: PlayedExchange) => void): void;
  /** Returns when the currently open circuits close, in ascending order. */
  closings(): number[];
}

/** Plays an API: simulates how the gateway handles requests, without running policies. */
export function play(api: Playable, assumptions: GatewayAssumptions, units: number): PlayedGateway {
  return new ModelGateway(api, assumptions, units);
}

/** Thrown if something cannot be played or would take too long, so that there is no result. */
export class NotPlayedError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotPlayedError';
  }
}

/** Thrown if a retry condition depends on more than the outcome of the attempt. */
export class UndecidedError extends NotPlayedError {
  constructor() {
    super('the retry condition depends on more than the outcome of the attempt');
    this.name = 'UndecidedError';
  }
}

class ModelGateway implements PlayedGateway {
  readonly clock = new VirtualClock(0);
  private readonly units: readonly GatewayUnit[];
  private nextUnit = 0;
  private faults: ReadonlyMap<string, Fault> = new Map();
  private faultsBegan = 0;

  constructor(
    private readonly api: Playable,
    private readonly assumptions: GatewayAssumptions,
    units: number,
  ) {
    this.units = Array.from(
      { length: units },
      (_, index) => new GatewayUnit(api, assumptions, 0, index + 1, undefined, () => undefined),
    );
  }

  setFaults(faults: ReadonlyMap<string, Fault>): void {
    this.faults = faults;
    this.faultsBegan = this.clock.now;
  }

  closings(): number[] {
    const all = this.units.flatMap((unit) => unit.closings(this.clock.now));
    return all.length > 1 ? all.sort((a, b) => a - b) : all;
  }

  send(done: (exchange: PlayedExchange) => void): void {
    const unit = this.units[this.nextUnit];
    this.nextUnit = (this.nextUnit + 1) % this.units.length;
    const exchange: Exchange = { unit, at: this.clock.now, attempts: [], made: 0, lastError: NO_ERROR, done };
    this.attempt(exchange);
  }

  private attempt(exchange: Exchange): void {
    const { api, clock } = this;
    const { unit, attempts } = exchange;
    const backend = this.choose(exchange);
    if (backend === undefined) return this.after(exchange, { isExhausted: true, statusCode: api.exhaustedStatus });
    const at = clock.now;
    if (api.losesBody && attempts.length > 0) {
      attempts.push({ backend, at, duration: 0, statusCode: undefined, reason: BODY_IS_GONE });
      return this.after(exchange, { reason: BODY_IS_GONE });
    }
    const { outcome, delay } = arrivalOf(this.faults.get(backend), at - this.faultsBegan, api.forwardTimeout);
    clock.schedule(delay, () => {
      unit.record(backend, outcome, at, clock.now);
      attempts.push({ backend, at, duration: delay, statusCode: outcome.statusCode, reason: outcome.reason });
      this.after(exchange, outcome);
    });
  }

  /** Selects the next member; undefined if every circuit is open, or the circuit of the member that is kept. */
  private choose(exchange: Exchange): string | undefined {
    const { unit, chosen } = exchange;
    const { now } = this.clock;
    const kept = this.api.choosesPoolAgain ? undefined : chosen;
    const backend = unit.choose(this.api.pool.name, now, undefined, kept);
    exchange.chosen = backend;
    return backend !== undefined && unit.isOpen(backend, now) ? undefined : backend;
  }

  private after(exchange: Exchange, end: AttemptEnd): void {
    const { retry } = this.api;
    if (!retry || exchange.made >= retry.count) return this.finish(exchange, this.statusOf(end));
    const decision = decisionAfter(end, exchange.lastError, retry.decide, this.assumptions);
    if (decision === 'depends') throw new UndecidedError();
    if (decision === 'fails') return this.finish(exchange, CONDITION_FAILED);
    if (decision === 'not retried') return this.finish(exchange, this.statusOf(end));
    exchange.lastError = errorAfter(end, exchange.lastError);
    const wait = waitBeforeRetry(++exchange.made, retry, this.assumptions);
    if (wait === 0) this.attempt(exchange);
    else this.clock.schedule(wait, () => this.attempt(exchange));
  }

  private statusOf(end: AttemptEnd): number {
    if (isExhausted(end)) return end.statusCode ?? EXHAUSTED_STATUS;
    return end.statusCode ?? this.assumptions.noResponseStatus;
  }

  private finish({ at, attempts, done }: Exchange, statusCode: number): void {
    done({ at, duration: this.clock.now - at, statusCode, attempts });
  }
}

/** A request in progress. */
interface Exchange {
  readonly unit: GatewayUnit;
  readonly at: number;
  readonly attempts: PlayedAttempt[];
  readonly done: (exchange: PlayedExchange) => void;
  /** The member of the last attempt. */
  chosen?: string;
  /** The number of retries so far. */
  made: number;
  /** The error that the attempts so far left. */
  lastError: EarlierError;
}

/** The status that a client receives if the retry condition itself fails. */
const CONDITION_FAILED = 500;

/** The error reason of an attempt without its unbuffered body. It reaches no backend, and nothing counts it. */
export const BODY_IS_GONE = 'ProtocolViolation';
