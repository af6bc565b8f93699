import {
  ASSUMPTIONS,
  BreakerRule,
  Fault,
  HEALTHY_STATUS,
  isSlow,
  Playable,
  PlayableRetry,
  retriedUnlessHealthy,
} from '../automaton';
import { Assumed, FailureKind, Guarantee, retriesForAny } from '../guarantees';
import {
  ASSUMED_FAILURES,
  CONNECTION_FAILURE,
  Decision,
  FIRST_ERROR,
  MOST_RETRIES,
  priorityGroups,
  RetryDecision,
  Seen,
  TIMEOUT,
} from '../model';
import type { FindingCode } from './catalogue';
import { openAtPercentage, retriesToOpen } from './retries-to-open';

/** A possible cause why a failure is not survived. */
export interface Suspect {
  readonly code: FindingCode;
  /** The backends concerned; undefined if the cause concerns the API. */
  readonly backends?: readonly string[];
  /** The assumptions under which the cause matters. */
  readonly assumed?: Assumed;
  /** Whether the cause concerns the responses of healthy backends. */
  readonly isOfHealthy?: boolean;
  /** Whether the cause is a number that another change could compensate for. */
  readonly isNumber?: boolean;
  /** For AF004: the number of retries that is certainly sufficient; undefined if it must be searched for. */
  readonly retries?: number;
  /** Returns the trial without the cause. */
  readonly without: (trial: Trial) => Trial;
}

/** A variant that is played to find out whether a failure is survived. */
export interface Trial {
  readonly game: Playable;
  /** The assumptions that are fixed. */
  readonly given: Assumed;
}

/** Returns all possible causes why this failure is not survived, starting with the ones to change first. */
export function suspectsOf(game: Playable, kind: FailureKind, guarantee: Guarantee): Suspect[] {
  const { retry, pool } = game;
  const { backends } = guarantee.failure;
  const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
  if (!retry) return [{ code: 'AF109', without: withRetry(BEST_RETRY) }];
  const scene: Scene = { game, retry, groups, backends, kind, decidedBy: guarantee.decidedBy };
  return [
    ...lostBody(scene),
    ...condition(scene),
    ...unretried(scene),
    ...bare(scene),
    ...uncounted(scene),
    ...healthyRetried(scene),
    ...tooFewRetries(scene),
    ...assumption(scene),
    ...retryAfter(scene),
    ...times(scene),
    ...moreRetries(scene),
    ...percentage(scene),
  ];
}

/** A failure and the settings that it meets. */
interface Scene {
  readonly game: Playable;
  readonly retry: PlayableRetry;
  readonly groups: readonly (readonly string[])[];
  /** The failing backends. */
  readonly backends: readonly string[];
  readonly kind: FailureKind;
  readonly decidedBy: Assumed;
}

/** What the condition may see after a forward without a response from the backend. */
export const UNANSWERED_FORWARDS: readonly Seen[] = [
  { statusCode: 500, isAnswer: false, lastError: CONNECTION_FAILURE },
  { statusCode: 500, isAnswer: false, lastError: null },
  { statusCode: null, isAnswer: false, lastError: CONNECTION_FAILURE },
  { statusCode: null, isAnswer: false, lastError: null },
];

/** The request body is lost after the first attempt. */
function lostBody({ game }: Scene): Suspect[] {
  if (!game.losesBody) return [];
  return [{ code: 'AF007', without: (trial) => ({ ...trial, game: { ...trial.game, losesBody: false } }) }];
}

/** The condition does not continue after every form of a forward without a response. */
function condition({ game, retry: { decide }, kind: { fault } }: Scene): Suspect[] {
  if (!isUnanswered(game, fault) || UNANSWERED_FORWARDS.every((seen) => decide(seen) === 'retried')) return [];
  const isForm = ({ statusCode, isAnswer }: Seen): boolean =>
    !isAnswer && UNANSWERED_FORWARDS.some((form) => form.statusCode === statusCode);
  return [{ code: 'AF103', without: deciding('retried', isForm) }];
}

/** The failure is counted by these backends, but not retried. */
function unretried({ game, retry: { decide }, backends, kind: { fault } }: Scene): Suspect[] {
  const { statusCode = 0 } = fault;
  if (isUnanswered(game, fault) || decisionOn(decide, statusCode) === 'retried') return [];
  const counting = backends.filter((backend) => counts(game, backend, fault));
  return [{ code: 'AF102', backends: counting, without: deciding('retried', isAnswerWith(statusCode)) }];
}

