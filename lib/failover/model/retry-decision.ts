import { StatusCodeSpan } from './status-codes';

/** What a retry condition sees of the attempt before it. */
export interface Seen {
  /** That of `context.Response`; null where there is no response. */
  readonly statusCode: number | null;
  /** Whether a backend made the response: it carries the headers that servers send, such as `Date`. */
  readonly isAnswer: boolean;
  /** `context.LastError.Reason`; null where `context.LastError` is null. */
  readonly lastError: string | null;
}

/** What a retry condition decides: another attempt, none, its own evaluation fails, or it depends on more than is seen. */
export type Decision = 'retried' | 'not retried' | 'fails' | 'depends';

/** A retry condition, as a function of what it sees. */
export type RetryDecision = (seen: Seen) => Decision;

/** The status of the response that the gateway makes where no backend answered. */
const GATEWAY_FAILURE = 500;

/**
 * A retry condition that holds for answers with the given status codes, and for every forward without an answer.
 *
 * Such a forward leaves no response, or a 500 that the gateway made. That 500 comes with `context.LastError`, or at
 * least without the `Date` header that a server sends, so a 500 that a backend answered is not tried again.
 */
export function retryExpression(spans: readonly StatusCodeSpan[]): string {
  const covers500 = spans.some(({ min, max }) => min <= GATEWAY_FAILURE && GATEWAY_FAILURE <= max);
  const tests = spans.map(({ min, max }) =>
    min === max
      ? `context.Response.StatusCode == ${min}`
      : `(context.Response.StatusCode >= ${min} && context.Response.StatusCode <= ${max})`,
  );
  return `@(${['context.Response == null', ...(covers500 ? [] : [MADE_BY_THE_GATEWAY]), ...tests].join(' || ')})`;
}

const MADE_BY_THE_GATEWAY =
  `(context.Response.StatusCode == ${GATEWAY_FAILURE} && ` +
  '(context.LastError != null || !context.Response.Headers.ContainsKey("Date")))';

/**
 * Reads what a retry condition decides: comparisons of `context.Response.StatusCode` with a number and of
 * `context.Response` and `context.LastError` with null, and whether the response has a `Date` header, joined by `&&`,
 * `||`, `!` and parentheses.
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
  return (seen) => {
    const outcome = condition(seen);
    return outcome === 'fails' ? outcome : outcome ? 'retried' : 'not retried';
  };
}

/** A condition's value. Reading the status or the headers of no response fails. */
type Condition = (seen: Seen) => ConditionResult;

type ConditionResult = boolean | 'fails';

type Operand =
  | { readonly kind: 'response' | 'last error' | 'null' }
  | { readonly kind: 'status'; readonly nullSafe: boolean }
  | { readonly kind: 'number'; readonly value: number };

const HAS_DATE = 'context.Response.Headers.ContainsKey("Date")';

const TOKENS =
  /\s*(?:(\d+)|(&&|\|\||[=!<>]=|[!<>()])|(context\.Response\.Headers\.ContainsKey\("Date"\)|context\.LastError|context\.Response(?:(\?)?\.StatusCode)?|null|true|false)(?![\w.?[(]))/y;

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
    return terms && ((seen) => decide(terms, seen, true));
  }

  function all(): Condition | undefined {
    const terms = listOf(not, '&&');
    return terms && ((seen) => decide(terms, seen, false));
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
        const operand = ['(', '!', 'true', 'false', HAS_DATE].includes(peek() ?? '') ? not() : undefined;
        return operand && ((seen) => negate(operand(seen)));
      }
      if (take('(')) {
        const inner = any();
        return take(')') ? inner : undefined;
      }
      if (take('true')) return () => true;
      if (take('false')) return () => false;
      if (take(HAS_DATE)) return ({ statusCode, isAnswer }) => (statusCode === null ? 'fails' : isAnswer);
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
    else if (name === 'true' || name === 'false' || name === HAS_DATE) lexemes.push({ text: name });
    else if (name === 'null') lexemes.push({ text: name, operand: { kind: 'null' } });
    else if (name === 'context.Response') lexemes.push({ text: name, operand: { kind: 'response' } });
    else if (name === 'context.LastError') lexemes.push({ text: name, operand: { kind: 'last error' } });
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
  // Closures keep what the operator says, and never its text. V8 as of Node 20 and 22 may fold `text === '=='` to false,
  // though it holds, where a closure keeps text that was cut out of other text and has been used as a key.
  const isEqual = operator === '==';
  const isEquality = isEqual || operator === '!=';
  if (kinds.has('null') && kinds.has('last error')) {
    return isEquality ? ({ lastError }) => (lastError === null) === isEqual : undefined;
  }
  if (kinds.has('null') && (kinds.has('response') || [left, right].some((o) => o.kind === 'status' && o.nullSafe))) {
    return isEquality ? ({ statusCode }) => (statusCode === null) === isEqual : undefined;
  }
  if ((left.kind !== 'status' && left.kind !== 'number') || (right.kind !== 'status' && right.kind !== 'number')) {
    return undefined;
  }
  return ({ statusCode }) => {
    if (statusCode === null) {
      const read = [left, right].filter((operand) => operand.kind === 'status');
      if (read.some((operand) => !operand.nullSafe)) return 'fails';
      // C# compares a missing number as unequal to any, and as neither less nor greater.
      if (read.length > 0) return read.length === 2 ? isEqual : isEquality && !isEqual;
    }
    return test(numberOf(left, statusCode ?? 0), numberOf(right, statusCode ?? 0));
  };
}

function numberOf(operand: Operand, statusCode: number): number {
  return operand.kind === 'number' ? operand.value : statusCode;
}

/**
 * From the left, the first term that decides: one that is `deciding` or fails. The terms after it are not evaluated.
 */
function decide(terms: readonly Condition[], seen: Seen, deciding: boolean): ConditionResult {
  for (const term of terms) {
    const outcome = term(seen);
    if (outcome === deciding || outcome === 'fails') return outcome;
  }
  return !deciding;
}

function negate(outcome: ConditionResult): ConditionResult {
  return outcome === 'fails' ? outcome : !outcome;
}
