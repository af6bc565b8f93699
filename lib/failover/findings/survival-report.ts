import { takesTime } from '../automaton';
import { ModelGuarantees, Guarantee, Assumed } from '../guarantees';
import { ApiModel, PoolModel, priorityGroups, MOST_RETRIES } from '../model';
import { Cause } from './cause';
import { CountsReport } from './counts-report';
import { Report } from './finding';
import { Replays, isTooSlow } from './replays';
import { openAtPercentage, retriesWithinInterval } from './retries-to-open';
import { grouped } from './grouped';
import { longestTimeout } from './longest-timeout';
import { Unsurvived, describeFailures, describeFailure } from './unsurvived';
import { counted, quoted, seconds } from './wording';

/** Groups the failures that are not survived by cause, and reports each cause once. */
export class SurvivalReport {
  private readonly ahead: readonly string[];
  private readonly first: readonly string[];
  private readonly replays: Replays;

  constructor(
    private readonly api: ApiModel,
    private readonly pool: PoolModel,
    private readonly played: ModelGuarantees,
    private readonly counts: CountsReport,
    private readonly report: Report,
  ) {
    this.replays = new Replays(played.game);
    const groups = (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name));
    this.first = groups.at(0) ?? [];
    this.ahead = groups.slice(0, -1).flat();
  }

  reportAll(unsurvived: readonly Unsurvived[]): void {
    const by = (code: Cause['code']): Unsurvived[] => unsurvived.filter(({ cause }) => cause.code === code);
    this.reportNoRetry(by('AF109'));
    this.reportTooFewAttempts(by('AF004'));
    this.reportWaits(by('AF005'));
    this.counts.reportUncounted(by('AF101'));
    this.counts.reportUnretried(by('AF102'));
    this.counts.reportCondition(by('AF103'));
    this.counts.reportUncountedTimeout(by('AF104').flatMap(({ cause }) => cause.backends ?? []));
    const waiting = new Set(by('AF005').map(({ guarantee }) => this.replays.stuckOn(guarantee).backend));
    const slow = by('AF104').filter(({ cause }) => !cause.backends);
    // If the waits alone are too long, a hang only makes them longer.
    this.reportSlow(slow.filter(({ guarantee }) => !waiting.has(this.replays.stuckOn(guarantee).backend)));
    this.reportReturn(by('AF105'));
    this.reportAssumptions(by('AF111'));
    this.reportOthers(by('AF113'));
  }

  private reportNoRetry(failures: readonly Unsurvived[]): void {
    if (failures.length === 0) return;
    const { api, pool } = this;
    const groups = priorityGroups(pool)?.length ?? 0;
    const choices = groups > 1 ? counted(groups, 'priority group') : counted(pool.members.length, 'member');
    this.report(
      'AF109',
      `API '${api.name}' has no retry, and pool '${pool.name}' has ${choices}: ` +
        'a request that reaches the failing backend fails, and only later requests fail over',
      'Add a retry',
    );
  }

  private reportTooFewAttempts(failures: readonly Unsurvived[]): void {
    const [worst] = [...failures].sort((a, b) => retriesFor(b) - retriesFor(a));
    const { game } = this.played;
    const count = game.retry?.count;
    if (!worst || count === undefined) return;
    const needed = retriesFor(worst);
    const isNeverSurvived = failures.some(
      (each) => this.isError(each) && count < retriesWithinInterval(game, each.guarantee.failure.backends),
    );
    this.report(
      'AF004',
      `the retry makes ${counted(count + 1, 'attempt')} (count ${count}), but ${this.attemptsOf(worst, count)}`,
      needed <= MOST_RETRIES
        ? `Set the retry count to ${needed} or more`
        : `Lower the counts of these circuit breakers: a retry count of ${needed} is needed, and the maximum is ${MOST_RETRIES}`,
      isNeverSurvived ? 'error' : 'warning',
    );
  }

  /** Describes how many attempts a request needs, and why. */
  private attemptsOf(unsurvived: Unsurvived, count: number): string {
    const { guarantee } = unsurvived;
    const { backends } = guarantee.failure;
    const needed = retriesFor(unsurvived) + 1;
    const { game } = this.played;
    const usual = openAtPercentage(game, backends) ? needed : retriesWithinInterval(game, backends) + 1;
    const pool = `pool '${this.pool.name}'`;
    const goal = this.goalOf(guarantee);
    const trips = this.tripsOf(backends);
    const earlier = backends.length > 1 ? 'after earlier failures' : 'after an earlier failure';
    if (usual >= needed) return `${pool} needs ${needed} attempts to ${goal}: ${trips}`;
    if (count + 1 < usual) return `${pool} needs ${usual} attempts to ${goal}, or ${needed} ${earlier}: ${trips}`;
    return (
      `${earlier}, ${pool} may need ${needed} attempts to ${goal}: ${trips}, and if Azure counts failures in ` +
      'fixed intervals, an interval can end between these failures'
    );
  }

  private tripsOf(backends: readonly string[]): string {
    const trips = backends.map((backend) => {
      const count = this.played.game.rules.get(backend)?.count;
      return `the circuit breaker of '${backend}' trips after ${count === undefined ? 'one failure or more' : counted(count, 'failure')}`;
    });
    return trips.join(', ');
  }

  /** Describes what an attempt must reach while these backends fail. */
  private goalOf({ failure: { backends } }: Guarantee): string {
    if (isSame(backends, this.ahead)) return 'reach its last priority group';
    if (isSame(backends, this.first)) return 'reach its second priority group';
    return `reach a healthy backend while ${quoted(backends)} fail${backends.length === 1 ? 's' : ''}`;
  }

  private reportWaits(failures: readonly Unsurvived[]): void {
    for (const [, group] of grouped(failures, ({ guarantee }) => this.replays.stuckOn(guarantee).backend)) {
      const worst = group.find((each) => this.isError(each)) ?? group[0];
      const stuck = this.replays.stuckOn(worst.guarantee);
      const { backend, apart, failures: needed, interval } = stuck;
      this.report(
        'AF005',
        !isTooSlow(stuck)
          ? tooSlow(worst.guarantee)
          : `with the waits of the retry, the ${needed} failures that trip the circuit breaker of backend '${backend}' span at least ${seconds(apart)}, ` +
              `but its interval is ${seconds(interval)}: they cannot trip it`,
        'Shorten the waits of the retry, or lengthen the interval',
        this.isError(worst) ? 'error' : 'warning',
      );
    }
  }

  private reportSlow(failures: readonly Unsurvived[]): void {
    for (const [, group] of grouped(failures, ({ guarantee }) => this.replays.stuckOn(guarantee).backend)) {
      const { guarantee } = group.find(({ kind }) => kind.fault.hangs) ?? group[0];
      const stuck = this.replays.stuckOn(guarantee);
      const { backend, apart, failures: needed, interval } = stuck;
      const { forwardTimeout } = this.played.game;
      this.report(
        'AF104',
        !isTooSlow(stuck)
          ? tooSlow(guarantee)
          : `the circuit breaker of backend '${backend}' never trips while the backend hangs: with a forward timeout of ${seconds(forwardTimeout / 1000)}, the ` +
              `${counted(needed, 'failure')} that trip it span ${seconds(apart)}, but its interval is ${seconds(interval)}`,
        this.shorterTimeout('lengthen the interval'),
      );
    }
  }

  private reportReturn(unsurvived: readonly Unsurvived[]): void {
    // If failures are too slow to open a circuit, no circuit closes again; other findings report that.
    const failures = unsurvived.filter(
      (each) => each.isAlone || this.replays.returnIn(this.replays.replayed(each.guarantee)) > 0,
    );
    if (failures.length === 0) return;
    const isSlow = failures.every(({ kind }) => takesTime(kind.fault));
    const [{ guarantee, kind }] = failures;
    const attempts = this.replays.replayed(guarantee);
    const names = attempts.map(({ backend }) => backend);
    const index = this.replays.returnIn(attempts);
    const back = attempts.at(index);
    const before = back ? names.slice(0, index).lastIndexOf(back.backend) : -1;
    const rule = back && this.played.game.rules.get(back.backend);
    const message =
      index > 0 && rule && before >= 0
        ? `backend '${back.backend}' is back in use ${seconds(rule.tripDuration / 1000)} after attempt ${before + 1}, ` +
          `and attempt ${index + 1} goes to it again before a healthy backend is reached`
        : 'a circuit closes again before a healthy backend is reached';
    this.report(
      'AF105',
      `${message}, while ${describeFailure(guarantee)}`,
      isSlow
        ? this.shorterTimeout('lengthen the trip duration')
        : `Lengthen the trip duration, or shorten the waits of the retry${takesTime(kind.fault) ? ' and the forward timeout' : ''}`,
    );
  }

  private reportAssumptions(failures: readonly Unsurvived[]): void {
    const key = ({ cause, isAlone }: Unsurvived): string =>
      JSON.stringify([formatAssumed(cause.assumed ?? {}), isAlone]);
    for (const group of grouped(failures, key).values()) {
      const { cause, isAlone } = group[0];
      const names = Object.keys(cause.assumed ?? {});
      const assumed = formatAssumed(cause.assumed ?? {});
      // With the settings as they are, the failure is not survived under any assumption.
      const others = isAlone ? '' : 'even with the other findings resolved, ';
      this.report(
        'AF111',
        `${others}${describeFailures(group)} is not survived if ${assumed}, which Azure does not document`,
        names.includes('memberChoice')
          ? 'Select the pool again in each attempt: put set-backend-service into the retry, before forward-request'
          : names.includes('zeroWeight')
            ? 'Give the members of the pool weights from 1 to 100'
            : 'Change the settings so that failover does not depend on it, or measure what your service does',
      );
    }
  }

  private reportOthers(failures: readonly Unsurvived[]): void {
    if (failures.length === 0) return;
    this.report(
      'AF113',
      failures.every(({ guarantee }) => guarantee.risk === 'turns')
        ? `API '${this.api.name}' survives ${describeFailures(failures)} only while other requests leave a turn to the healthy members of pool '${this.pool.name}'`
        : `API '${this.api.name}' does not survive ${describeFailures(failures)}, although a backend of pool '${this.pool.name}' is healthy`,
      'Run apim-failover prove to see the sequence of events',
    );
  }

  /** Returns whether the finding is an error: the request never reaches the second priority group. */
  private isError({ guarantee, kind, isOfNumbers }: Unsurvived): boolean {
    return (
      isOfNumbers &&
      !takesTime(kind.fault) &&
      guarantee.firstIsAnswered === 'never' &&
      isSame(guarantee.failure.backends, this.first)
    );
  }

  private shorterTimeout(otherwise: string): string {
    const timeout = longestTimeout(this.api, this.pool);
    return timeout !== undefined && timeout * 1000 < this.played.game.forwardTimeout
      ? `Set the forward timeout to ${seconds(timeout)} or less, or ${otherwise}`
      : `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}, or shorten the waits of the retry`;
  }
}

function retriesFor({ cause }: Unsurvived): number {
  return cause.retries ?? 0;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

function tooSlow(guarantee: Guarantee): string {
  return `while ${describeFailure(guarantee)}, the failures of a request do not all fall within the intervals of the circuit breakers`;
}

/** For example, `failedForward is 'null' and memberChoice is 'each forward'`. */
function formatAssumed(assumed: Assumed): string {
  return Object.entries(assumed)
    .map(([name, value]) => `${name} is ${typeof value === 'string' ? `'${value}'` : String(value)}`)
    .join(' and ');
}
