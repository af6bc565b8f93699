import { printableLines } from '../lib/messages';
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
};

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
    }
  }
}
