import type { Parser } from 'web-tree-sitter';
import { CONNECTION_FAILURE, Decision, readRetryDecision, RetryDecision, Seen } from '../../lib/failover';
import { isExpression } from '../../lib/policy';
import { budget } from '../expressions/budget';
import type { CSharp, Expression, ExpressionContext } from '../expressions';
import { CSharpException, UnsupportedExpressionError } from '../expressions/errors';
import type { LastErrorContext } from '../expressions/context';
import { Headers, ResponseMessage } from '../common/message';

/** The maximum steps of all conditions of a deployment. */
const MOST_STEPS = 20_000_000;
/** The additional steps of each condition: without a loop, it needs only a few. */
const FEW_STEPS = 100_000;

/** Determines what retry conditions decide. Conditions that cannot be recognized from their text are evaluated. */
export class RetryDecisions {
  private readonly decisions = new Map<string, RetryDecision | undefined>();
  private readonly contexts = new Map<string, ExpressionContext>();
  private language?: CSharp;
  private readonly start = budget.total;

  /** @param parser - can be omitted if all conditions can be read without it */
  constructor(private readonly parser?: Parser) {}

  /**
   * Returns what the condition decides, or undefined if the decision always depends on more than the response, or
   * cannot be evaluated.
   */
  decide(condition: string): RetryDecision | undefined {
    if (!this.decisions.has(condition)) {
      this.decisions.set(condition, readRetryDecision(condition) ?? this.evaluated(condition));
    }
    return this.decisions.get(condition);
  }

  /** Loaded with the first condition that needs it, since loading takes time. */
  private csharp(parser: Parser): CSharp {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const expressions = require('../expressions') as typeof import('../expressions');
    return (this.language ??= new expressions.CSharp(parser));
  }

  private evaluated(condition: string): RetryDecision | undefined {
    const expression = this.compile(condition);
    if (!expression) return undefined;
    const known = new Map<string, Decision>();
    let spent = 0;
    const decide = (seen: Seen): Decision => {
      const key = keyOf(seen);
      let decision = known.get(key);
      if (decision) return decision;
      // A slow condition is slow for any response.
      const takesLong = spent > budget.most || (spent > FEW_STEPS && budget.total - this.start > MOST_STEPS);
      const before = budget.total;
      known.set(key, (decision = takesLong ? 'depends' : decisionOf(expression, this.contextWith(seen))));
      spent += budget.total - before;
      return decision;
    };
    return SOME_SIGHTS.every((seen) => decide(seen) === 'depends') ? undefined : decide;
  }

  /** Contexts are shared by all conditions, since creating them is expensive. */
  private contextWith(seen: Seen): ExpressionContext {
    const key = keyOf(seen);
    const known = this.contexts.get(key);
    if (known) return known;
    const context = contextOf(seen);
    this.contexts.set(key, context);
    return context;
  }

  private compile(condition: string): Pick<Expression, 'evaluate'> | undefined {
    const word = condition.trim().toLowerCase();
    const isTrue = word === 'true';
    if (isTrue || word === 'false') return { evaluate: () => isTrue };
    if (!this.parser || !isExpression(condition)) return undefined;
    try {
      return this.csharp(this.parser).compile(condition.trim());
    } catch {
      return undefined;
    }
  }
}

/** Thrown when an expression reads something that differs between requests. */
const DEPENDS = new Error('it depends on more than the status');

function depends(): never {
  throw DEPENDS;
}

const REQUEST_MEMBERS = [
  ...['api', 'operation', 'product', 'subscription', 'user', 'deployment', 'request', 'originalUrl'],
  ...['backend', 'matchedParameters', 'variables', 'requestId', 'timestamp', 'elapsed', 'culture', 'equalStrings'],
] as const;

const REQUEST = Object.fromEntries(REQUEST_MEMBERS.map((name) => [name, { get: depends, enumerable: true }]));

/**
 * Sample outcomes. A condition that cannot be decided for any of them depends on more than the outcome of an attempt.
 */
const SOME_SIGHTS: readonly Seen[] = [
  ...[200, 404, 429, 500, 503].map((statusCode) => ({ statusCode, isAnswer: true, lastError: null })),
  { statusCode: 500, isAnswer: false, lastError: CONNECTION_FAILURE },
  { statusCode: null, isAnswer: false, lastError: CONNECTION_FAILURE },
];

function keyOf({ statusCode, isAnswer, lastError }: Seen): string {
  return `${statusCode} ${isAnswer} ${lastError}`;
}

function contextOf({ statusCode, isAnswer, lastError }: Seen): ExpressionContext {
  const response = statusCode === null ? null : responseOf(statusCode, isAnswer);
  const functions = { now: depends, random: depends, trace: () => undefined };
  const context = { response, lastError: lastError === null ? null : lastErrorOf(lastError), ...functions };
  return Object.defineProperties(context, REQUEST) as unknown as ExpressionContext;
}

/** A response whose status is known, and whether a server sent it. */
function responseOf(statusCode: number, isAnswer: boolean): ResponseMessage {
  const response = new ResponseMessage(statusCode, '');
  const unknown = { get: depends };
  const headers = { get: () => (isAnswer ? new AnsweredHeaders() : new Headers()) };
  return Object.defineProperties(response, { statusReason: unknown, headers, body: unknown });
}

/** The headers of a server. They include `Date`; other headers differ between servers. */
class AnsweredHeaders extends Headers {
  override values(name: string): readonly string[] {
    return name.toLowerCase() === 'date' ? SOME_DATE : depends();
  }

  override [Symbol.iterator](): never {
    return depends();
  }
}

/** A single value that differs between requests. */
const SOME_DATE = Object.defineProperty<string[]>([''], 0, { get: depends });

function lastErrorOf(reason: string): LastErrorContext {
  const known = { source: 'forward-request', reason, scope: '', section: 'backend', path: '', policyId: '' };
  return Object.defineProperty({ ...known, message: '' }, 'message', { get: depends });
}

function decisionOf(expression: Pick<Expression, 'evaluate'>, context: ExpressionContext): Decision {
  try {
    const value = expression.evaluate(context);
    return value === true ? 'retried' : value === false ? 'not retried' : 'fails';
  } catch (error) {
    if (error instanceof CSharpException) return 'fails';
    if (error === DEPENDS || error instanceof UnsupportedExpressionError) return 'depends';
    throw error;
  }
}
