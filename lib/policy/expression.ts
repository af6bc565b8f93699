import { unescape } from './xml';

/** A piece of a value: plain text, or an expression with its `@(` or `@{` and the closing bracket. */
interface Segment {
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

/** Returns whether a value contains the start of an expression. */
export function holdsExpression(value: string): boolean {
  return value.search(OPENING) >= 0;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A C# string or character literal. */
interface Quoted {
  readonly quote: string;
  /** `@"..."`: a backslash is literal, and a doubled quote is an escaped quote. */
  readonly isVerbatim: boolean;
  /** `$"..."`: it contains expressions in braces. */
  readonly isInterpolated: boolean;
}

interface Bracket {
  readonly closing: string;
  /** The string that continues after the bracket, if the bracket closes an expression inside a string. */
  readonly within?: Quoted;
}

/**
 * Returns the end, after the closing bracket, of the expression that starts at `start` with `@(` or `@{`. Brackets
 * inside C# strings, characters and comments are ignored.
 *
 * @returns undefined if the expression is not closed.
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

/** The tokens that open or close something in an expression. */
const TELLING = /[()[\]{}"'@$/]/g;

/** Returns the position of the next such token, or the end of the source. */
function indexOfTelling(source: string, from: number): number {
  TELLING.lastIndex = from;
  return TELLING.exec(source)?.index ?? source.length;
}

const QUOTE = /(?:\$@|@\$|[$@])?"|'/y;

/**
 * Returns the end of the comment at `at`, or of the source if the comment is not closed; undefined if there is no
 * comment.
 */
function endOfComment(source: string, at: number): number | undefined {
  if (source.startsWith('//', at)) return after(source, /[\n\r\u0085\u2028\u2029]/g, at + 2);
  if (source.startsWith('/*', at)) return after(source, /\*\//g, at + 2);
  return undefined;
}

function after(source: string, mark: RegExp, from: number): number {
  mark.lastIndex = from;
  return mark.test(source) ? mark.lastIndex : source.length;
}

/** Returns where a string stops: at its closing quote, or at the brace that opens an embedded expression. */
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

/** Returns whether a value is a single expression and nothing else. */
export function isExpression(value: string): boolean {
  const segments = segmentsOf(value.trim());
  return segments?.length === 1 && segments[0]?.kind === 'expression';
}

/** Returns an expression for a message, without its strings and comments, which may contain secrets. */
export function withoutStrings(expression: string): string {
  let shown = '';
  for (const { kind, value } of piecesOf(expression)) {
    if (kind === 'code') shown += value;
    else if (kind === 'string') shown += `${value.opening}...${value.opening.slice(-1)}`;
  }
  return shown;
}

/**
 * Returns the strings and line comments of an expression: the white space in a string is part of its value, and a line
 * comment ends with its line.
 */
export function spacedPiecesOf(expression: string): string[] {
  return piecesOf(expression).flatMap(({ kind, value }) => {
    if (kind === 'string') return [value.source];
    return kind === 'comment' && value.startsWith('//') ? [value] : [];
  });
}

const ENTITY = /&(?:amp|lt|gt|quot|apos|#\w+);/;

/**
 * Returns an expression in which quotes are literal without XML entities: API Management reads `&amp;&amp;` as `&&`
 * there, too. If a string also contains an entity, what it stands for is not known, and the expression is returned
 * unchanged.
 */
export function withoutEntities(expression: string): string {
  if (!ENTITY.test(expression)) return expression;
  const pieces = piecesOf(expression);
  if (pieces.some((piece) => piece.kind === 'string' && ENTITY.test(sourceOf(piece)))) return expression;
  return pieces.map((piece) => (piece.kind === 'code' ? unescape(piece.value) : sourceOf(piece))).join('');
}

function sourceOf({ kind, value }: Piece): string {
  return kind === 'string' ? value.source : value;
}

type Piece =
  | { readonly kind: 'code' | 'comment'; readonly value: string }
  | { readonly kind: 'string'; readonly value: { readonly opening: string; readonly source: string } };

/** Splits an expression. A string includes its quotes and its embedded expressions. */
function piecesOf(expression: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < expression.length) {
    const telling = indexOfTelling(expression, at);
    pieces.push({ kind: 'code', value: expression.slice(at, telling) });
    at = telling;
    const comment = endOfComment(expression, at);
    QUOTE.lastIndex = at;
    const opening = comment === undefined ? QUOTE.exec(expression)?.[0] : undefined;
    const end =
      comment ?? (opening === undefined ? at + 1 : endOfString(expression, at + opening.length, quotedBy(opening)));
    const source = expression.slice(at, end);
    if (opening !== undefined) pieces.push({ kind: 'string', value: { opening, source } });
    else pieces.push({ kind: comment === undefined ? 'code' : 'comment', value: source });
    at = end;
  }
  return pieces;
}

/**
 * Returns the end of a string, after its closing quote and any embedded expressions, or the end of the source if the
 * string is not closed.
 */
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
