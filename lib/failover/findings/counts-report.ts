import { DEFAULT_ASSUMPTIONS, Playable } from '../automaton';
import {
  ApiModel,
  CONNECTION_FAILURE,
  FIRST_ERROR,
  formatStatusCodes,
  membersAhead,
  PoolModel,
  Seen,
  statusCodesWhere,
  TIMEOUT,
} from '../model';
import { Report } from './finding';
import { UNANSWERED_FORWARDS } from './suspects';
import { grouped } from './grouped';
import { Unsurvived } from './unsurvived';
import { quoted, excerpt } from './wording';

/** Reports where the failures that circuit breakers count differ from the failures that the condition retries. */
export class CountsReport {
  constructor(
    private readonly api: ApiModel,
    private readonly pool: PoolModel,
    private readonly game: Playable,
    private readonly report: Report,
  ) {}

  reportUncounted(failures: readonly Unsurvived[]): void {
    for (const [what, names] of this.byWhat(failures)) {
      const unless = what === FAILED_CONNECTION ? this.unlessInRange(names) : '';
      this.report(
        'AF101',
        `${what} is retried, but the circuit ${names.length === 1 ? 'breaker' : 'breakers'} of ${quoted(names)} ` +
          `${names.length === 1 ? 'does' : 'do'} not count it: all attempts go to ${names.length === 1 ? 'that backend' : 'the failing backend'}${unless}`,
        'Count it in the circuit breaker, or do not retry it',
      );
    }
  }

  reportUnretried(failures: readonly Unsurvived[]): void {
    for (const [what, names] of this.byWhat(failures)) {
      this.report(
        'AF102',
        `${what} counts as a failure of ${quoted(names)} but is not retried: it reaches the client until the circuit opens`,
        'Retry it, or do not count it',
      );
    }
  }

  /** Groups the backends of these causes by the failure that they concern. */
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
      return [...(codes ? [`status ${codes}`] : []), ...(isConnection.has(backend) ? [FAILED_CONNECTION] : [])];
    };
    const pairs = [...statusCodes.keys()].flatMap((backend) => what(backend).map((each) => [each, backend] as const));
    return [...grouped(pairs, ([each]) => each)].map(([each, group]) => [each, group.map(([, backend]) => backend)]);
  }

  /** The status codes of successful responses that are nevertheless retried. */
  private retriedAnswers(): ReadonlySet<number> {
    const decide = this.game.retry?.decide;
    return statusCodesWhere(
      (statusCode) =>
        statusCode < FIRST_ERROR && decide?.({ statusCode, isAnswer: true, lastError: null }) === 'retried',
    );
  }

  reportCondition(failures: readonly Unsurvived[]): void {
    const { retry } = this.api;
    const decide = this.game.retry?.decide;
    if (failures.length === 0 || !retry || !decide) return;
    const missed = UNANSWERED_FORWARDS.filter((seen) => decide(seen) !== 'retried');
    const fails = missed.some((seen) => decide(seen) === 'fails');
    const condition = `the retry condition ${excerpt(retry.shownCondition)}`;
    const isNever = missed.length === UNANSWERED_FORWARDS.length;
    this.report(
      'AF103',
      isNever
        ? `${condition} ${fails ? 'fails' : 'ends the retry'} after a forward without a response: requests to an unreachable backend do not fail over`
        : `${condition} does not continue after every forward without a response: ` +
            `it ${fails ? 'fails or ends' : 'ends'} the retry where ${formsOf(missed).join(', or ')}`,
      'Handle context.Response == null and a 500 that the gateway created, as RetryCondition.breakerFailures() does',
    );
  }

  /**
   * Reports uncounted timeouts when a hang cannot be played: a backend that does not count a timeout never trips,
   * however long it hangs.
   */
  reportUnknownTimeout(): void {
    const { game } = this;
    const names = membersAhead(this.pool).map(({ backend }) => backend.name);
    const uncounted = names.filter((name) => game.rules.get(name)?.errorReasons.has(TIMEOUT) === false);
    if (game.retry) this.reportUncountedTimeout(uncounted);
  }

  reportUncountedTimeout(names: readonly string[]): void {
    for (const name of new Set(names)) {
      const reasons = [...(this.game.rules.get(name)?.errorReasons ?? [])].join(', ') || 'none';
      this.report(
        'AF104',
        `the circuit breaker of backend '${name}' never trips while the backend hangs: its error reasons (${reasons}) do not include a timeout${this.unlessInRange([name])}`,
        `Add the error reason '${TIMEOUT}'`,
      );
    }
  }

  /** A range that includes the status of a forward without a response may count it. */
  private unlessInRange(backends: readonly string[]): string {
    const mayCount = backends.some(
      (name) => this.game.rules.get(name)?.statusCodes.has(DEFAULT_ASSUMPTIONS.noResponseStatus) === true,
    );
    return mayCount ? ', unless rangesCountFailedForwards is true, which Azure does not document' : '';
  }
}

const FAILED_CONNECTION = `a failed connection (${CONNECTION_FAILURE})`;

/** Describes what a condition sees of these forwards, as briefly as possible. */
function formsOf(seen: readonly Seen[]): string[] {
  const form = (what: string, forms: readonly Seen[]): string[] => {
    if (forms.length !== 1) return forms.length === 0 ? [] : [what];
    return [`${what} ${forms[0].lastError === null ? 'without' : 'with'} context.LastError`];
  };
  return [
    ...form(
      'context.Response is a 500 that the gateway created,',
      seen.filter(({ statusCode }) => statusCode !== null),
    ),
    ...form(
      'context.Response is null,',
      seen.filter(({ statusCode }) => statusCode === null),
    ),
  ].map((each) => each.replace(/,$/, ''));
}
