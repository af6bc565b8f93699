import { DEFAULT_ASSUMPTIONS, Fault, play, PlayedAttempt, Unknowns } from '../automaton';
import {
  Assumed,
  chooseForwardTimeout,
  FailureKind,
  Guarantee,
  guaranteesOf,
  instancesToPlay,
  ModelGuarantees,
  repeat,
} from '../guarantees';
import {
  ApiModel,
  formatStatusCodes,
  membersAhead,
  MOST_RETRIES,
  PoolModel,
  priorityGroups,
  Seen,
  statusCodesWhere,
} from '../model';
import { Cause, causesOfEach } from './cause';
import type { Report } from './finding';
import { UNANSWERED_FORWARDS } from './suspects';
import { counted, excerpt, quoted, seconds } from './wording';

/** A failure that is not survived, and why, or one reason of several. */
interface Unsurvived {
  readonly guarantee: Guarantee;
  readonly kind: FailureKind;
  readonly cause: Cause;
  /** Whether it is the only reason. */
  readonly isAlone: boolean;
  /** Whether other numbers would do, and nothing else stands in the way. */
  readonly isOfNumbers: boolean;
}

/** What keeps an API from surviving the failure of some of a pool's backends, by playing every failure. */
export function checkSurvival(api: ApiModel, pool: PoolModel, report: Report): void {
  const played = guaranteesOf(api, pool);
  if (!played) return;
  const { unknowns } = played.game;
  const allCauses = causesOfEach(played, instancesToPlay(api.service.skuName));
  const unsurvived = played.guarantees.flatMap((guarantee, index): Unsurvived[] => {
    const kind = played.kinds.find(({ how }) => how === guarantee.failure.how);
    const causes = allCauses[index];
    if (!kind) return [];
    const isAlone = causes.length === 1;
    const isOfNumbers = causes.every(({ code, isNumber = false }) => isNumber || code === 'AF111');
    return causes
      .filter((cause) => isKnown(cause, unknowns))
      .map((cause) => ({ guarantee, kind, cause, isAlone, isOfNumbers }));
  });
  const survival = new SurvivalReport(api, pool, played, report);
  if (unsurvived.length > 0) survival.tell(unsurvived);
  if (unknowns.timeout) survival.tellUnknownTimeout();
  checkBudget(api, pool, played.guarantees, report);
  checkRisk(api, pool, played, report);
  checkUnplayed(api, pool, played, report);
  checkUndecided(api, pool, played, report);
}

/** AF105. */
function checkRisk({ name }: ApiModel, pool: PoolModel, { guarantees }: ModelGuarantees, report: Report): void {
  const [atRisk] = guarantees.filter(({ risk }) => risk === 'closing');
  if (!atRisk) return;
  report(
    'AF105',
    `while ${describe(atRisk)}, a circuit of pool '${pool.name}' can open and close again within one attempt of API ` +
      `'${name}': some rhythm of other requests may keep one from a healthy backend`,
    'Make the trip durations longer than an attempt and the wait before the next, or shorten the forward timeout',
  );
}

/** AF203. */
function checkUndecided({ retry }: ApiModel, pool: PoolModel, { undecided }: ModelGuarantees, report: Report): void {
  const open = undecided.filter(({ backends }) => backends.length < pool.members.length);
  if (!retry || open.length === 0) return;
  const hows = [...new Set(open.map(({ how }) => how))];
  report(
    'AF203',
    `the retry condition ${excerpt(retry.shownCondition)} depends on more than what came of the attempt: whether pool ` +
      `'${pool.name}' survives that a backend fails by ${hows.join(', ')} is not judged`,
    'Prove it with apim-failover prove',
    'warning',
  );
}

/** AF114. */
function checkUnplayed({ name }: ApiModel, pool: PoolModel, played: ModelGuarantees, report: Report): void {
  const { unplayed, guarantees } = played;
  if (unplayed === 0) return;
  report(
    'AF114',
    `${unplayed} of the ${unplayed + guarantees.length} ways in which backends of pool '${pool.name}' can fail are not ` +
      `judged for API '${name}': together they take too long to play`,
    'Use fewer members, or give those of one priority the same circuit breaker and weight',
  );
}

