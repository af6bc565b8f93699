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

/** One client request with all its attempts. Times in milliseconds since the gateway began. */
export interface PlayedExchange {
  readonly at: number;
  readonly duration: number;
  /** What the client gets. */
  readonly statusCode: number;
  readonly attempts: readonly PlayedAttempt[];
}

/** One forward to a backend. */
export interface PlayedAttempt {
  readonly backend: string;
  readonly at: number;
  readonly duration: number;
  /** Undefined where the backend gave no answer. */
  readonly statusCode: number | undefined;
  readonly reason: string | undefined;
}

/** A gateway on a clock that only moves when it is moved, whose backends behave as they are told. */
export interface PlayedGateway {
  readonly clock: VirtualClock;
  /** From now on these backends have these faults, and no other. */
  setFaults(faults: ReadonlyMap<string, Fault>): void;
  /** Sends a request now; `done` gets what came of it, later. */
  send(done: (exchange: PlayedExchange) => void): void;
  /** When the circuits that are open now close, the soonest first. */
  closings(): number[];
}

/** An API with one of its pools, and all that decides what happens to its requests. */
export interface Playable extends UnitPlan {
  readonly pool: PoolModel;
  /** Left out: each request is forwarded once. */
  readonly retry?: PlayableRetry;
  /** Milliseconds. */
  readonly forwardTimeout: number;
  readonly choosesPoolAgain: boolean;
  /** Whether a body is gone after the first attempt. */
  readonly losesBody: boolean;
  /** The status that the pool answers itself when every circuit is open. */
  readonly exhaustedStatus: number | undefined;
  readonly unknowns: Unknowns;
}

/** What is known only once deployed: a stand-in is played, and what depends on it must not be asked. */
export interface Unknowns {
  /** Backends whose circuit breaker or turn is not known. They are healthy, or nothing is known. */
  readonly backends: ReadonlySet<string>;
  /** The forward timeout: only what fails or answers at once can be played. */
  readonly timeout: boolean;
  /** The waits between attempts: there are none, which is the best that can be. */
  readonly waits: boolean;
  /** What the retry condition decides: everything is tried again but a healthy answer. */
  readonly condition: boolean;
}

export interface PlayableRetry extends RetryWaits {
  readonly count: number;
  readonly decide: RetryDecision;
}

/** The API with this pool, as it can be played; undefined if too little is known. */
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

/** What can be deployed: of anything else nothing is said by playing it. */
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

/** The methods whose requests carry no body. */
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

/** The retry condition that goes on with all but what a healthy backend answers. */
export function retriedUnlessHealthy({ statusCode }: Seen): Decision {
  return statusCode === 200 ? 'not retried' : 'retried';
}

/** Plays an API: what the gateway does with its requests, without its policies. */
export function play(api: Playable, assumptions: GatewayAssumptions, units: number): PlayedGateway {
  return new ModelGateway(api, assumptions, units);
}

/** Something cannot be played, or takes more than anybody waits for: nothing is said of it. */
export class NotPlayedError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotPlayedError';
  }
}

/** A retry condition depends on more than what came of the attempt. */
export class UndecidedError extends NotPlayedError {
  constructor() {
    super('the retry condition depends on more than what came of the attempt');
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

  /** The member of the next attempt; undefined where every circuit is open, or that of the one that is kept. */
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

/** A request on its way. */
interface Exchange {
  readonly unit: GatewayUnit;
  readonly at: number;
  readonly attempts: PlayedAttempt[];
  readonly done: (exchange: PlayedExchange) => void;
  /** The member of the last attempt. */
  chosen?: string;
  /** The retries so far. */
  made: number;
  /** What the attempts so far left. */
  lastError: EarlierError;
}

/** What a client gets where the retry condition itself fails. */
const CONDITION_FAILED = 500;

/** The reason of an attempt whose body was not buffered and went out before: no backend is reached, and nothing counts it. */
export const BODY_IS_GONE = 'ProtocolViolation';
