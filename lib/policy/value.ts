import { segmentsOf } from './expression';
import { escapeAttribute, escapeText, indexOfUnescaped, isPlain, unescape } from './xml';

/** What a value ends before: the quote round an attribute, or the tag after a text. */
export type ValueEnd = '"' | "'" | '<';

/**
 * The value of a source in which everything is escaped, the C# of its expressions too.
 *
 * That is how a source is read that XML allows as it is and whose expressions are closed once it is unescaped. Any
 * other source is raw: an `&` or a quote within its expressions is C#.
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
 * A value as it stands in `rawxml`: its expressions as they are, all else escaped.
 *
 * @throws if an expression is not closed, or would be read as an escaped one.
 */
export function rawValue(value: string, end: '"' | '<'): string {
  const segments = segmentsOf(value);
  if (!segments) throw new Error(`an expression is not closed: ${JSON.stringify(value)}`);
  const escape = end === '<' ? escapeText : escapeAttribute;
  const raw = segments.map((segment) => (segment.kind === 'text' ? escape(segment.value) : segment.value)).join('');
  // Only what an expression writes with an & can look escaped.
  if (!segments.some((segment) => segment.kind === 'expression' && segment.value.includes('&'))) return raw;
  const misread = escapedValue(raw.slice(0, indexOrLength(raw, end)));
  if (misread !== undefined && misread !== value) {
    throw new Error(`an expression holds what would be read as an XML entity: ${JSON.stringify(value)}`);
  }
  return raw;
}

/** Where the mark stands, or the source ends. */
export function indexOrLength(source: string, mark: string, from = 0): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}