/** Whether a cause holds whatever the values are that are known only once deployed. */
function isKnown({ code }: Cause, { waits, condition }: Unknowns): boolean {
  if (waits && !WITHOUT_WAITS.has(code)) return false;
  return !condition || WITHOUT_CONDITION.has(code);
}

/** Those that do not depend on how long the waits are. */
const WITHOUT_WAITS: ReadonlySet<Cause['code']> = new Set(['AF004', 'AF101', 'AF102', 'AF103', 'AF109']);
/** Those that hold even with the best condition. */
const WITHOUT_CONDITION: ReadonlySet<Cause['code']> = new Set(['AF004', 'AF005']);

/** AF112. */
function checkBudget(api: ApiModel, pool: PoolModel, guarantees: readonly Guarantee[], report: Report): void {
  const { name, latencyBudget } = api;
  if (latencyBudget === undefined || latencyBudget === 'unknown') return;
  const [slowest] = guarantees
    .filter(({ verdict }) => verdict !== 'no healthy backend')
    .sort((a, b) => b.longest - a.longest);
  if (!slowest || slowest.longest <= latencyBudget) return;
  const { timeout, obstacle } = chooseForwardTimeout({ ...api, pools: [pool] }, latencyBudget);
  const waited =
    `a client of API '${name}' waits up to ${seconds(slowest.longest)} while ${describe(slowest)}, ` +
    `and the latency budget is ${seconds(latencyBudget)}`;
  report(
    'AF112',
    obstacle
      ? `${waited}: with the shortest forward timeout it is still ${seconds(obstacle.seconds)}, by the waits of the retry`
      : waited,
    obstacle
      ? "Shorten the retry's waits, lower the counts of the circuit breakers so that fewer attempts are needed, or raise the budget"
      : `Set the forward timeout to ${seconds(timeout)} or less, or raise the budget`,
  );
}

/** A backend, the failures that trip it, and the seconds that they lie apart. */
interface Stuck {
  readonly backend: string;
  readonly apart: number;
  readonly failures: number;
  readonly interval: number;
}

function isTooSlow({ apart, interval }: Stuck): boolean {
  return apart >= interval;
}

/** Groups what is not survived by why, and says each once. */
class SurvivalReport {
  private readonly ahead: readonly string[];
  private readonly first: readonly string[];

  constructor(
    private readonly api: ApiModel,
    private readonly pool: PoolModel,
    private readonly played: ModelGuarantees,
    private readonly report: Report,
  ) {
    const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
    this.first = groups.at(0) ?? [];
    this.ahead = groups.slice(0, -1).flat();
  }

  tell(unsurvived: readonly Unsurvived[]): void {
    const by = (code: Cause['code']): Unsurvived[] => unsurvived.filter(({ cause }) => cause.code === code);
    this.tellNoRetry(by('AF109'));
    this.tellTooFewAttempts(by('AF004'));
    this.tellWaits(by('AF005'));
    this.tellUncounted(by('AF101'));
    this.tellUnretried(by('AF102'));
    this.tellCondition(by('AF103'));
    this.tellUncountedTimeout(by('AF104').flatMap(({ cause }) => cause.backends ?? []));
    const waiting = new Set(by('AF005').map(({ guarantee }) => this.stuckOn(guarantee).backend));
    const slow = by('AF104').filter(({ cause }) => !cause.backends);
    // Where the waits alone are too long, a hang only makes them longer.
    this.tellSlow(slow.filter(({ guarantee }) => !waiting.has(this.stuckOn(guarantee).backend)));
    this.tellReturn(by('AF105'));
    this.tellAssumptions(by('AF111'));
    this.tellOthers(by('AF113'));
  }

