import { SequenceValue } from '../collection';
import { CharValue, EnumValue, Value } from '../value';
import { argument, argumentNull, outOfRange, formatException, CSharpException, Unsupported } from '../errors';
import { formatValue } from '../format';
import { formatted, aligned } from '../format-any';
import { bounded, budget } from '../budget';
import { areEqual } from '../operators';
import { STRING } from '../types';
import { walked } from './items';

/** Converts to upper case letter by letter, so that the length does not change. */
export function folded(text: string): string {
  return letterByLetter(text, (part) => part.toUpperCase(), /[^\0-\x7f]/g);
}

export function lowered(text: string): string {
  return letterByLetter(text, (part) => part.toLowerCase(), /[^\0-\x7f]/gu);
}

export function uppered(text: string): string {
  return letterByLetter(text, (part) => part.toUpperCase(), /[^\0-\x7f]/gu);
}

/** Converts ASCII as a whole. Characters whose conversion changes the length stay unchanged. */
function letterByLetter(text: string, change: (part: string) => string, others: RegExp): string {
  budget.scan(text.length);
  budget.text(text.length);
  others.lastIndex = 0;
  if (!others.test(text)) return change(text);
  budget.spend(4 * text.length);
  others.lastIndex = 0;
  // Conversion of whole strings has special rules, for example for a sigma at the end of a word.
  return text.replace(/[\0-\x7f]+/g, change).replace(others, (char) => {
    const changed = change(char);
    return changed.length === char.length ? changed : char;
  });
}

type Comparison = EnumValue | undefined;
/** A string or a character. */
export type Text = string | CharValue | null;

function ignoresCase(comparison: Comparison): boolean {
  return comparison !== undefined && comparison.name.endsWith('IgnoreCase');
}

/** Returns the text of a string or character that must not be null. */
export function given(text: Text, name = 'value'): string {
  if (text === null) throw argumentNull(name);
  return typeof text === 'string' ? text : text.text;
}

export function under(text: Text, comparison: Comparison): string {
  return ignoresCase(comparison) ? folded(given(text)) : given(text);
}

export function compareWords(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  budget.spend(2 + (Math.min((a as string).length, (b as string).length) >> 2));
  if (!hasKnownOrder(a as string, b as string))
    throw new Unsupported('the order of hyphens, apostrophes, and different symbols depends on the version of .NET');
  return (a as string).localeCompare(b as string, 'en-US');
}