/** A failing backend has no circuit breaker, and there is another priority group behind it. */
function bare({ game, groups, backends }: Scene): Suspect[] {
  const without = backends.filter((backend) => !game.rules.has(backend) && !groups.at(-1)?.includes(backend));
  return without.length === 0
    ? []
    : [{ code: 'AF002', backends: without, without: withRules(without, () => BEST_RULE) }];
}

/** The failure is not counted by these backends, which are ahead of a healthy one. */
function uncounted({ game, groups, backends, kind: { fault } }: Scene): Suspect[] {
  const isInTheWay = (backend: string): boolean => {
    const group = groups.findIndex((members) => members.includes(backend));
    return groups.slice(group).some((members) => members.some((member) => !backends.includes(member)));
  };
  const missing = backends.filter(
    (backend) => game.rules.has(backend) && !counts(game, backend, fault) && isInTheWay(backend),
  );
  if (missing.length === 0) return [];
  const counting = ({ statusCodes, errorReasons, ...rule }: BreakerRule): BreakerRule => ({
    ...rule,
    statusCodes: isUnanswered(game, fault) ? statusCodes : new Set([...statusCodes, fault.statusCode ?? 0]),
    errorReasons: isUnanswered(game, fault) ? new Set([...errorReasons, reasonOf(game, fault)]) : errorReasons,
  });
  const code = timesOut(game, fault) ? 'AF104' : 'AF101';
  return [{ code, backends: missing, without: withRules(missing, counting) }];
}

/** A `Retry-After` header closes the circuit sooner or later than the trip duration. */
function retryAfter({ game, backends, kind: { fault } }: Scene): Suspect[] {
  if (fault.retryAfter === undefined) return [];
  const accepting = backends.filter((backend) => game.rules.get(backend)?.acceptRetryAfter);
  if (accepting.length === 0) return [];
  return [
    {
      code: 'AF106',
      backends: accepting,
      without: withRules(accepting, (rule) => ({ ...rule, acceptRetryAfter: false })),
    },
  ];
}

/** The failure is survived under other assumptions, or if each attempt selects the pool again. */
function assumption({ game, decidedBy }: Scene): Suspect[] {
  const suspects: Suspect[] = [];
  if (!game.choosesPoolAgain) {
    const assumed: Assumed = 'memberChoice' in decidedBy ? decidedBy : { memberChoice: 'each set-backend-service' };
    const without = (trial: Trial): Trial => ({ ...trial, game: { ...trial.game, choosesPoolAgain: true } });
    suspects.push({ code: 'AF111', assumed, without });
  }
  if (game.pool.members.some(({ weight }) => weight === 0) && !('zeroWeight' in decidedBy)) {
    const without = ({ game: played, given }: Trial): Trial => ({
      game: played,
      given: { ...given, zeroWeight: 'as 1' },
    });
    suspects.push({ code: 'AF111', assumed: { zeroWeight: 'no requests' }, without });
  }
  const names = (Object.keys(decidedBy) as (keyof Assumed)[]).filter((name) => name !== 'memberChoice');
  if (names.length > 0) {
    const others = Object.fromEntries(
      names.map((name) => [name, ASSUMPTIONS[name].values.find((value) => value !== decidedBy[name])]),
    ) as Assumed;
    const without = ({ game: played, given }: Trial): Trial => ({ game: played, given: { ...given, ...others } });
    suspects.push({ code: 'AF111', assumed: decidedBy, without });
  }
  return suspects;
}

/** There are too few retries to open the circuits. */
function tooFewRetries({ game, retry: { count }, backends }: Scene): Suspect[] {
  const retries = Math.min(MOST_TRIED, retriesToOpen(game, backends));
  if (count >= retries || openAtPercentage(game, backends)) return [];
  return [{ code: 'AF004', isNumber: true, retries, without: withCount(retries) }];
}

/** More retries than needed to open the circuits only compensate for another cause. */
function moreRetries(scene: Scene): Suspect[] {
  const enough = Math.min(MOST_TRIED, Math.max(MOST_RETRIES, retriesForAny(scene.game)));
  if (scene.retry.count >= enough || tooFewRetries(scene).length > 0) return [];
  return [{ code: 'AF004', isNumber: true, without: withCount(enough) }];
}