  private tellNoRetry(failures: readonly Unsurvived[]): void {
    if (failures.length === 0) return;
    const { api, pool } = this;
    const groups = priorityGroups(pool)?.length ?? 0;
    const choices = groups > 1 ? counted(groups, 'priority group') : counted(pool.members.length, 'member');
    this.report(
      'AF109',
      `API '${api.name}' has no retry, and pool '${pool.name}' has ${choices}: ` +
        'a request that meets the failing backend fails, and only later ones fail over',
      'Add a retry',
    );
  }

  private tellTooFewAttempts(failures: readonly Unsurvived[]): void {
    const [worst] = [...failures].sort((a, b) => Number(this.isError(b)) - Number(this.isError(a)));
    const count = this.played.game.retry?.count;
    if (!worst || count === undefined) return;
    const { pool } = this;
    const needed = Math.max(...failures.map(retriesFor));
    const trips = this.tripsOf(worst.guarantee.failure.backends);
    this.report(
      'AF004',
      `the retry makes ${counted(count + 1, 'attempt')} (count ${count}), and pool '${pool.name}' ` +
        `${this.goalOf(worst.guarantee)} with attempt ${retriesFor(worst) + 1}: ${trips}`,
      needed <= MOST_RETRIES
        ? `Set the retry count to ${needed} or more`
        : `Lower the counts of these circuit breakers: a retry count of ${needed} is needed, and ${MOST_RETRIES} is the most`,
      this.isError(worst) ? 'error' : 'warning',
    );
  }

  /** What an attempt must come to while these backends fail. */
  private goalOf({ failure: { backends } }: Guarantee): string {
    if (isSame(backends, this.ahead)) return 'reaches its last priority group';
    if (isSame(backends, this.first)) return 'reaches its second priority group';
    return `may reach a healthy backend while ${quoted(backends)} fail${backends.length === 1 ? 's' : ''}`;
  }

  private tripsOf(backends: readonly string[]): string {
    return backends
      .map((backend) => {
        const count = this.played.game.rules.get(backend)?.count;
        return `'${backend}' trips after ${count === undefined ? 'one failure or more' : counted(count, 'failure')}`;
      })
      .join(', ');
  }

  private tellWaits(failures: readonly Unsurvived[]): void {
    for (const [, group] of grouped(failures, ({ guarantee }) => this.stuckOn(guarantee).backend)) {
      const worst = group.find((each) => this.isError(each)) ?? group[0];
      const stuck = this.stuckOn(worst.guarantee);
      const { backend, apart, failures: needed, interval } = stuck;
      this.report(
        'AF005',
        !isTooSlow(stuck)
          ? tooSlow(worst.guarantee)
          : `the ${needed} failures that trip backend '${backend}' lie at least ${seconds(apart)} apart by the retry's waits, ` +
              `and its interval is ${seconds(interval)}: they cannot trip it`,
        "Shorten the retry's waits, or lengthen the interval",
        this.isError(worst) ? 'error' : 'warning',
      );
    }
  }

  private tellUncounted(failures: readonly Unsurvived[]): void {
    for (const [what, names] of this.byWhat(failures)) {
      this.report(
        'AF101',
        `${what} is tried again, and the ${names.length === 1 ? 'breaker' : 'breakers'} of ${quoted(names)} ` +
          `${names.length === 1 ? 'does' : 'do'} not count it: all attempts burn on ${names.length === 1 ? 'that backend' : 'the failing backend'}`,
        'Count it in the breaker, or do not retry it',
      );
    }
  }

  private tellUnretried(failures: readonly Unsurvived[]): void {
    for (const [what, names] of this.byWhat(failures)) {
      this.report(
        'AF102',
        `${what} counts as a failure of ${quoted(names)} and is not tried again: it reaches the client until the circuit opens`,
        'Retry it, or do not count it',
      );
    }
  }

