/** A piece of a value: plain text, or an expression with its `@(` or `@{` and the closing bracket. */
export interface Segment {
  readonly kind: 'text' | 'expression';
  readonly value: string;
}

const OPENING = /@[({]/g;

/**
 * Splits a value into text and expressions.
 *
 * @returns undefined if an expression is not closed.
 */
export function segmentsOf(value: string): Segment[] | undefined {
  const segments: Segment[] = [];
  let from = 0;
  for (;;) {
    OPENING.lastIndex = from;
    const start = OPENING.exec(value)?.index;
    if (start === undefined) break;
    const end = endOfExpression(value, start);
    if (end === undefined) return undefined;
    if (start > from) segments.push({ kind: 'text', value: value.slice(from, start) });
    segments.push({ kind: 'expression', value: value.slice(start, end) });
    from = end;
  }
  if (from < value.length) segments.push({ kind: 'text', value: value.slice(from) });
  return segments;
}

/** Whether a value would be read as holding an expression. */
export function holdsExpression(value: string): boolean {
  return value.search(OPENING) >= 0;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A string or character of C#. */
interface Quoted {
  readonly quote: string;
  /** `@"..."`: a backslash is a backslash, and a doubled quote stands for one. */
  readonly isVerbatim: boolean;
  /** `$"..."`: it holds expressions in braces. */
  readonly isInterpolated: boolean;
}

interface Bracket {
  readonly closing: string;
  /** The string that goes on after it, if what it closes is an expression in a string. */
  readonly within?: Quoted;
}

/**
 * Where the expression ends that starts at `start` with `@(` or `@{`: after its closing bracket. Brackets inside C#'s
 * strings, characters and comments do not count.
 *
 * @returns undefined if it is not closed.
 */
export function endOfExpression(source: string, start: number): number | undefined {
  const open: Bracket[] = [];
  let quoted: Quoted | undefined;
  let at = start + 1;
  while (at < source.length) {
    if (quoted) {
      const stop = endOfQuoted(source, at, quoted);
      if (stop === undefined) return undefined;
      if (source.charAt(stop) === '{') open.push({ closing: '}', within: quoted });
      quoted = undefined;
      at = stop + 1;
      continue;
    }
    at = indexOfTelling(source, at);
    const comment = endOfComment(source, at);
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    QUOTE.lastIndex = at;
    const quote = QUOTE.exec(source)?.[0];
    if (quote) {
      quoted = quotedBy(quote);
      at += quote.length;
      continue;
    }
    const char = source.charAt(at++);
    const closing = CLOSING[char];
    if (closing) open.push({ closing });
    else if (char === ')' || char === ']' || char === '}') {
      const bracket = open.pop();
      if (bracket?.closing !== char) return undefined;
      if (open.length === 0) return at;
      quoted = bracket.within;
    }
  }
  return undefined;
}

/** Whatever else stands in an expression neither opens nor closes anything. */
const TELLING = /[()[\]{}"'@$/]/g;

/** Where the next of them stands, or the source ends. */
function indexOfTelling(source: string, from: number): number {
  TELLING.lastIndex = from;
  return TELLING.exec(source)?.index ?? source.length;
}

const QUOTE = /(?:\$@|@\$|[$@])?"|'/y;

/** The end of the comment at `at`, or of the source if it is not closed; undefined if there is none. */
function endOfComment(source: string, at: number): number | undefined {
  if (source.startsWith('//', at)) return after(source, /[\n\r\u0085\u2028\u2029]/g, at + 2);
  if (source.startsWith('/*', at)) return after(source, /\*\//g, at + 2);
  return undefined;
}

function after(source: string, mark: RegExp, from: number): number {
  mark.lastIndex = from;
  return mark.test(source) ? mark.lastIndex : source.length;
}

/** Where a string stops: at its closing quote, or at the brace that opens an expression in it. */
function endOfQuoted(source: string, from: number, { quote, isVerbatim, isInterpolated }: Quoted): number | undefined {
  for (let at = from; at < source.length; at++) {
    const char = source.charAt(at);
    const isDoubled = source.charAt(at + 1) === char;
    if (char === '\\' && !isVerbatim) at++;
    else if (char === quote) {
      if (!isVerbatim || !isDoubled) return at;
      at++;
    } else if (char === '{' && isInterpolated) {
      if (!isDoubled) return at;
      at++;
    }
  }
  return undefined;
}

/** Whether a value is one expression and nothing else. */
export function isExpression(value: string): boolean {
  const segments = segmentsOf(value.trim());
  return segments?.length === 1 && segments[0]?.kind === 'expression';
}

/** An expression as a message may show it: its strings may hold secrets, and its comments too. */
export function withoutStrings(expression: string): string {
  let shown = '';
  let at = 0;
  while (at < expression.length) {
    const telling = indexOfTelling(expression, at);
    shown += expression.slice(at, telling);
    at = telling;
    const comment = endOfComment(expression, at);
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    QUOTE.lastIndex = at;
    const opening = QUOTE.exec(expression)?.[0];
    if (opening === undefined) shown += expression.charAt(at++);
    else {
      shown += `${opening}...${opening.slice(-1)}`;
      at = endOfString(expression, at + opening.length, quotedBy(opening));
    }
  }
  return shown;
}

/** After its closing quote, whatever expressions it holds; the end of the source if it is not closed. */
function endOfString(source: string, from: number, quoted: Quoted): number {
  let at = from;
  for (;;) {
    const stop = endOfQuoted(source, at, quoted);
    if (stop === undefined) return source.length;
    if (source.charAt(stop) !== '{') return stop + 1;
    const end = endOfExpression(source, stop - 1);
    if (end === undefined) return source.length;
    at = end;
  }
}

function quotedBy(opening: string): Quoted {
  return { quote: opening.slice(-1), isVerbatim: opening.includes('@'), isInterpolated: opening.includes('$') };
}
