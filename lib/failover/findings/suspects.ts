import { ASSUMPTIONS, BreakerRule, Fault, Playable, PlayableRetry, retriedUnlessHealthy } from '../automaton';
import { Assumed, FailureKind, failuresToOpen, Guarantee, retriesForAny } from '../guarantees';
import { ASSUMED_FAILURES, Decision, MOST_RETRIES, priorityGroups, RetryDecision, Seen } from '../model';
import type { FindingCode } from './catalogue';

/** Something that may keep a failure from being survived. */
export interface Suspect {
  readonly code: FindingCode;
  /** The backends that it is about; left out where it is about the API. */
  readonly backends?: readonly string[];
  /** What must be assumed for it to matter. */
  readonly assumed?: Assumed;
  /** It is about the answers of healthy backends. */
  readonly isOfHealthy?: boolean;
  /** It is about a number that something else might make up for. */
  readonly isNumber?: boolean;
  /** The same without it. */
  readonly without: (trial: Trial) => Trial;
}

/** What is played to see whether a failure is survived. */
export interface Trial {
  readonly game: Playable;
  /** What is assumed in any case. */
  readonly given: Assumed;
}

/** Everything that may keep this failure from being survived, what one would change first in front. */
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
    ...assumption(scene),
    ...retryAfter(scene),
    ...numbers(scene),
    ...percentage(scene),
  ];
}

/** A failure, and what it meets. */
interface Scene {
  readonly game: Playable;
  readonly retry: PlayableRetry;
  readonly groups: readonly (readonly string[])[];
  /** Those that fail. */
  readonly backends: readonly string[];
  readonly kind: FailureKind;
  readonly decidedBy: Assumed;
}

/** What a forward without an answer may leave for the condition to see. */
export const UNANSWERED_FORWARDS: readonly Seen[] = [
  { statusCode: 500, isAnswer: false, lastError: 'BackendConnectionFailure' },
  { statusCode: 500, isAnswer: false, lastError: null },
  { statusCode: null, isAnswer: false, lastError: 'BackendConnectionFailure' },
  { statusCode: null, isAnswer: false, lastError: null },
];

/** The body of a request is gone after the first attempt. */
function lostBody({ game }: Scene): Suspect[] {
  if (!game.losesBody) return [];
  return [{ code: 'AF007', without: (trial) => ({ ...trial, game: { ...trial.game, losesBody: false } }) }];
}

/** The condition does not go on after every form of a forward without an answer. */
function condition({ game, retry: { decide }, kind: { fault } }: Scene): Suspect[] {
  if (!isUnanswered(game, fault) || UNANSWERED_FORWARDS.every((seen) => decide(seen) === 'retried')) return [];
  const isForm = ({ statusCode, isAnswer }: Seen): boolean =>
    !isAnswer && UNANSWERED_FORWARDS.some((form) => form.statusCode === statusCode);
  return [{ code: 'AF103', without: deciding('retried', isForm) }];
}

/** Counted by these backends, and not tried again. */
function unretried({ game, retry: { decide }, backends, kind: { fault } }: Scene): Suspect[] {
  const { statusCode = 0 } = fault;
  if (isUnanswered(game, fault) || decisionOn(decide, statusCode) === 'retried') return [];
  const counting = backends.filter((backend) => counts(game, backend, fault));
  return [{ code: 'AF102', backends: counting, without: deciding('retried', isAnswerWith(statusCode)) }];
}

/** A backend that fails has no circuit breaker, and another group stands behind it. */
function bare({ game, groups, backends }: Scene): Suspect[] {
  const without = backends.filter((backend) => !game.rules.has(backend) && !groups.at(-1)?.includes(backend));
  return without.length === 0
    ? []
    : [{ code: 'AF002', backends: without, without: withRules(without, () => BEST_RULE) }];
}

/** Not counted by these backends, and in the way of a healthy one. */
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

/** A backend asks to be tried again sooner, or later, than its circuit would close. */
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

