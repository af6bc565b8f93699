import { segmentsOf, withoutEntities } from './expression';
import { escapeAttribute, escapeText, indexOfUnescaped, isPlain, unescape } from './xml';

/** The delimiter that ends a value: the quote around an attribute, or the tag after a text. */
export type ValueEnd = '"' | "'" | '<';

/**
 * Returns the value of a source in which everything is escaped, including the C# of its expressions.
 *
 * A source is read this way if it is valid XML and its expressions are closed after unescaping. Any other source is
 * raw: an `&` or a quote inside its expressions is C#.
 *
 * @returns undefined if the source is raw.
 */
export function escapedValue(source: string): string | undefined {
  if (isPlain(source) && !source.includes('@')) return source;
  if (indexOfUnescaped(source) !== undefined) return undefined;
  const value = unescape(source);
  return segmentsOf(value) && value;
}

/**
 * Returns a value in `rawxml` format, with literal expressions and everything else escaped; or the reason why this is
 * not possible.
 */
export function rawValue(value: string, end: '"' | '<'): { readonly text: string } | { readonly fault: string } {
  const segments = segmentsOf(value);
  if (!segments) return { fault: 'contains an expression that is not closed' };
  const escape = end === '<' ? escapeText : escapeAttribute;
  const raw = segments.map((segment) => (segment.kind === 'text' ? escape(segment.value) : segment.value)).join('');
  // Only an expression with an & can look escaped.
  if (!segments.some((segment) => segment.kind === 'expression' && segment.value.includes('&'))) return { text: raw };
  const read =
    escapedValue(raw.slice(0, indexOrLength(raw, end))) ??
    segments.map((segment) => (segment.kind === 'text' ? segment.value : withoutEntities(segment.value))).join('');
  if (read === value) return { text: raw };
  return { fault: 'contains an expression with text that would be read as an XML entity' };
}

/** Returns the position of the delimiter, or the end of the source. */
export function indexOrLength(source: string, mark: string, from = 0): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}