/** Returns whether the first difference of two texts decides their order, in all versions of .NET. */
function hasKnownOrder(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a.charAt(at).toLowerCase() === b.charAt(at).toLowerCase()) at++;
  const different = [a.charAt(at), b.charAt(at)];
  return (
    different.includes('') || (!different.some((char) => /[-']/.test(char)) && /[\p{L}\p{N}]/u.test(different.join('')))
  );
}

export function compareBy(a: string | null, b: string | null, comparison: EnumValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const compare = comparison.name.startsWith('Ordinal') ? compareOrdinal : compareWords;
  return compare(under(a, comparison), under(b, comparison));
}

export function compareOrdinal(a: string, b: string): number {
  budget.scan(Math.min(a.length, b.length));
  return a === b ? 0 : a < b ? -1 : 1;
}

export function equals(a: string | null, b: string | null, comparison: EnumValue): boolean {
  if (a === null || b === null) return a === b;
  return ignoresCase(comparison) ? folded(a) === folded(b) : areEqual(a, b);
}

export function array(items: readonly Value[]): SequenceValue {
  return new SequenceValue('array', STRING, [...items]);
}

/** The bytes of a substring. */
const PART = 32;

/** @param at - the separators; without any, white space */
export function split(text: string, at: Value, count = Infinity, options?: EnumValue): SequenceValue {
  if (count < 0) throw outOfRange('count');
  const separators = marksOf(at);
  const marks = separators.filter((mark) => mark !== '');
  const parts: string[] = [];
  const skipsEmpty = ((options?.number ?? 0) & 1) !== 0;
  const trims = ((options?.number ?? 0) & 2) !== 0;
  budget.spend(text.length * Math.max(marks.length, 1));
  const add = (part: string): void => {
    const own = trims ? trimmed(part) : part;
    if (skipsEmpty && own === '') return;
    budget.allocate(PART);
    parts.push(own);
  };
  const markAt = (at: number): string | undefined =>
    marks.length > 0 || separators.length > 0
      ? marks.find((one) => startsAt(text, one, at))
      : /\s/.exec(text.charAt(at))?.[0];
  let from = 0;
  for (let at = 0; at < text.length && parts.length < count - 1;) {
    const mark = markAt(at);
    if (mark === undefined) {
      at++;
      continue;
    }
    add(text.slice(from, at));
    at += mark.length;
    from = at;
  }
  // The rest does not start with empty entries.
  if (skipsEmpty && count > 1) for (let mark = markAt(from); mark; mark = markAt(from)) from += mark.length;
  if (count > 0) add(text.slice(from));
  return array(parts);
}

function startsAt(text: string, mark: string, at: number): boolean {
  if (text.charCodeAt(at) !== mark.charCodeAt(0)) return false;
  budget.scan(mark.length);
  return text.startsWith(mark, at);
}

const WHITE = /\s/;

export const WHITE_OR_CONTROL = (char: string): boolean => WHITE.test(char) || char === '\u0085';

/** Removes characters from the ends; without any, white space. */
export function trimmed(text: string, chars: Value = null, start = true, end = true): string {
  const set = new Set(marksOf(chars));
  const drops = (char: string): boolean => (set.size > 0 ? set.has(char) : WHITE_OR_CONTROL(char) && char !== '\ufeff');
  let from = 0;
  let to = text.length;
  while (start && from < to && drops(text.charAt(from))) from++;
  while (end && to > from && drops(text.charAt(to - 1))) to--;
  budget.spend(text.length - (to - from));
  return text.slice(from, to);
}

function marksOf(values: Value): string[] {
  if (typeof values === 'string' || values instanceof CharValue) return [given(values)];
  return values === null ? [] : texts(values);
}

export function texts(values: Value): string[] {
  return walked(values).map(formatValue);
}

/** Joins strings with a separator. */
export function joined(mark: string, parts: readonly string[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, mark.length * Math.max(parts.length - 1, 0));
  budget.text(length);
  budget.walk(parts.length);
  return parts.join(mark);
}

export function sub(text: string, start: number, length = text.length - start): string {
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  if (length < 0 || start + length > text.length) throw outOfRange('length');
  return text.substring(start, start + length);
}

/** Counts the search for a part: a long one can restart at each position. */
function search(text: string, { length }: string): void {
  budget.spend(Math.floor((text.length * (length > LONGEST_PART ? length : 1)) / 32));
}

const LONGEST_PART = 250;

export function indexOf(text: string, part: Text, start: number, comparison?: EnumValue): number {
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  const [whole, wanted] = [under(text, comparison), under(part, comparison)];
  search(whole, wanted);
  return whole.indexOf(wanted, start);
}

/** Searches from the end, or backward from the character at `start`. */
export function lastIndexOf(text: string, part: Text, start?: number, comparison?: EnumValue): number {
  if (part instanceof CharValue) {
    if (text === '') return -1;
    if (start !== undefined && (start < 0 || start >= text.length)) throw outOfRange('startIndex');
    return lastIndexOf(text, part.text, start);
  }
  const [whole, wanted] = [under(text, comparison), under(part, comparison)];
  // A search from the end can always restart at each position.
  budget.spend(Math.floor((whole.length * wanted.length) / 32));
  if (start === undefined) return whole.lastIndexOf(wanted);
  if (text === '' && start <= 0 && start >= -1) return wanted === '' ? 0 : -1;
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  return start - wanted.length + 1 < 0 ? -1 : whole.lastIndexOf(wanted, start - wanted.length + 1);
}

/** Returns the first or last index of one of the characters. */
export function indexOfAny(text: string, chars: SequenceValue, start: number, step: 1 | -1): number {
  const set = new Set(texts(chars));
  let index = start;
  while (index >= 0 && index < text.length && !set.has(text.charAt(index))) index += step;
  budget.spend(Math.abs(index - start));
  return index < text.length ? index : -1;
}

/** Spends the cost of comparing a string from its start or end. */
export function scanned(text: Text): string {
  const other = given(text);
  budget.scan(other.length);
  return other;
}

export function composite(format: string | null, args: readonly Value[]): string {
  const text = given(format, 'format');
  if (/\{\d+[^{}]*:[^{}]*\{\{/.test(text)) throw new Unsupported('braces in a format are not supported');
  budget.spend(4 * text.length);
  return bounded(
    text.replace(
      /\{\{|\}\}|\{(\d+)\s*(?:,\s*(-?\d+)\s*)?(?::([^{}]*))?\}|[{}]/g,
      (match, index?: string, width?: string, spec?: string) => {
        if (match === '{{' || match === '}}') return match.charAt(0);
        if (index === undefined) throw formatException();
        if (Number(index) >= args.length) {
          throw formatException(
            'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
          );
        }
        const value = formatted(args[Number(index)], spec);
        return bounded(width === undefined ? value : aligned(value, Number(width)));
      },
    ),
  );
}

export function replaceAll(text: string, from: Text, to: Text): string {
  const part = given(from, 'oldValue');
  const by = given(to ?? '');
  if (part === '') throw argument("String cannot be of zero length. (Parameter 'oldValue')");
  search(text, part);
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  budget.spend(2 * count);
  if (count === 0) return text;
  budget.text(text.length + count * (by.length - part.length));
  return text.replaceAll(part, () => by);
}

export function padded(text: string, width: number, char: CharValue | undefined, left: boolean): string {
  if (width < 0) throw outOfRange('totalWidth');
  budget.text(Math.max(width, text.length));
  return left ? text.padStart(width, char?.text ?? ' ') : text.padEnd(width, char?.text ?? ' ');
}

export function outOfBounds(): CSharpException {
  return new CSharpException('IndexOutOfRangeException', 'Index was outside the bounds of the array.');
}