  /** The backends of these causes by what they are about, those with the same together. */
  private byWhat(failures: readonly Unsurvived[]): [what: string, backends: string[]][] {
    const statusCodes = new Map<string, Set<number>>();
    const isConnection = new Set<string>();
    for (const { cause, kind } of failures) {
      const { backends = [], isOfHealthy = false } = cause;
      for (const backend of backends) {
        if (kind.fault.refuses === true && !isOfHealthy) isConnection.add(backend);
        const codes = statusCodes.get(backend) ?? new Set();
        for (const code of isOfHealthy ? this.retriedAnswers() : (kind.codes ?? [])) codes.add(code);
        statusCodes.set(backend, codes);
      }
    }
    const what = (backend: string): string[] => {
      const codes = formatStatusCodes(statusCodes.get(backend) ?? new Set());
      return [
        ...(codes ? [`status ${codes}`] : []),
        ...(isConnection.has(backend) ? [`a failed connection (${CONNECTION_FAILURE})`] : []),
      ];
    };
    const pairs = [...statusCodes.keys()].flatMap((backend) => what(backend).map((each) => [each, backend] as const));
    return [...grouped(pairs, ([each]) => each)].map(([each, group]) => [each, group.map(([, backend]) => backend)]);
  }

  /** The status codes of answers that are no errors and are tried again all the same. */
  private retriedAnswers(): ReadonlySet<number> {
    const decide = this.played.game.retry?.decide;
    return statusCodesWhere(
      (statusCode) => statusCode < 400 && decide?.({ statusCode, isAnswer: true, lastError: null }) === 'retried',
    );
  }

  private tellCondition(failures: readonly Unsurvived[]): void {
    const { retry } = this.api;
    const decide = this.played.game.retry?.decide;
    if (failures.length === 0 || !retry || !decide) return;
    const missed = UNANSWERED_FORWARDS.filter((seen) => decide(seen) !== 'retried');
    const fails = missed.some((seen) => decide(seen) === 'fails');
    const condition = `the retry condition ${excerpt(retry.shownCondition)}`;
    const isNever = missed.length === UNANSWERED_FORWARDS.length;
    this.report(
      'AF103',
      isNever
        ? `${condition} ${fails ? 'fails' : 'ends the retry'} after a forward without an answer: a backend out of reach is not failed over`
        : `${condition} does not go on after every forward without an answer: ` +
            `it ${fails ? 'fails or ends' : 'ends'} the retry where ${formsOf(missed).join(', or ')}`,
      'Allow for context.Response == null and for a 500 that the gateway made, as RetryCondition.breakerFailures() does',
    );
  }

  /** Where a hang could not be played: a backend that does not count it never trips, however long it takes. */
  tellUnknownTimeout(): void {
    const { game } = this.played;
    const names = membersAhead(this.pool).map(({ backend }) => backend.name);
    const uncounted = names.filter((name) => game.rules.get(name)?.errorReasons.has(TIMEOUT) === false);
    if (game.retry) this.tellUncountedTimeout(uncounted);
  }

  private tellUncountedTimeout(names: readonly string[]): void {
    for (const name of new Set(names)) {
      const reasons = [...(this.played.game.rules.get(name)?.errorReasons ?? [])].join(', ') || 'none';
      this.report(
        'AF104',
        `a hanging backend '${name}' never trips: its error reasons (${reasons}) do not count a timeout`,
        `Add the error reason '${TIMEOUT}'`,
      );
    }
  }

  private tellSlow(failures: readonly Unsurvived[]): void {
    for (const [, group] of grouped(failures, ({ guarantee }) => this.stuckOn(guarantee).backend)) {
      const { guarantee } = group.find(({ kind }) => kind.fault.hangs) ?? group[0];
      const stuck = this.stuckOn(guarantee);
      const { backend, apart, failures: needed, interval } = stuck;
      const { forwardTimeout } = this.played.game;
      this.report(
        'AF104',
        !isTooSlow(stuck)
          ? tooSlow(guarantee)
          : `a hanging backend '${backend}' never trips: with forwards of ${seconds(forwardTimeout / 1000)}, the ` +
              `${counted(needed, 'failure')} that trip it lie ${seconds(apart)} apart, and its interval is ${seconds(interval)}`,
        this.shorterTimeout('lengthen the interval'),
      );
    }
  }

