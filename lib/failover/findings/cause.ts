import type { BreakerRule, Fault, Playable, PlayableRetry } from '../automaton';
import { Assumed, FailureKind, Guarantee, Proof, retriesForAny, subjectOf } from '../guarantees';
import { MOST_RETRIES, priorityGroups, Seen } from '../model';

/** Why a failure is not survived. */
export type Cause =
  /** The condition does not go on after every form of a forward without an answer. */
  | { readonly code: 'AF103' }
  /** It is survived under other assumptions. */
  | { readonly code: 'AF111'; readonly assumed: Assumed }
  /** Each request is forwarded once. */
  | { readonly code: 'AF109' }
  /** Counted by these backends, and not tried again. */
  | { readonly code: 'AF102'; readonly backends: readonly string[] }
  /** A backend that fails has no circuit breaker, and another group stands behind it. */
  | { readonly code: 'AF002' }
  /** Tried again, and not counted by these backends. */
  | { readonly code: 'AF101' | 'AF104'; readonly backends: readonly string[]; readonly retriesHealthy?: boolean }
  /** The backend asks to be tried again too soon. */
  | { readonly code: 'AF106' }
  /** With more retries it would be survived. */
  | { readonly code: 'AF004' }
  /** With longer trip durations it would be survived. */
  | { readonly code: 'AF105' }
  /** With longer intervals it would be survived: the failures come too slowly, by the waits or by what each takes. */
  | { readonly code: 'AF005' | 'AF104'; readonly backends?: undefined }
  | { readonly code: 'AF113' };

/** Finds why failures are not survived, by playing them again with one thing changed. */
export class CauseFinder {
  private readonly groups: readonly (readonly string[])[];

  constructor(
    private readonly game: Playable,
    private readonly kinds: readonly FailureKind[],
  ) {
    this.groups = (priorityGroups(game.pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
  }

  causeOf({ failure: { backends, how }, decidedBy }: Guarantee): Cause {
    const { rules, retry } = this.game;
    const kind = this.kinds.find((each) => each.how === how);
    if (!retry) return { code: 'AF109' };
    if (!kind) return { code: 'AF113' };
    const { fault } = kind;
    if (isUnanswered(fault) && !isAlwaysRetried(retry)) return { code: 'AF103' };
    // Without the reason in the rule, only a range could count it.
    const isUncounted = 'rangesCountFailedForwards' in decidedBy;
    if (Object.keys(decidedBy).length > 0 && !isUncounted) return { code: 'AF111', assumed: decidedBy };
    const counting = backends.filter((backend) => this.counts(rules.get(backend), fault));
    if (!isUnanswered(fault) && decisionOn(retry, fault.statusCode ?? 0) !== 'retried')
      return { code: 'AF102', backends: counting };
    const uncounted = backends.filter((backend) => !counting.includes(backend) && this.isInTheWay(backend, backends));
    if (uncounted.some((backend) => !rules.has(backend) && !this.isLast(backend))) return { code: 'AF002' };
    const missing = uncounted.filter((backend) => rules.has(backend));
    if (missing.length > 0) return { code: this.timesOut(fault) ? 'AF104' : 'AF101', backends: missing };
    if (fault.retryAfter !== undefined) return { code: 'AF106' };
    return this.playedCause(retry, backends, kind);
  }

  private playedCause(retry: PlayableRetry, backends: readonly string[], kind: FailureKind): Cause {
    const { game } = this;
    // What depends on an assumption still then is a finding of its own.
    const cures = (changed: Playable): boolean => {
      const { verdict, otherwise } = new Proof(subjectOf(changed, [kind], 1), backends, kind).guarantee();
      return verdict === 'survives' || otherwise === 'survives';
    };
    const failures = backends.reduce((sum, backend) => sum + (game.rules.get(backend)?.count ?? 1), 0);
    const enough = Math.max(MOST_RETRIES, retriesForAny(game));
    if (failures > retry.count && cures({ ...game, retry: { ...retry, count: enough } })) return { code: 'AF004' };
    const lasting = withRules(game, (rule) => ({ ...rule, tripDuration: LONG }));
    if (cures(lasting)) return { code: 'AF105' };
    const patient = withRules(game, (rule) => ({ ...rule, interval: LONG }));
    const both = withRules(lasting, (rule) => ({ ...rule, interval: LONG }));
    const isSlow = kind.fault.hangs === true || kind.fault.latency !== undefined;
    if (cures(patient) || cures(both)) return { code: isSlow ? 'AF104' : 'AF005' };
    if (decisionOn(retry, HEALTHY_STATUS) === 'retried') return { code: 'AF101', backends, retriesHealthy: true };
    return { code: 'AF113' };
  }

  private isLast(backend: string): boolean {
    return this.groups.at(-1)?.includes(backend) ?? false;
  }

  /** Whether a healthy backend shares its group, or stands behind it. */
  private isInTheWay(backend: string, failing: readonly string[]): boolean {
    const group = this.groups.findIndex((members) => members.includes(backend));
    return this.groups.slice(group).some((members) => members.some((member) => !failing.includes(member)));
  }

  private timesOut({ hangs = false, latency = 0 }: Fault): boolean {
    return hangs || latency > this.game.forwardTimeout;
  }

  private counts(rule: BreakerRule | undefined, fault: Fault): boolean {
    if (!rule) return false;
    if (this.timesOut(fault)) return rule.errorReasons.has('Timeout');
    if (fault.refuses === true) return rule.errorReasons.has('BackendConnectionFailure');
    return fault.statusCode !== undefined && rule.statusCodes.has(fault.statusCode);
  }
}

const HEALTHY_STATUS = 200;

/** Longer than anything that is played, in milliseconds. */
const LONG = 1e12;

function withRules(game: Playable, change: (rule: BreakerRule) => BreakerRule): Playable {
  return { ...game, rules: new Map([...game.rules].map(([backend, rule]) => [backend, change(rule)])) };
}

function isUnanswered({ hangs = false, refuses = false }: Fault): boolean {
  return hangs || refuses;
}

/** What a forward without an answer may leave for the condition to see. */
export const UNANSWERED_FORWARDS: readonly Seen[] = [
  { statusCode: 500, isAnswer: false, lastError: 'BackendConnectionFailure' },
  { statusCode: 500, isAnswer: false, lastError: null },
  { statusCode: null, isAnswer: false, lastError: 'BackendConnectionFailure' },
  { statusCode: null, isAnswer: false, lastError: null },
];

function isAlwaysRetried({ decide }: PlayableRetry): boolean {
  return UNANSWERED_FORWARDS.every((seen) => decide(seen) === 'retried');
}

function decisionOn({ decide }: PlayableRetry, statusCode: number): string {
  return decide({ statusCode, isAnswer: true, lastError: null });
}
