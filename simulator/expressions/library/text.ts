import { CharValue, EnumValue, SequenceValue, Value } from '../value';
import { aligned } from '../compile/strings';
import { argumentNull, outOfRange, formatException, Unsupported, CSharpException } from '../errors';
import { formatValue } from '../format';
import { formatted } from '../format-any';
import { bounded } from '../frame';
import { STRING } from '../types';
import { itemsOf } from './items';

/** Upper case letter by letter, so that the length stays. */
export function folded(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toUpperCase();
  return Array.from({ length: text.length }, (_, index) => {
    const upper = text.charAt(index).toUpperCase();
    return upper.length === 1 ? upper : text.charAt(index);
  }).join('');
}

export function lowered(text: string): string {
  return Array.from(text, (char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char)).join('');
}

export function uppered(text: string): string {
  return Array.from(text, (char) => (char.toUpperCase().length === char.length ? char.toUpperCase() : char)).join('');
}

type Comparison = EnumValue | undefined;

function ignoresCase(comparison: Comparison): boolean {
  return comparison !== undefined && comparison.name.endsWith('IgnoreCase');
}

export function given(text: string | null, name = 'value'): string {
  if (text === null) throw argumentNull(name);
  return text;
}

export function under(text: string | null, comparison: Comparison): string {
  return ignoresCase(comparison) ? folded(given(text)) : given(text);
}

export function compareWords(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return (a as string).localeCompare(b as string, 'en-US');
}

export function compareBy(a: string | null, b: string | null, comparison: EnumValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (!comparison.name.startsWith('Ordinal'))
    return compareWords(ignoresCase(comparison) ? folded(a) : a, ignoresCase(comparison) ? folded(b) : b);
  return compareOrdinal(ignoresCase(comparison) ? folded(a) : a, ignoresCase(comparison) ? folded(b) : b);
}

export function compareOrdinal(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

export function equals(a: string | null, b: string | null, comparison: EnumValue): boolean {
  if (a === null || b === null) return a === b;
  return ignoresCase(comparison) ? folded(a) === folded(b) : a === b;
}

export function array(items: readonly Value[]): SequenceValue {
  return new SequenceValue('array', STRING, [...items]);
}

export function split(
  text: string,
  separators: readonly string[],
  count: number,
  options: EnumValue | undefined,
): SequenceValue {
  if (count < 0) throw outOfRange('count');
  const marks = separators.filter((mark) => mark !== '');
  const parts: string[] = [];
  const skipsEmpty = ((options?.number ?? 0) & 1) !== 0;
  const trims = ((options?.number ?? 0) & 2) !== 0;
  const add = (part: string): void => {
    const own = trims ? trimmed(part) : part;
    if (!skipsEmpty || own !== '') parts.push(own);
  };
  const markAt = (at: number): string | undefined =>
    marks.length > 0 || separators.length > 0
      ? marks.find((one) => text.startsWith(one, at))
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
  // What is left over does not begin with entries that are empty.
  if (skipsEmpty && count > 1) for (let mark = markAt(from); mark; mark = markAt(from)) from += mark.length;
  if (count > 0) add(text.slice(from));
  return array(parts);
}

const WHITE = /\s/;

export const WHITE_OR_CONTROL = (char: string): boolean => WHITE.test(char) || char === '\u0085';

export function trimmed(text: string, chars?: ReadonlySet<string>, start = true, end = true): string {
  const drops = (char: string): boolean =>
    chars && chars.size > 0 ? chars.has(char) : WHITE_OR_CONTROL(char) && char !== '\ufeff';
  let from = 0;
  let to = text.length;
  while (start && from < to && drops(text.charAt(from))) from++;
  while (end && to > from && drops(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

export function charSet(chars: SequenceValue): ReadonlySet<string> {
  return new Set(texts(chars));
}

export function texts(values: Value): string[] {
  return itemsOf(values).map(formatValue);
}

export function sub(text: string, start: number, length = text.length - start): string {
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  if (length < 0 || start + length > text.length) throw outOfRange('length');
  return text.substring(start, start + length);
}

export function indexOf(text: string, part: string | null, start: number, comparison?: EnumValue): number {
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  return under(text, comparison).indexOf(under(part, comparison), start);
}

export function composite(format: string | null, args: readonly Value[]): string {
  return bounded(
    given(format, 'format').replace(
      /\{\{|\}\}|\{(\d+)\s*(?:,\s*(-?\d+)\s*)?(?::([^{}]*))?\}|[{}]/g,
      (match, index?: string, width?: string, spec?: string) => {
        if (match === '{{' || match === '}}') return match.charAt(0);
        if (index === undefined) throw formatException();
        if (Number(index) >= args.length) {
          throw formatException(
            'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
          );
        }
        const text = formatted(args[Number(index)], spec);
        return width === undefined ? text : aligned(text, Number(width));
      },
    ),
  );
}

export function replaceAll(text: string, from: string | null, to: string | null): string {
  if (given(from, 'oldValue') === '') throw argumentNull('oldValue');
  return bounded(text.split(from!).join(to ?? ''));
}

export function padded(text: string, width: number, char: CharValue | undefined, left: boolean): string {
  if (width < 0) throw outOfRange('totalWidth');
  if (width > 16_000_000) throw new Unsupported('the string would be too long');
  return left ? text.padStart(width, char?.text ?? ' ') : text.padEnd(width, char?.text ?? ' ');
}

export function outOfBounds(): CSharpException {
  return new CSharpException('IndexOutOfRangeException', 'Index was outside the bounds of the array.');
}