  private tellReturn(unsurvived: readonly Unsurvived[]): void {
    // Where failures come too slowly to open a circuit, none closes: what else is told says so.
    const failures = unsurvived.filter((each) => each.isAlone || this.returnIn(this.replayed(each.guarantee)) > 0);
    if (failures.length === 0) return;
    const isSlow = failures.every(({ kind }) => takesTime(kind.fault));
    const [{ guarantee, kind }] = failures;
    const attempts = this.replayed(guarantee);
    const names = attempts.map(({ backend }) => backend);
    const index = this.returnIn(attempts);
    const back = attempts.at(index);
    const before = back ? names.slice(0, index).lastIndexOf(back.backend) : -1;
    const rule = back && this.played.game.rules.get(back.backend);
    const told =
      index > 0 && rule && before >= 0
        ? `backend '${back.backend}' is back in use ${seconds(rule.tripDuration / 1000)} after attempt ${before + 1}, ` +
          `and attempt ${index + 1} goes to it again before a healthy backend is reached`
        : 'a circuit closes again before a healthy backend is reached';
    this.report(
      'AF105',
      `${told}, while ${describe(guarantee)}`,
      isSlow
        ? this.shorterTimeout('lengthen the trip duration')
        : `Lengthen the trip duration, or shorten the retry's waits${takesTime(kind.fault) ? ' and the forward timeout' : ''}`,
    );
  }

  /** The first attempt, counted from 0, that goes back to a backend whose circuit has closed; -1 if none does. */
  private returnIn(attempts: readonly PlayedAttempt[]): number {
    const names = attempts.map(({ backend }) => backend);
    return attempts.findIndex(({ backend, at }, index) => {
      const last = names.slice(0, index).lastIndexOf(backend);
      const open = this.played.game.rules.get(backend)?.tripDuration ?? Infinity;
      return last >= 0 && last < index - 1 && at - attempts[last].at - attempts[last].duration >= open;
    });
  }

  private tellAssumptions(failures: readonly Unsurvived[]): void {
    const key = ({ cause }: Unsurvived): string => formatAssumed(cause.assumed ?? {});
    for (const [assumed, group] of grouped(failures, key)) {
      const { cause } = group[0];
      const names = Object.keys(cause.assumed ?? {});
      this.report(
        'AF111',
        `${describeAll(group)} is not survived if ${assumed}, which Azure does not document`,
        names.includes('memberChoice')
          ? 'Choose the pool again in each attempt: put set-backend-service into the retry, before forward-request'
          : 'Change the numbers so that failover does not depend on it, or accept the risk and say why',
      );
    }
  }

  private tellOthers(failures: readonly Unsurvived[]): void {
    if (failures.length === 0) return;
    this.report(
      'AF113',
      failures.every(({ guarantee }) => guarantee.risk === 'turns')
        ? `API '${this.api.name}' survives ${describeAll(failures)} only while other requests leave a turn to the healthy members of pool '${this.pool.name}'`
        : `API '${this.api.name}' does not survive ${describeAll(failures)}, although a backend of pool '${this.pool.name}' is healthy`,
      'Run apim-failover prove for the course of events',
    );
  }

  /** An error is that the second priority group is never reached within the request. */
  private isError({ guarantee, kind, isOfNumbers }: Unsurvived): boolean {
    return (
      isOfNumbers &&
      !takesTime(kind.fault) &&
      guarantee.firstIsAnswered === 'never' &&
      isSame(guarantee.failure.backends, this.first)
    );
  }

