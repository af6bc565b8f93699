import {
  ApiModel,
  BreakerModel,
  Decision,
  FORWARD_NUMBERS,
  hasCircuitBreakers,
  isAllowed,
  Known,
  LONGEST_FORWARD,
  LONGEST_TIME,
  milliseconds,
  neededNumber,
  NumberRule,
  PoolModel,
  priorityGroups,
  RETRY_NUMBERS,
  RetryDecision,
  RetryModel,
  Seen,
} from '../model';
import { BreakerRule, ruleOf } from './circuit-breaker';
import type { UnitPlan } from './gateway-unit';
import { MemberChoice } from './member-choice';
import type { RetryWaits } from './retry-wait';

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

/** Why an API cannot be played. */
export interface Unplayable {
  /** What is known only after deployment: the retry count, or the priorities or the failure response of the pool. */
  readonly unknown: readonly ('retry count' | 'priorities' | 'failure response')[];
  /** The numbers that API Management does not accept, as sentences. */
  readonly faults: readonly string[];
  /** Whether each attempt forwards the request several times. */
  readonly forwardsAgain: boolean;
}

export function isPlayable(game: Playable | Unplayable): game is Playable {
  return 'rules' in game;
}

/** Returns the API in playable form, or the reasons why it cannot be played. */
export function playable(api: ApiModel, pool: PoolModel): Playable | Unplayable {
  const groups = priorityGroups(pool);
  const { forwardTimeout, retry, methods, bufferRequestBody, choosesPoolAgain = false, forwardsPerAttempt = 1 } = api;
  const { exhaustedStatusCode } = pool;
  const faults = numberFaults(api);
  const isCountKnown = retry?.count !== 'unknown';
  if (!groups || exhaustedStatusCode === 'unknown' || !isCountKnown || forwardsPerAttempt !== 1 || faults.length > 0) {
    const unknown = [
      ...(isCountKnown ? [] : ['retry count' as const]),
      ...(groups ? [] : ['priorities' as const]),
      ...(exhaustedStatusCode === 'unknown' ? ['failure response' as const] : []),
    ];
    return { unknown, faults, forwardsAgain: forwardsPerAttempt !== 1 };
  }
  const backends = new Set<string>();
  const rules = new Map<string, BreakerRule>();
  for (const { members } of groups) {
    const isTurnUnknown = members.length > 1 && members.some(({ weight }) => weight === 'unknown');
    for (const { backend } of members) {
      const { name, breaker, isPool = false, service } = backend;
      const rule = typeof breaker === 'object' ? saneRule(breaker) : undefined;
      if (isTurnUnknown || isPool || (breaker !== undefined && !rule)) backends.add(name);
      else if (rule && hasCircuitBreakers(service.skuName)) rules.set(name, rule);
    }
  }
  const carriesBody = (methods ?? ['POST']).some((method) => !BODILESS_METHODS.has(method.toUpperCase()));
  return {
    pool,
    rules,
    pools: new Map([[pool.name, (assumptions) => new MemberChoice(groups, assumptions)]]),
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

/** Returns the numbers that API Management does not accept. Playing them would be meaningless. */
function numberFaults({ name, retry, forwardTimeout }: ApiModel): string[] {
  const { count = 'unknown', interval = 'unknown', delta = 'unknown', maxInterval = 'unknown' } = retry ?? {};
  const numbers: readonly (readonly [what: string, number: Known<number>, rule: NumberRule])[] = [
    // A count of 0 is no retry.
    ['retry count', count, { ...RETRY_NUMBERS.count, least: 0 }],
    ['retry interval', interval, RETRY_NUMBERS.interval],
    ['retry delta', delta, RETRY_NUMBERS.delta],
    ['retry max-interval', maxInterval, RETRY_NUMBERS['max-interval']],
    ['forward timeout', forwardTimeout, FORWARD_NUMBERS.timeout],
  ];
  return numbers.flatMap(([what, number, rule]) =>
    number === 'unknown' || isAllowed(number, rule)
      ? []
      : `the ${what} of API '${name}' is ${number}; ${neededNumber(rule)}`,
  );
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

function knowsWaits({ interval, delta, maxInterval, firstFastRetry }: RetryModel): boolean {
  return [interval, delta, maxInterval, firstFastRetry].every((each) => each !== 'unknown');
}

function playableRetry(retry: RetryModel): PlayableRetry {
  const { count, interval, delta = 0, maxInterval, firstFastRetry, decision = retriedUnlessHealthy } = retry;
  const waits: RetryWaits =
    interval === 'unknown' || delta === 'unknown' || maxInterval === 'unknown' || firstFastRetry === 'unknown'
      ? { interval: 0, delta: 0, maxInterval: undefined, firstFastRetry: true }
      : { interval, delta, maxInterval, firstFastRetry };
  return { count: count === 'unknown' ? 0 : count, ...waits, decide: decision };
}

/** The retry condition that retries everything except the response of a healthy backend. */
export function retriedUnlessHealthy({ statusCode }: Seen): Decision {
  return statusCode === 200 ? 'not retried' : 'retried';
}