/** It is survived under other assumptions, or where each attempt chooses the pool again. */
function assumption({ game, decidedBy }: Scene): Suspect[] {
  const suspects: Suspect[] = [];
  if (!game.choosesPoolAgain) {
    const assumed: Assumed = 'memberChoice' in decidedBy ? decidedBy : { memberChoice: 'each set-backend-service' };
    const without = (trial: Trial): Trial => ({ ...trial, game: { ...trial.game, choosesPoolAgain: true } });
    suspects.push({ code: 'AF111', assumed, without });
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

/** Retries that are too few, circuits that close too soon, failures that come too slowly. */
function numbers({ game, retry: { count }, backends, kind: { fault } }: Scene): Suspect[] {
  const enough = Math.min(MOST_TRIED, Math.max(MOST_RETRIES, retriesForAny(game)));
  const isSlow = fault.hangs === true || fault.latency !== undefined;
  const all = [...game.rules.keys()];
  const retries: Suspect[] = count < enough ? [{ code: 'AF004', isNumber: true, without: withCount(enough) }] : [];
  const times: Suspect[] = [
    { code: 'AF105', isNumber: true, without: withRules(all, (rule) => ({ ...rule, tripDuration: LONG })) },
    {
      code: isSlow ? 'AF104' : 'AF005',
      isNumber: true,
      without: withRules(all, (rule) => ({ ...rule, interval: LONG })),
    },
  ];
  // More retries than it takes to open the circuits only make up for something else.
  return attemptsToOpen(game, backends) > count ? [...retries, ...times] : [...times, ...retries];
}

/** The failures that open the circuits of these backends, one without a circuit breaker failing once. */
function attemptsToOpen({ rules }: Playable, backends: readonly string[]): number {
  return backends.reduce((sum, backend) => sum + (failuresToOpen(rules.get(backend)) || 1), 0);
}

/** A percentage says nothing of how many attempts it takes. */
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

/** Healthy answers are tried again. */
function healthyRetried({ retry: { decide }, backends }: Scene): Suspect[] {
  if (decisionOn(decide, HEALTHY_STATUS) !== 'retried') return [];
  const without = deciding('not retried', isAnswerWith(HEALTHY_STATUS));
  return [{ code: 'AF101', backends, isOfHealthy: true, without }];
}

/** With so many retries. */
export function withCount(count: number): (trial: Trial) => Trial {
  return ({ game, given }) => ({ game: { ...game, retry: game.retry && { ...game.retry, count } }, given });
}

const HEALTHY_STATUS = 200;

/** More retries than these are not tried: nobody could set them. */
const MOST_TRIED = 20_000;

/** Longer than anything that is played, in milliseconds. */
const LONG = 1e12;

/** The retry that makes the most of any circuit breakers. */
const BEST_RETRY: PlayableRetry = {
  ...{ count: MOST_RETRIES, interval: 0, delta: 0, maxInterval: undefined, firstFastRetry: true },
  decide: retriedUnlessHealthy,
};

/** The circuit breaker that leaves a failing backend at once. */
const BEST_RULE: BreakerRule = {
  ...{ count: 1, interval: LONG, tripDuration: LONG, acceptRetryAfter: false },
  statusCodes: new Set(Array.from({ length: 200 }, (_, index) => 400 + index)),
  errorReasons: new Set(['Timeout', 'BackendConnectionFailure']),
};

function withRetry(retry: PlayableRetry): (trial: Trial) => Trial {
  return ({ game, given }) => ({ game: { ...game, retry, choosesPoolAgain: true }, given });
}

/** With another rule for these backends. */
function withRules(backends: readonly string[], change: (rule: BreakerRule) => BreakerRule): (trial: Trial) => Trial {
  return ({ game, given }) => {
    const changed = backends.map((backend) => [backend, change(game.rules.get(backend) ?? BEST_RULE)] as const);
    return { game: { ...game, rules: new Map([...game.rules, ...changed]) }, given };
  };
}

/** With a condition that decides so of what it sees. */
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
  return timesOut(game, fault) ? 'Timeout' : 'BackendConnectionFailure';
}
