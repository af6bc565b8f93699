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

/**
 * Where the expression ends that starts at `start` with `@(` or `@{`: after its closing bracket. Brackets inside C#'s
 * strings, characters and comments do not count.
 *
 * @returns undefined if it is not closed.
 */
export function endOfExpression(source: string, start: number): number | undefined {
  const expected: string[] = [];
  let at = start + 1;
  while (at < source.length) {
    const skipped = endOfLiteral(source, at);
    if (skipped === 'open') return undefined;
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const char = source.charAt(at++);
    const closing = CLOSING[char];
    if (closing) expected.push(closing);
    else if (char === ')' || char === ']' || char === '}') {
      if (expected.pop() !== char) return undefined;
      if (expected.length === 0) return at;
    }
  }
  return undefined;
}

/** The end of the string, character or comment at `at`; undefined if there is none, `open` if it is not closed. */
function endOfLiteral(source: string, at: number): number | 'open' | undefined {
  const rest = source.slice(at, at + 3);
  if (rest.startsWith('//')) return after(source, '\n', at + 2) ?? source.length;
  if (rest.startsWith('/*')) return after(source, '*/', at + 2) ?? 'open';
  if (rest.startsWith('$@"') || rest.startsWith('@$"')) return endOfString(source, at + 3, '"', true, true);
  if (rest.startsWith('@"')) return endOfString(source, at + 2, '"', true, false);
  if (rest.startsWith('$"')) return endOfString(source, at + 2, '"', false, true);
  if (rest.startsWith('"')) return endOfString(source, at + 1, '"', false, false);
  if (rest.startsWith("'")) return endOfString(source, at + 1, "'", false, false);
  return undefined;
}

function after(source: string, mark: string, from: number): number | undefined {
  const found = source.indexOf(mark, from);
  return found < 0 ? undefined : found + mark.length;
}

function endOfString(
  source: string,
  from: number,
  quote: string,
  isVerbatim: boolean,
  isInterpolated: boolean,
): number | 'open' {
  let at = from;
  while (at < source.length) {
    const char = source.charAt(at);
    const doubled = source.charAt(at + 1) === char;
    if (char === quote) {
      if (!(isVerbatim && doubled)) return at + 1;
      at += 2;
    } else if (char === '\\' && !isVerbatim) {
      at += 2;
    } else if (char === '{' && isInterpolated && !doubled) {
      const end = endOfExpression(source, at - 1);
      if (end === undefined) return 'open';
      at = end;
    } else {
      at += (char === '{' || char === '}') && isInterpolated && doubled ? 2 : 1;
    }
  }
  return 'open';
}

/** Whether a value is one expression and nothing else. */
export function isExpression(value: string): boolean {
  const segments = segmentsOf(value.trim());
  return segments?.length === 1 && segments[0]?.kind === 'expression';
}
