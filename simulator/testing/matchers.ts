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

/** The result of a matcher for Jest or Vitest. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The matchers that `expect` of a test framework gains. `R` is the type that an assertion returns. */
export interface FailoverMatchers<R> {
  toHaveFailedOverTo(backend: string, expected?: FailoverExpectation): R;
  toHaveBeenAnsweredBy(backend: string, expected?: FailoverExpectation): R;
  toSurvive(backends: string | readonly string[], how?: string, expected?: SurvivalExpectation): R;
}

/** Matchers for the results of `Gateway.send` and `guarantees`, for an `expect` with an `extend` method. */
export const failoverMatchers = {
  /** Expects that another backend failed first, and that this backend responded within the same request. */
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

  /** Expects that this backend responded. */
  toHaveBeenAnsweredBy(received: ExchangeResult, backend: string, expected: FailoverExpectation = {}): MatcherResult {
    checkExchange('toHaveBeenAnsweredBy', received);
    checkAnswerer('toHaveBeenAnsweredBy', received, backend, expected);
    return result(received, wasAnsweredBy(received, backend, expected), 'be answered by', backend, expected);
  },

  /**
   * Expects that a healthy backend answers every request while exactly these backends fail, for every API and region
   * that uses them. Checks the result of `guarantees`. A failure that is not proved is not survived.
   *
   * @param how the way in which the backends fail; every way if omitted
   * @throws Error if there is no such failure, even with `not`.
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
  throw new Error('toSurvive: a report is needed, for example expect(await guarantees(Testing.synth(stack)))');
}

function guaranteeLine(guarantee: ReportedGuarantee): string {
  const { service, api, failure, longest } = guarantee;
  const what = `${failure.backends.join(' + ')} (${howText(failure)})`;
  return `  ${service}, API ${api}, ${what}: ${verdictText(guarantee)}; a client waits at most ${longest} s`;
}

function checkExchange(matcher: string, received: unknown): void {
  if (isPromise(received)) throw notAwaited(matcher, 'the answer', 'gateway.send(...)');
  if (Array.isArray((received as Partial<ExchangeResult> | null | undefined)?.attempts)) return;
  throw new Error(`${matcher}: the result of gateway.send is needed, for example expect(await gateway.send(...))`);
}

function notAwaited(matcher: string, what: string, call: string): Error {
  return new Error(
    `${matcher}: ${what} is a promise; await it: ` +
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
  return `  at ${at} s: '${backend}' ${status === null ? `did not respond (${reason ?? ''})` : `returned ${status}`}${circuit}`;
}
