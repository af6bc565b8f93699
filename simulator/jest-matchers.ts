import { printableLines } from '../lib/messages';
import { gapsIn, guaranteesFor, SurvivalExpectation } from './guarantees';
import { verdictText } from './prove/matrix';
import { gapLines } from './prove/proof-notes';
import type { ProofReport, ReportedGuarantee } from './prove/proof-report';
import type { AttemptResult, ExchangeResult } from './results';

/** What a matcher tells Jest, or Vitest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface FailoverExpectation {
  /** How many attempts were made in all. */
  readonly attempts?: number;
}

/** Matchers for what `Gateway.send` gives; importing this package adds them to a global `expect`. */
export const failoverMatchers = {
  /** Another backend failed first, and this one answered, within the same request. */
  toHaveFailedOverTo(received: ExchangeResult, backend: string, expected: FailoverExpectation = {}): MatcherResult {
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
    return result(received, wasAnsweredBy(received, backend, expected), 'be answered by', backend, expected);
  },

  /**
   * A healthy backend answers every request while exactly these backends fail, in this way or in any: what `guarantees`
   * gives, for every API and region that uses them. What is not proved is not survived.
   */
  toSurvive(
    received: ProofReport,
    backends: string | readonly string[],
    how?: string,
    expected: SurvivalExpectation = {},
  ): MatcherResult {
    if (!Array.isArray((received as Partial<ProofReport> | undefined)?.guarantees)) {
      return { pass: false, message: () => 'what is expected to survive is the result of guarantees(...): await it' };
    }
    const failing = typeof backends === 'string' ? [backends] : backends;
    const found = guaranteesFor(received, failing, how, expected);
    const lost = found.filter(
      ({ verdict, longest }) => verdict !== 'survives' || longest > (expected.within ?? Infinity),
    );
    const what = `${failing.join(' + ')}${how === undefined ? '' : ` (${how})`}`;
    const notProved = gapsIn(received, expected);
    if (notProved.length > 0) {
      const message = (): string => printableLines(gapLines({ notProved }).join('\n'));
      return { pass: false, message };
    }
    if (found.length === 0) {
      const known = new Set(
        received.guarantees.map(({ failure }) => `${failure.backends.join(' + ')} (${failure.how})`),
      );
      const list = [...known].slice(0, MOST_LISTED).join('\n  ');
      const message = (): string => printableLines(`there is no failure ${what}; known are:\n  ${list}`);
      return { pass: false, message };
    }
    const lines = (lost.length > 0 ? lost : found).map(guaranteeLine).join('\n');
    const isLost = lost.length > 0;
    return {
      pass: !isLost,
      message: () => printableLines(`expected ${isLost ? '' : 'not '}to survive the failure of ${what}\n${lines}`),
    };
  },
};

const MOST_LISTED = 50;

function guaranteeLine(guarantee: ReportedGuarantee): string {
  const { service, api, failure, longest } = guarantee;
  const what = `${failure.backends.join(' + ')} (${failure.how})`;
  return `  ${service}, API ${api}, ${what}: ${verdictText(guarantee)}; a client waits ${longest} s at the most`;
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
          `status ${received.status} after ${received.attempts.length} attempts:\n${received.attempts.map(line).join('\n')}`,
      ),
  };
}

function line({ backend, at, status, reason, breaker }: AttemptResult): string {
  const circuit = breaker === 'open' ? ', its circuit is open now' : '';
  return `  at ${at} s: '${backend}' ${status === null ? `gave no response (${reason ?? ''})` : `answered ${status}`}${circuit}`;
}

declare global {
  // Jest's own types declare the same interface: this adds to it.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> {
      toHaveFailedOverTo(backend: string, expected?: FailoverExpectation): R;
      toHaveBeenAnsweredBy(backend: string, expected?: FailoverExpectation): R;
      toSurvive(backends: string | readonly string[], how?: string, expected?: SurvivalExpectation): R;
    }
  }
}
