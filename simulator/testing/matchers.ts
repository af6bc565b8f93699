import { counted } from '../../lib/failover';
import { printableLines } from '../../lib/messages';
import { howText, verdictText } from '../prove/matrix';
import { gapLines } from '../prove/proof-notes';
import type { ProofReport, ReportedGuarantee } from '../prove/proof-report';
import type { AttemptResult, ExchangeResult } from '../engine/results';
import { checkAnswerer, expectedSurvival, FailoverExpectation } from './matcher-arguments';
import { isPromise } from './rules';
import { secondsIn } from './seconds';
import { gapsIn, guaranteesFor, missingFailure, SurvivalExpectation } from './survival';

/** What a matcher tells Jest, or Vitest. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What `expect` of a test framework has besides; `R` is what an assertion gives. */
export interface FailoverMatchers<R> {
  toHaveFailedOverTo(backend: string, expected?: FailoverExpectation): R;
  toHaveBeenAnsweredBy(backend: string, expected?: FailoverExpectation): R;
  toSurvive(backends: string | readonly string[], how?: string, expected?: SurvivalExpectation): R;
}

/** Matchers for what `Gateway.send` and `guarantees` give, for an `expect` with an `extend`. */
export const failoverMatchers = {
  /** Another backend failed first, and this one answered, within the same request. */
  toHaveFailedOverTo(received: ExchangeResult, backend: string, expected: FailoverExpectation = {}): MatcherResult {
    checkExchange('toHaveFailedOverTo', received);
    checkAnswerer('toHaveFailedOverTo', received, backend, expected);
    const isFailover = received.attempts.some((attempt) => attempt.backend !== backend);
    return result(
      received,
      isFailover && wasAnsweredBy(received, backend, expected),
      'fail over to',
      backend,
      expected,
    );
  },

  /** This backend gave the answer. */
  toHaveBeenAnsweredBy(received: ExchangeResult, backend: string, expected: FailoverExpectation = {}): MatcherResult {
    checkExchange('toHaveBeenAnsweredBy', received);
    checkAnswerer('toHaveBeenAnsweredBy', received, backend, expected);
    return result(received, wasAnsweredBy(received, backend, expected), 'be answered by', backend, expected);
  },

  /**
   * A healthy backend answers every request while exactly these backends fail, in this way or in any: what `guarantees`
   * gives, for every API and region that uses them. What is not proved is not survived.
   *
   * @throws Error if there is no such failure to expect anything of, with `not` as well.
   */
  toSurvive(
    received: ProofReport,
    backends: string | readonly string[],
    how?: string,
    expected: SurvivalExpectation = {},
  ): MatcherResult {
    checkReport(received);
    const failure = expectedSurvival(backends, how, expected);
    const found = guaranteesFor(received, failure);
    const notProved = gapsIn(received, expected);
    const missing = missingFailure(received, failure, notProved.length > 0 ? undefined : found);
    if (missing !== undefined) throw new Error(printableLines(`toSurvive: ${missing}`));
    if (notProved.length > 0) {
      return { pass: false, message: () => printableLines(gapLines({ notProved }).join('\n')) };
    }
    const longest = expected.within === undefined ? Infinity : secondsIn(expected.within);
    const lost = found.filter((each) => each.verdict !== 'survives' || each.longest > longest);
    const isLost = lost.length > 0;
    const what = `${[...failure.backends].join(' + ')}${how === undefined ? '' : ` (${how})`}`;
    const within = longest === Infinity ? '' : ` within ${longest} s`;
    const lines = (isLost ? lost : found).map(guaranteeLine).join('\n');
    return {
      pass: !isLost,
      message: () =>
        printableLines(`expected ${isLost ? '' : 'not '}to survive the failure of ${what}${within}\n${lines}`),
    };
  },
};

function checkReport(received: unknown): void {
  if (isPromise(received)) throw notAwaited('toSurvive', 'the report', 'guarantees(...)');
  const { guarantees, requests, notProved } = (received ?? {}) as Partial<ProofReport>;
  if ([guarantees, requests, notProved].every(Array.isArray)) return;
  throw new Error('toSurvive: a report is needed, as in expect(await guarantees(Testing.synth(stack)))');
}

function guaranteeLine(guarantee: ReportedGuarantee): string {
  const { service, api, failure, longest } = guarantee;
  const what = `${failure.backends.join(' + ')} (${howText(failure)})`;
  return `  ${service}, API ${api}, ${what}: ${verdictText(guarantee)}; a client waits ${longest} s at the most`;
}

function checkExchange(matcher: string, received: unknown): void {
  if (isPromise(received)) throw notAwaited(matcher, 'the answer', 'gateway.send(...)');
  if (Array.isArray((received as Partial<ExchangeResult> | null | undefined)?.attempts)) return;
  throw new Error(`${matcher}: what gateway.send gives is needed, as in expect(await gateway.send(...))`);
}

function notAwaited(matcher: string, what: string, call: string): Error {
  return new Error(
    `${matcher}: ${what} is not there yet, an await is missing; ` +
      `expect(await ${call}).${matcher}(...) or await expect(${call}).resolves.${matcher}(...)`,
  );
}

function wasAnsweredBy({ attempts }: ExchangeResult, backend: string, expected: FailoverExpectation): boolean {
  const last = attempts.at(-1);
  const isAnswer = last?.backend === backend && last.status !== null;
  return isAnswer && (expected.attempts === undefined || attempts.length === expected.attempts);
}

function result(
  received: ExchangeResult,
  pass: boolean,
  what: string,
  backend: string,
  { attempts }: FailoverExpectation,
): MatcherResult {
  const many = attempts === undefined ? '' : ` with attempt ${attempts}`;
  return {
    pass,
    message: () =>
      printableLines(
        `expected the request ${pass ? 'not ' : ''}to ${what} '${backend}'${many}\n` +
          `status ${received.status} after ${counted(received.attempts.length, 'attempt')}:\n${received.attempts.map(line).join('\n')}`,
      ),
  };
}

function line({ backend, at, status, reason, breaker }: AttemptResult): string {
  const circuit = breaker === 'open' ? ', its circuit is open now' : '';
  return `  at ${at} s: '${backend}' ${status === null ? `gave no response (${reason ?? ''})` : `answered ${status}`}${circuit}`;
}
