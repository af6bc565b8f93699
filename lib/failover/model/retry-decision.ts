import { RetryDecision } from './failover-model';
import { StatusCodeSpan, statusCodesWhere } from './status-codes';

/**
 * A retry condition that holds for the given status codes, and where there is no response at all.
 *
 * `context.Response` is null when the backend could not be reached, so it is asked for first.
 */
export function retryExpression(spans: readonly StatusCodeSpan[]): string {
  const tests = spans.map(({ min, max }) =>
    min === max
      ? `context.Response.StatusCode == ${min}`
      : `(context.Response.StatusCode >= ${min} && context.Response.StatusCode <= ${max})`,
  );
  return `@(${['context.Response == null', ...tests].join(' || ')})`;
}

/**
 * Reads what a retry condition decides: comparisons of `context.Response.StatusCode` with a number and of
 * `context.Response` with null, joined by `&&`, `||`, `!` and parentheses.
 *
 * @returns undefined for any other expression.
 */
export function readRetryDecision(expression: string): RetryDecision | undefined {
  if (lastRead.expression !== expression) lastRead = { expression, decision: decisionOf(expression) };
  return lastRead.decision;
}

/** Most APIs of a program share one condition, and each asks several times. */
let lastRead: { readonly expression?: string; readonly decision?: RetryDecision } = {};

function decisionOf(expression: string): RetryDecision | undefined {
  const code = /^\s*@\(([\s\S]*)\)\s*$/.exec(expression)?.[1];
  const condition = code === undefined ? undefined : parse(code);
  if (!condition) return undefined;
  const noResponse = condition(null);
  return {
    statusCodes: statusCodesWhere((statusCode) => condition(statusCode) === true),
    noResponse: noResponse === 'fails' ? 'fails' : noResponse ? 'retried' : 'not retried',
  };
}

/** A condition's value for a status code, or for no response (null). Reading the status of no response fails. */
type Condition = (statusCode: number | null) => Outcome;

type Outcome = boolean | 'fails';

type Operand =
  | { readonly kind: 'response' | 'null' }
  | { readonly kind: 'status'; readonly nullSafe: boolean }
  | { readonly kind: 'number'; readonly value: number };

const TOKENS =
  /\s*(?:(\d+)|(&&|\|\||[=!<>]=|[!<>()])|(context\.Response(?:(\?)?\.StatusCode)?|null|true|false)(?![\w.?[(]))/y;

interface Lexeme {
  readonly text: string;
  readonly operand?: Operand;
}

/** Nesting beyond this is not a condition that anyone reads. */
const DEEPEST = 50;

function parse(code: string): Condition | undefined {
  const lexemes = lex(code.trim());
  if (!lexemes) return undefined;
  let next = 0;
  let depth = 0;
  const peek = (): string | undefined => lexemes[next]?.text;
  const take = (text: string): boolean => (peek() === text ? (next++, true) : false);

  function any(): Condition | undefined {
    const terms = listOf(all, '||');
    return terms && ((status) => decide(terms, status, true));
  }

  function all(): Condition | undefined {
    const terms = listOf(not, '&&');
    return terms && ((status) => decide(terms, status, false));
  }

  function listOf(term: () => Condition | undefined, separator: string): Condition[] | undefined {
    const terms: Condition[] = [];
    do {
      const read = term();
      if (!read) return undefined;
      terms.push(read);
    } while (take(separator));
    return terms;
  }

  function not(): Condition | undefined {
    if (++depth > DEEPEST) return undefined;
    try {
      if (take('!')) {
        // `!` binds tighter than a comparison: only a parenthesis, a boolean or another `!` can follow it.
        const operand = ['(', '!', 'true', 'false'].includes(peek() ?? '') ? not() : undefined;
        return operand && ((status) => negate(operand(status)));
      }
      if (take('(')) {
        const inner = any();
        return take(')') ? inner : undefined;
      }
      if (take('true')) return () => true;
      if (take('false')) return () => false;
      return comparison();
    } finally {
      depth--;
    }
  }

  function comparison(): Condition | undefined {
    const left = lexemes?.[next++]?.operand;
    const operator = lexemes?.[next++]?.text;
    const right = lexemes?.[next++]?.operand;
    return left && right && operator ? compare(left, operator, right) : undefined;
  }

  const condition = any();
  return next === lexemes.length ? condition : undefined;
}

function lex(code: string): Lexeme[] | undefined {
  const lexemes: Lexeme[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < code.length) {
    const match = TOKENS.exec(code);
    if (!match) return undefined;
    const [, number, symbol, name, nullSafe] = match;
    if (number !== undefined) lexemes.push({ text: number, operand: { kind: 'number', value: Number(number) } });
    else if (symbol !== undefined) lexemes.push({ text: symbol });
    else if (name === 'true' || name === 'false') lexemes.push({ text: name });
    else if (name === 'null') lexemes.push({ text: name, operand: { kind: 'null' } });
    else if (name === 'context.Response') lexemes.push({ text: name, operand: { kind: 'response' } });
    else lexemes.push({ text: name ?? '', operand: { kind: 'status', nullSafe: nullSafe !== undefined } });
  }
  return lexemes;
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function compare(left: Operand, operator: string, right: Operand): Condition | undefined {
  const test = COMPARISONS[operator];
  if (!test) return undefined;
  const kinds = new Set([left.kind, right.kind]);
  const isEquality = operator === '==' || operator === '!=';
  if (kinds.has('null') && (kinds.has('response') || [left, right].some((o) => o.kind === 'status' && o.nullSafe))) {
    return isEquality ? (status) => (status === null) === (operator === '==') : undefined;
  }
  if ((left.kind !== 'status' && left.kind !== 'number') || (right.kind !== 'status' && right.kind !== 'number')) {
    return undefined;
  }
  return (status) => {
    if (status === null) {
      const read = [left, right].filter((operand) => operand.kind === 'status');
      if (read.some((operand) => !operand.nullSafe)) return 'fails';
      // C# compares a missing number as unequal to any, and as neither less nor greater.
      if (read.length > 0) return read.length === 2 ? isEquality && operator === '==' : operator === '!=';
    }
    return test(numberOf(left, status ?? 0), numberOf(right, status ?? 0));
  };
}

function numberOf(operand: Operand, statusCode: number): number {
  return operand.kind === 'number' ? operand.value : statusCode;
}

/**
 * From the left, the first term that decides: one that is `deciding` or fails. The terms after it are not evaluated.
 */
function decide(terms: readonly Condition[], statusCode: number | null, deciding: boolean): Outcome {
  for (const term of terms) {
    const outcome = term(statusCode);
    if (outcome === deciding || outcome === 'fails') return outcome;
  }
  return !deciding;
}

function negate(outcome: Outcome): Outcome {
  return outcome === 'fails' ? outcome : !outcome;
}