/** Circuits close too soon, or failures are too slow. */
function times({ game, kind: { fault } }: Scene): Suspect[] {
  const all = [...game.rules.keys()];
  return [
    { code: 'AF105', isNumber: true, without: withRules(all, (rule) => ({ ...rule, tripDuration: LONG })) },
    {
      code: isSlow(fault) ? 'AF104' : 'AF005',
      isNumber: true,
      without: withRules(all, (rule) => ({ ...rule, interval: LONG })),
    },
  ];
}

/** A percentage does not determine the number of attempts. */
function percentage({ game, groups, backends }: Scene): Suspect[] {
  const ahead = groups.slice(0, -1).flat();
  const such = backends.filter(
    (backend) => ahead.includes(backend) && game.rules.get(backend)?.percentage !== undefined,
  );
  const counting = (rule: BreakerRule): BreakerRule => ({ ...rule, percentage: undefined, count: ASSUMED_FAILURES });
  return such.length === 0
    ? []
    : [{ code: 'AF107', backends: such, isNumber: true, without: withRules(such, counting) }];
}

/** Responses of healthy backends are retried. */
function healthyRetried({ retry: { decide }, backends }: Scene): Suspect[] {
  if (decisionOn(decide, HEALTHY_STATUS) !== 'retried') return [];
  const without = deciding('not retried', isAnswerWith(HEALTHY_STATUS));
  return [{ code: 'AF101', backends, isOfHealthy: true, without }];
}

/** Sets the retry count. */
export function withCount(count: number): (trial: Trial) => Trial {
  return ({ game, given }) => ({ game: { ...game, retry: game.retry && { ...game.retry, count } }, given });
}

/** The maximum retry count that is tried. No retry can be set this high. */
const MOST_TRIED = 20_000;

/** Longer than any course, in milliseconds. */
const LONG = 1e12;

/** The retry that works best with any circuit breakers. */
const BEST_RETRY: PlayableRetry = {
  ...{ count: MOST_RETRIES, interval: 0, delta: 0, maxInterval: undefined, firstFastRetry: true },
  decide: retriedUnlessHealthy,
};

/** The circuit breaker rule that opens at the first failure. */
const BEST_RULE: BreakerRule = {
  ...{ count: 1, interval: LONG, tripDuration: LONG, acceptRetryAfter: false },
  statusCodes: new Set(Array.from({ length: 200 }, (_, index) => FIRST_ERROR + index)),
  errorReasons: new Set([TIMEOUT, CONNECTION_FAILURE]),
};

function withRetry(retry: PlayableRetry): (trial: Trial) => Trial {
  return ({ game, given }) => ({ game: { ...game, retry, choosesPoolAgain: true }, given });
}

/** Changes the rules of these backends. */
function withRules(backends: readonly string[], change: (rule: BreakerRule) => BreakerRule): (trial: Trial) => Trial {
  return ({ game, given }) => {
    const changed = backends.map((backend) => [backend, change(game.rules.get(backend) ?? BEST_RULE)] as const);
    return { game: { ...game, rules: new Map([...game.rules, ...changed]) }, given };
  };
}

/** Makes the condition return a decision for matching outcomes. */
function deciding(decision: Decision, isSo: (seen: Seen) => boolean): (trial: Trial) => Trial {
  return ({ game, given }) => {
    const { retry } = game;
    if (!retry) return { game, given };
    return {
      game: { ...game, retry: { ...retry, decide: (seen) => (isSo(seen) ? decision : retry.decide(seen)) } },
      given,
    };
  };
}

function isAnswerWith(status: number): (seen: Seen) => boolean {
  return ({ statusCode, isAnswer }) => isAnswer && statusCode === status;
}

function decisionOn(decide: RetryDecision, statusCode: number): Decision {
  return decide({ statusCode, isAnswer: true, lastError: null });
}

function counts(game: Playable, backend: string, fault: Fault): boolean {
  const rule = game.rules.get(backend);
  if (!rule) return false;
  if (isUnanswered(game, fault)) return rule.errorReasons.has(reasonOf(game, fault));
  return fault.statusCode !== undefined && rule.statusCodes.has(fault.statusCode);
}

function isUnanswered(game: Playable, fault: Fault): boolean {
  return fault.refuses === true || timesOut(game, fault);
}

function timesOut({ forwardTimeout }: Playable, { hangs = false, latency = 0 }: Fault): boolean {
  return hangs || latency > forwardTimeout;
}

function reasonOf(game: Playable, fault: Fault): string {
  return timesOut(game, fault) ? TIMEOUT : CONNECTION_FAILURE;
}
