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

/** A value as it stands in `rawxml`: its expressions as they are, all else escaped; or why it cannot stand there. */
export function rawValue(value: string, end: '"' | '<'): { readonly text: string } | { readonly fault: string } {
  const segments = segmentsOf(value);
  if (!segments) return { fault: 'holds an expression that is not closed' };
  const escape = end === '<' ? escapeText : escapeAttribute;
  const raw = segments.map((segment) => (segment.kind === 'text' ? escape(segment.value) : segment.value)).join('');
  // Only what an expression writes with an & can look escaped.
  if (!segments.some((segment) => segment.kind === 'expression' && segment.value.includes('&'))) return { text: raw };
  const misread = escapedValue(raw.slice(0, indexOrLength(raw, end)));
  if (misread === undefined || misread === value) return { text: raw };
  return { fault: 'holds an expression with what would be read as an XML entity' };
}

/** Where the mark stands, or the source ends. */
export function indexOrLength(source: string, mark: string, from = 0): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}
