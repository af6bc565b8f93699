import type { Parser } from 'web-tree-sitter';
import type { RetryDecision } from '../lib/failover';
import { FIRST_STATUS_CODE, LAST_STATUS_CODE, readRetryDecision } from '../lib/failover';
import { isExpression } from '../lib/policy';
import { budget } from './expressions/budget';
import type { CSharp, Expression, ExpressionContext } from './expressions';
import { CSharpException, UnsupportedExpressionError } from './expressions/errors';
import { ResponseMessage } from './message';

/** What a condition says of one outcome. */
type Verdict = 'retried' | 'not retried' | 'fails' | 'depends';

/** What all conditions of a deployment together may take. */
const MOST_STEPS = 20_000_000;
/** What each may take besides: one without a loop takes a few for each status. */
const FEW_STEPS = 100_000;

/** Decides what retry conditions say of every status, and of no response: those that are not just read are evaluated. */
export class RetryDecisions {
  private readonly decisions = new Map<string, RetryDecision | undefined>();

  private readonly contexts = new Map<number | null, ExpressionContext>();
  private language?: CSharp;
  private readonly start = budget.total;

  /** @param parser - left out where all conditions can be read without it */
  constructor(private readonly parser?: Parser) {}

  /** What the condition decides; undefined if that always depends on more than the status, or cannot be evaluated. */
  decide(condition: string): RetryDecision | undefined {
    if (!this.decisions.has(condition)) {
      this.decisions.set(condition, readRetryDecision(condition) ?? this.evaluate(condition));
    }
    return this.decisions.get(condition);
  }

  /** Loaded for the first condition that needs it: to load the whole language takes a while. */
  private csharp(parser: Parser): CSharp {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const expressions = require('./expressions') as typeof import('./expressions');
    return (this.language ??= new expressions.CSharp(parser));
  }

  private evaluate(condition: string): RetryDecision | undefined {
    const expression = this.compile(condition);
    if (!expression) return undefined;
    const before = budget.total;
    const statusCodes = new Set<number>();
    const perhaps = new Set<number>();
    for (let statusCode = FIRST_STATUS_CODE; statusCode <= LAST_STATUS_CODE; statusCode++) {
      // One that takes long would take as long for each status.
      const spent = budget.total - before;
      if (spent > budget.most || (spent > FEW_STEPS && budget.total - this.start > MOST_STEPS)) return undefined;
      const verdict = verdictOf(expression, this.contextWith(statusCode));
      if (verdict === 'retried') statusCodes.add(statusCode);
      else if (verdict === 'depends') perhaps.add(statusCode);
    }
    const noResponse = verdictOf(expression, this.contextWith(null));
    const isOpen = perhaps.size === LAST_STATUS_CODE - FIRST_STATUS_CODE + 1 && noResponse === 'depends';
    return isOpen ? undefined : { statusCodes, perhaps, noResponse };
  }

  /** They are the same for all conditions, and costly to make. */
  private contextWith(statusCode: number | null): ExpressionContext {
    const known = this.contexts.get(statusCode);
    if (known) return known;
    const context = contextOf(statusCode === null ? null : responseOf(statusCode));
    this.contexts.set(statusCode, context);
    return context;
  }

  private compile(condition: string): Pick<Expression, 'evaluate'> | undefined {
    const word = condition.trim().toLowerCase();
    if (word === 'true' || word === 'false') return { evaluate: () => word === 'true' };
    if (!this.parser || !isExpression(condition)) return undefined;
    try {
      return this.csharp(this.parser).compile(condition.trim());
    } catch {
      return undefined;
    }
  }
}

/** Thrown when an expression asks for something that differs from request to request. */
const DEPENDS = new Error('it depends on more than the status');

function depends(): never {
  throw DEPENDS;
}

const REQUEST_MEMBERS = [
  ...['api', 'operation', 'product', 'subscription', 'user', 'deployment', 'request', 'originalUrl'],
  ...['matchedParameters', 'variables', 'lastError', 'requestId', 'timestamp', 'elapsed'],
] as const;

const REQUEST = Object.fromEntries(REQUEST_MEMBERS.map((name) => [name, { get: depends, enumerable: true }]));

function contextOf(response: ResponseMessage | null): ExpressionContext {
  const functions = { now: depends, random: depends, trace: () => undefined };
  return Object.defineProperties({ response, ...functions }, REQUEST) as unknown as ExpressionContext;
}

/** A response of which only the status is known. */
function responseOf(statusCode: number): ResponseMessage {
  const response = new ResponseMessage(statusCode, '');
  const unknown = { get: depends };
  return Object.defineProperties(response, { statusReason: unknown, headers: unknown, body: unknown });
}

function verdictOf(expression: Pick<Expression, 'evaluate'>, context: ExpressionContext): Verdict {
  try {
    const value = expression.evaluate(context);
    return value === true ? 'retried' : value === false ? 'not retried' : 'fails';
  } catch (error) {
    if (error instanceof CSharpException) return 'fails';
    if (error === DEPENDS || error instanceof UnsupportedExpressionError) return 'depends';
    throw error;
  }
}