  /** The backend whose failures come too slowly, and how far those that would trip it lie apart, in seconds. */
  private stuckOn(guarantee: Guarantee): Stuck {
    const attempts = this.replayed(guarantee);
    const backends = [...new Set(attempts.map(({ backend }) => backend))].reverse();
    const all = backends.map((backend): Stuck => {
      const rule = this.played.game.rules.get(backend);
      const ends = attempts.filter((each) => each.backend === backend).map(({ at, duration }) => at + duration);
      const failures = rule?.count ?? ends.length;
      const apart = (ends[Math.min(failures, ends.length) - 1] - ends[0]) / 1000;
      return { backend, apart, failures, interval: (rule?.interval ?? Infinity) / 1000 };
    });
    const [failing] = guarantee.failure.backends;
    return all.find(isTooSlow) ?? all.at(0) ?? { backend: failing, apart: 0, failures: 0, interval: Infinity };
  }

  /** The attempts of the request that gets the error. */
  private replayed({ counterexample, attemptsAtRisk = [] }: Guarantee): readonly PlayedAttempt[] {
    if (!counterexample) return attemptsAtRisk;
    const { assumed, units, error } = counterexample;
    const gateway = play(this.played.game, { ...DEFAULT_ASSUMPTIONS, ...assumed }, units);
    return repeat(gateway, counterexample)[error].attempts;
  }

  private shorterTimeout(otherwise: string): string {
    const { timeout } = chooseForwardTimeout({ ...this.api, pools: [this.pool] });
    return timeout * 1000 < this.played.game.forwardTimeout
      ? `Set the forward timeout to ${seconds(timeout)} or less, or ${otherwise}`
      : `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}, or shorten the retry's waits`;
  }
}

/** What a condition sees of these, as few words as say it. */
function formsOf(seen: readonly Seen[]): string[] {
  const form = (what: string, forms: readonly Seen[]): string[] => {
    if (forms.length !== 1) return forms.length === 0 ? [] : [what];
    return [`${what} ${forms[0].lastError === null ? 'without' : 'with'} context.LastError`];
  };
  return [
    ...form(
      'context.Response is a 500 that the gateway made,',
      seen.filter(({ statusCode }) => statusCode !== null),
    ),
    ...form(
      'context.Response is null,',
      seen.filter(({ statusCode }) => statusCode === null),
    ),
  ].map((each) => each.replace(/,$/, ''));
}

function retriesFor({ cause }: Unsurvived): number {
  return cause.retries ?? 0;
}

const CONNECTION_FAILURE = 'BackendConnectionFailure';
const TIMEOUT = 'Timeout';

function takesTime({ hangs = false, latency, flaps }: Fault): boolean {
  return hangs || latency !== undefined || flaps !== undefined;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

const MOST_DESCRIBED = 3;

/** As in `the failure of 'a' (refused, hang), of 'a' and 'b' (hang)`, no more than one reads. */
function describeAll(failures: readonly Unsurvived[]): string {
  const bySet = [...grouped(failures, ({ guarantee }) => quoted(guarantee.failure.backends))];
  const told = bySet
    .slice(0, MOST_DESCRIBED)
    .map(([names, group]) => `of ${names} (${group.map(({ guarantee }) => guarantee.failure.how).join(', ')})`);
  const more = bySet.length - told.length;
  return `the failure ${told.join(', ')}${more > 0 ? ` and of ${counted(more, 'other set')} of backends` : ''}`;
}

function tooSlow(guarantee: Guarantee): string {
  return `while ${describe(guarantee)}, the failures of a request do not all fall within the intervals of the circuit breakers`;
}

function describe({ failure: { backends, how } }: Guarantee): string {
  return `${quoted(backends)} ${backends.length === 1 ? 'fails' : 'fail'} (${how})`;
}

/** As in `failedForward is 'null' and memberChoice is 'each forward'`. */
function formatAssumed(assumed: Assumed): string {
  return Object.entries(assumed)
    .map(([name, value]) => `${name} is ${typeof value === 'string' ? `'${value}'` : String(value)}`)
    .join(' and ');
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
