import { ApiModel, milliseconds, PoolModel, priorityGroups, RetryModel } from '../model';
import type { GatewayAssumptions } from './assumptions';
import { BreakerRule, ruleOf } from './circuit-breaker';
import { VirtualClock } from './clock';
import { arrivalOf, Fault } from './fault';
import { GatewayUnit } from './gateway-unit';
import { MemberChoice } from './member-choice';
import { AttemptEnd, decisionAfter, errorReasonOf, EXHAUSTED_STATUS, isExhausted } from './retried';
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

/** An API with one of its pools, all numbers known: what can be played. */
export interface Playable {
  readonly pool: PoolModel;
  readonly rules: ReadonlyMap<string, BreakerRule>;
  readonly choice: () => MemberChoice;
  readonly retry?: PlayableRetry;
  /** Milliseconds. */
  readonly forwardTimeout: number;
  readonly choosesPoolAgain: boolean;
  /** Whether a body is gone after the first attempt. */
  readonly losesBody: boolean;
  /** The status that the pool answers itself when every circuit is open. */
  readonly exhaustedStatus: number | undefined;
}

interface PlayableRetry extends RetryWaits {
  readonly count: number;
  readonly decide: NonNullable<RetryModel['decision']>;
}

/** The API with this pool, as it can be played; undefined if something that decides is not known. */
export function playable(api: ApiModel, pool: PoolModel): Playable | undefined {
  const groups = priorityGroups(pool);
  const { forwardTimeout, retry, methods, bufferRequestBody, choosesPoolAgain = false, forwardsPerAttempt = 1 } = api;
  const { exhaustedStatusCode } = pool;
  if (!groups || forwardTimeout === 'unknown' || exhaustedStatusCode === 'unknown' || forwardsPerAttempt !== 1)
    return undefined;
  const rules = new Map<string, BreakerRule>();
  for (const { backend, weight } of pool.members) {
    if (weight === 'unknown' || backend.breaker === 'unknown' || backend.isPool) return undefined;
    if (!backend.breaker || backend.service.skuName.startsWith('Consumption')) continue;
    const rule = ruleOf(backend.breaker);
    if (!rule) return undefined;
    rules.set(backend.name, rule);
  }
  const retrying = retry && playableRetry(retry);
  if (retry && !retrying) return undefined;
  return {
    pool,
    rules,
    choice: () => new MemberChoice(groups),
    retry: retrying,
    forwardTimeout: milliseconds(forwardTimeout),
    choosesPoolAgain,
    losesBody:
      !bufferRequestBody && (methods ?? ['POST']).some((method) => !BODILESS_METHODS.has(method.toUpperCase())),
    exhaustedStatus: exhaustedStatusCode,
  };
}

/** The methods whose requests carry no body. */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function playableRetry(retry: RetryModel): PlayableRetry | undefined {
  const { count, interval, delta = 0, maxInterval, firstFastRetry, decision } = retry;
  if (count === 'unknown' || interval === 'unknown' || delta === 'unknown' || maxInterval === 'unknown')
    return undefined;
  return decision && { count, interval, delta, maxInterval, firstFastRetry, decide: decision };
}

/** Plays an API: what the gateway does with its requests, without its policies. */
export function play(api: Playable, assumptions: GatewayAssumptions, units: number): PlayedGateway {
  return new ModelGateway(api, assumptions, units);
}

/** Thrown when a retry condition depends on more than what came of the attempt. */
export class UndecidedError extends Error {
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
  /** The forwards to each backend since its fault began. */
  private readonly forwards = new Map<string, number>();

  constructor(
    private readonly api: Playable,
    private readonly assumptions: GatewayAssumptions,
    units: number,
  ) {
    const plan = { rules: api.rules, pools: new Map([[api.pool.name, api.choice]]) };
    this.units = Array.from(
      { length: units },
      (_, index) => new GatewayUnit(plan, assumptions, 0, index + 1, undefined, () => undefined),
    );
  }

  setFaults(faults: ReadonlyMap<string, Fault>): void {
    this.faults = faults;
    this.forwards.clear();
  }

  closings(): number[] {
    return this.units.flatMap((unit) => unit.closings(this.clock.now)).sort((a, b) => a - b);
  }

  send(done: (exchange: PlayedExchange) => void): void {
    const unit = this.units[this.nextUnit];
    this.nextUnit = (this.nextUnit + 1) % this.units.length;
    const exchange: Exchange = { unit, at: this.clock.now, attempts: [], made: 0, lastError: null, done };
    // As with every gateway, nothing is over at once.
    this.clock.schedule(0, () => this.attempt(exchange));
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
    const number = this.forwards.get(backend) ?? 0;
    this.forwards.set(backend, number + 1);
    const { outcome, delay } = arrivalOf(this.faults.get(backend), number, api.forwardTimeout);
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
    if (chosen !== undefined && !this.api.choosesPoolAgain && this.assumptions.memberChoice !== 'each forward') {
      return unit.isOpen(chosen, now) ? undefined : chosen;
    }
    exchange.chosen = unit.choose(this.api.pool.name, now, undefined);
    return exchange.chosen;
  }

  private after(exchange: Exchange, end: AttemptEnd): void {
    const { retry } = this.api;
    const reason = errorReasonOf(end);
    if (!retry || exchange.made >= retry.count) return this.finish(exchange, this.statusOf(end));
    const decision = decisionAfter(end, exchange.lastError, retry.decide, this.assumptions);
    if (decision === 'depends') throw new UndecidedError();
    if (decision === 'fails') return this.finish(exchange, CONDITION_FAILED);
    if (decision === 'not retried') return this.finish(exchange, this.statusOf(end));
    exchange.lastError = reason ?? exchange.lastError;
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
  /** The reason of the last failure. */
  lastError: string | null;
}

/** What a client gets where the retry condition itself fails. */
const CONDITION_FAILED = 500;

/** The reason of an attempt whose body was not buffered and went out before. */
const BODY_IS_GONE = 'ProtocolViolation';
