import {
  ApiModel,
  BreakerModel,
  Decision,
  Known,
  LONGEST_FORWARD,
  LONGEST_TIME,
  milliseconds,
  MOST_RETRIES,
  PoolModel,
  priorityGroups,
  RetryDecision,
  RetryModel,
  Seen,
} from '../model';
import type { GatewayAssumptions } from './gateway-assumptions';
import { BreakerRule, ruleOf } from './circuit-breaker';
import { VirtualClock } from './clock';
import { arrivalOf, Fault } from './fault';
import { GatewayUnit, UnitPlan } from './gateway-unit';
import { MemberChoice } from './member-choice';
import {
  AttemptEnd,
  decisionAfter,
  EarlierError,
  errorAfter,
  EXHAUSTED_STATUS,
  isExhausted,
  NO_ERROR,
} from './retried';
import { RetryWaits, waitBeforeRetry } from './retry-wait';

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

/** An API with one of its pools, and everything that determines the outcome of its requests. */
export interface Playable extends UnitPlan {
  readonly pool: PoolModel;
  /** If undefined, each request is forwarded once. */
  readonly retry?: PlayableRetry;
  /** Milliseconds. */
  readonly forwardTimeout: number;
  readonly choosesPoolAgain: boolean;
  /** Whether the request body is lost after the first attempt. */
  readonly losesBody: boolean;
  /** The status of the pool's failure response, if every circuit is open. */
  readonly exhaustedStatus: number | undefined;
  readonly unknowns: Unknowns;
}

/** What is known only after deployment. A substitute is played, and results that depend on it must not be used. */
export interface Unknowns {
  /** The backends whose circuit breaker or weight is not known. They are played only as healthy. */
  readonly backends: ReadonlySet<string>;
  /** Whether the forward timeout is not known. Only immediate outcomes are played. */
  readonly timeout: boolean;
  /** Whether the waits of the retry are not known. The best case is played: no waits. */
  readonly waits: boolean;
  /** Whether the retry condition is not known. Everything except a healthy response is retried. */
  readonly condition: boolean;
}

export interface PlayableRetry extends RetryWaits {
  readonly count: number;
  readonly decide: RetryDecision;
}

/** Returns the API in playable form; undefined if too little is known. */
export function playable(api: ApiModel, pool: PoolModel): Playable | undefined {
  const groups = priorityGroups(pool);
  const { forwardTimeout, retry, methods, bufferRequestBody, choosesPoolAgain = false, forwardsPerAttempt = 1 } = api;
  const { exhaustedStatusCode } = pool;
  if (!groups || exhaustedStatusCode === 'unknown' || forwardsPerAttempt !== 1) return undefined;
  if ((retry && !isRetrySane(retry)) || !isTime(forwardTimeout)) return undefined;
  const backends = new Set<string>();
  const rules = new Map<string, BreakerRule>();
  for (const { members } of groups) {
    const isTurnUnknown = members.length > 1 && members.some(({ weight }) => weight === 'unknown');
    for (const { backend } of members) {
      const { name, breaker, isPool = false, service } = backend;
      const rule = typeof breaker === 'object' ? saneRule(breaker) : undefined;
      if (isTurnUnknown || isPool || (breaker !== undefined && !rule)) backends.add(name);
      // The Consumption tier has no circuit breakers.
      else if (rule && !service.skuName.startsWith('Consumption')) rules.set(name, rule);
    }
  }
  const carriesBody = (methods ?? ['POST']).some((method) => !BODILESS_METHODS.has(method.toUpperCase()));
  return {
    pool,
    rules,
    pools: new Map([[pool.name, () => new MemberChoice(groups)]]),
    ...(retry && { retry: playableRetry(retry) }),
    forwardTimeout: milliseconds(forwardTimeout === 'unknown' ? LONGEST_FORWARD : forwardTimeout),
    choosesPoolAgain,
    losesBody: !bufferRequestBody && carriesBody,
    exhaustedStatus: exhaustedStatusCode,
    unknowns: {
      backends,
      timeout: forwardTimeout === 'unknown',
      waits: retry !== undefined && !knowsWaits(retry),
      condition: retry !== undefined && !retry.decision,
    },
  };
}

/** Returns whether the retry can be deployed. Playing any other retry would be meaningless. */
function isRetrySane({ count, interval, delta = 0, maxInterval = 0 }: RetryModel): boolean {
  const isCount = Number.isInteger(count) && Number(count) >= 0 && Number(count) <= MOST_RETRIES;
  return isCount && [interval, delta, maxInterval].every(isTime);
}

function isTime(seconds: Known<number>): boolean {
  return seconds === 'unknown' || (seconds >= 0 && seconds <= LONGEST_TIME);
}

function saneRule(breaker: BreakerModel): BreakerRule | undefined {
  const { count, percentage, interval, tripDuration } = breaker;
  const isCount = count === undefined || (Number.isInteger(count) && Number(count) > 0);
  const isPercentage = percentage === undefined || (Number(percentage) > 0 && Number(percentage) <= 100);
  const isOne = (count === undefined) !== (percentage === undefined);
  return isOne && isCount && isPercentage && isTime(interval) && isTime(tripDuration) ? ruleOf(breaker) : undefined;
}

/** The methods whose requests have no body. */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function knowsWaits({ interval, delta, maxInterval }: RetryModel): boolean {
  return interval !== 'unknown' && delta !== 'unknown' && maxInterval !== 'unknown';
}

function playableRetry(retry: RetryModel): PlayableRetry {
  const { count, interval, delta = 0, maxInterval, firstFastRetry, decision = retriedUnlessHealthy } = retry;
  const waits =
    interval === 'unknown' || delta === 'unknown' || maxInterval === 'unknown'
      ? { interval: 0, delta: 0, maxInterval: undefined }
      : { interval, delta, maxInterval };
  return { count: count === 'unknown' ? 0 : count, ...waits, firstFastRetry, decide: decision };
}

/** The retry condition that retries everything except the response of a healthy backend. */
export function retriedUnlessHealthy({ statusCode }: Seen): Decision {
  return statusCode === 200 ? 'not retried' : 'retried';
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
