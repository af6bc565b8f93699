import { argumentNull, CSharpException, formatException, outOfRange, Unsupported } from '../errors';
import { formatValue } from '../format';
import { formatted } from '../format-any';
import { bounded } from '../frame';
import { CHAR, STRING } from '../types';
import { CharValue, EnumValue, SequenceValue, Value } from '../value';
import { aligned } from '../compile/strings';
import { declare, declareEnum } from './declare';
import { itemsOf } from './items';

declareEnum('StringComparison', [
  'CurrentCulture',
  'CurrentCultureIgnoreCase',
  'InvariantCulture',
  'InvariantCultureIgnoreCase',
  'Ordinal',
  'OrdinalIgnoreCase',
]);
declareEnum('StringSplitOptions', ['None', 'RemoveEmptyEntries', 'TrimEntries']);

/** Upper case letter by letter, so that the length stays. */
export function folded(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toUpperCase();
  return Array.from({ length: text.length }, (_, index) => {
    const upper = text.charAt(index).toUpperCase();
    return upper.length === 1 ? upper : text.charAt(index);
  }).join('');
}

function lowered(text: string): string {
  return Array.from(text, (char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char)).join('');
}
function uppered(text: string): string {
  return Array.from(text, (char) => (char.toUpperCase().length === char.length ? char.toUpperCase() : char)).join('');
}

type Comparison = EnumValue | undefined;

function ignoresCase(comparison: Comparison): boolean {
  return comparison !== undefined && comparison.name.endsWith('IgnoreCase');
}

function given(text: string | null, name = 'value'): string {
  if (text === null) throw argumentNull(name);
  return text;
}

function under(text: string | null, comparison: Comparison): string {
  return ignoresCase(comparison) ? folded(given(text)) : given(text);
}

export function compareWords(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return (a as string).localeCompare(b as string, 'en-US');
}

function compareBy(a: string | null, b: string | null, comparison: EnumValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (!comparison.name.startsWith('Ordinal'))
    return compareWords(ignoresCase(comparison) ? folded(a) : a, ignoresCase(comparison) ? folded(b) : b);
  return compareOrdinal(ignoresCase(comparison) ? folded(a) : a, ignoresCase(comparison) ? folded(b) : b);
}

function compareOrdinal(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function equals(a: string | null, b: string | null, comparison: EnumValue): boolean {
  if (a === null || b === null) return a === b;
  return ignoresCase(comparison) ? folded(a) === folded(b) : a === b;
}

export function array(items: readonly Value[]): SequenceValue {
  return new SequenceValue('array', STRING, [...items]);
}

function split(
  text: string,
  separators: readonly string[],
  count: number,
  options: EnumValue | undefined,
): SequenceValue {
  const marks = separators.filter((mark) => mark !== '');
  const parts: string[] = [];
  const skipsEmpty = ((options?.number ?? 0) & 1) !== 0;
  const trims = ((options?.number ?? 0) & 2) !== 0;
  const add = (part: string): void => {
    const own = trims ? trimmed(part) : part;
    if (!skipsEmpty || own !== '') parts.push(own);
  };
  let from = 0;
  for (let at = 0; at < text.length && parts.length < count - 1;) {
    const mark =
      marks.length > 0 || separators.length > 0
        ? marks.find((one) => text.startsWith(one, at))
        : /\s/.exec(text.charAt(at))?.[0];
    if (mark === undefined) {
      at++;
      continue;
    }
    add(text.slice(from, at));
    at += mark.length;
    from = at;
  }
  if (count > 0) add(text.slice(from));
  return array(parts);
}

const WHITE = /\s/;
const WHITE_OR_CONTROL = (char: string): boolean => WHITE.test(char) || char === '\u0085';

function trimmed(text: string, chars?: ReadonlySet<string>, start = true, end = true): string {
  const drops = (char: string): boolean =>
    chars && chars.size > 0 ? chars.has(char) : WHITE_OR_CONTROL(char) && char !== '\ufeff';
  let from = 0;
  let to = text.length;
  while (start && from < to && drops(text.charAt(from))) from++;
  while (end && to > from && drops(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

function charSet(chars: SequenceValue): ReadonlySet<string> {
  return new Set(texts(chars));
}

function texts(values: Value): string[] {
  return itemsOf(values).map(formatValue);
}

function sub(text: string, start: number, length = text.length - start): string {
  if (start < 0 || start > text.length) throw outOfRange('startIndex');
  if (length < 0 || start + length > text.length) throw outOfRange('length');
  return text.substring(start, start + length);
}

function indexOf(text: string, part: string | null, start: number, comparison?: EnumValue): number {
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

function replaceAll(text: string, from: string | null, to: string | null): string {
  if (given(from, 'oldValue') === '') throw argumentNull('oldValue');
  return bounded(text.split(from!).join(to ?? ''));
}

function padded(text: string, width: number, char: CharValue | undefined, left: boolean): string {
  if (width < 0) throw outOfRange('totalWidth');
  if (width > 16_000_000) throw new Unsupported('the string would be too long');
  return left ? text.padStart(width, char?.text ?? ' ') : text.padEnd(width, char?.text ?? ' ');
}

declare(
  'string',
  {
    'static string Empty': () => '',
    'new(char, int)': (char: CharValue, count: number) => padded('', count, char, true),
    'new(char[])': (chars: SequenceValue) => texts(chars).join(''),
    'int Length': (text: string) => text.length,
    'char this[int]': (text: string, index: number) => {
      if (index < 0 || index >= text.length) throw outOfBounds();
      return CharValue.of(text.charCodeAt(index));
    },
    'bool Contains(string)': (text: string, part: string | null) => text.includes(given(part)),
    'bool Contains(char)': (text: string, part: CharValue) => text.includes(part.text),
    'bool Contains(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).includes(under(part, by)),
    'bool StartsWith(string)': (text: string, part: string | null) => text.startsWith(given(part)),
    'bool StartsWith(char)': (text: string, part: CharValue) => text.startsWith(part.text),
    'bool StartsWith(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).startsWith(under(part, by)),
    'bool EndsWith(string)': (text: string, part: string | null) => text.endsWith(given(part)),
    'bool EndsWith(char)': (text: string, part: CharValue) => text.endsWith(part.text),
    'bool EndsWith(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).endsWith(under(part, by)),
    'int IndexOf(string)': (text: string, part: string) => indexOf(text, part, 0),
    'int IndexOf(char)': (text: string, part: CharValue) => text.indexOf(part.text),
    'int IndexOf(string, int)': (text: string, part: string, start: number) => indexOf(text, part, start),
    'int IndexOf(char, int)': (text: string, part: CharValue, start: number) => indexOf(text, part.text, start),
    'int IndexOf(string, StringComparison)': (text: string, part: string, by: EnumValue) => indexOf(text, part, 0, by),
    'int LastIndexOf(string)': (text: string, part: string | null) => text.lastIndexOf(given(part)),
    'int LastIndexOf(char)': (text: string, part: CharValue) => text.lastIndexOf(part.text),
    'int LastIndexOf(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).lastIndexOf(under(part, by)),
    'int IndexOfAny(char[])': (text: string, chars: SequenceValue) => {
      const set = charSet(chars);
      for (let index = 0; index < text.length; index++) if (set.has(text.charAt(index))) return index;
      return -1;
    },
    'string Substring(int)': (text: string, start: number) => sub(text, start),
    'string Substring(int, int)': (text: string, start: number, length: number) => sub(text, start, length),
    'string Remove(int)': (text: string, start: number) => sub(text, 0, start),
    'string Remove(int, int)': (text: string, start: number, count: number) => {
      sub(text, start, count);
      return text.slice(0, start) + text.slice(start + count);
    },
    'string Insert(int, string)': (text: string, at: number, part: string | null) =>
      bounded(sub(text, 0, at) + given(part) + text.slice(at)),
    'string Replace(string, string)': replaceAll,
    'string Replace(char, char)': (text: string, from: CharValue, to: CharValue) => text.split(from.text).join(to.text),
    'string ToLower()': lowered,
    'string ToLowerInvariant()': lowered,
    'string ToUpper()': uppered,
    'string ToUpperInvariant()': uppered,
    'string Trim()': (text: string) => trimmed(text),
    'string Trim(params char[])': (text: string, chars: SequenceValue) => trimmed(text, charSet(chars)),
    'string TrimStart()': (text: string) => trimmed(text, undefined, true, false),
    'string TrimStart(params char[])': (text: string, chars: SequenceValue) =>
      trimmed(text, charSet(chars), true, false),
    'string TrimEnd()': (text: string) => trimmed(text, undefined, false, true),
    'string TrimEnd(params char[])': (text: string, chars: SequenceValue) => trimmed(text, charSet(chars), false, true),
    'string PadLeft(int)': (text: string, width: number) => padded(text, width, undefined, true),
    'string PadLeft(int, char)': (text: string, width: number, char: CharValue) => padded(text, width, char, true),
    'string PadRight(int)': (text: string, width: number) => padded(text, width, undefined, false),
    'string PadRight(int, char)': (text: string, width: number, char: CharValue) => padded(text, width, char, false),
    'string[] Split(params char[])': (text: string, chars: SequenceValue) =>
      split(text, texts(chars), Infinity, undefined),
    'string[] Split(char, StringSplitOptions)': (text: string, char: CharValue, options: EnumValue) =>
      split(text, [char.text], Infinity, options),
    'string[] Split(char, int)': (text: string, char: CharValue, count: number) =>
      split(text, [char.text], count, undefined),
    'string[] Split(char[], int)': (text: string, chars: SequenceValue, count: number) =>
      split(text, texts(chars), count, undefined),
    'string[] Split(char[], StringSplitOptions)': (text: string, chars: SequenceValue, options: EnumValue) =>
      split(text, texts(chars), Infinity, options),
    'string[] Split(string)': (text: string, mark: string) => split(text, [mark], Infinity, undefined),
    'string[] Split(string, StringSplitOptions)': (text: string, mark: string, options: EnumValue) =>
      split(text, [mark], Infinity, options),
    'string[] Split(string[], StringSplitOptions)': (text: string, marks: SequenceValue, options: EnumValue) =>
      split(text, texts(marks), Infinity, options),
    'char[] ToCharArray()': (text: string) => new SequenceValue('array', CHAR, [...itemsOf(text)]),
    'int CompareTo(string)': compareWords,
    'bool Equals(string)': (text: string, other: string | null) => text === other,
    'bool Equals(string, StringComparison)': equals,
    'bool Equals(object)': (text: string, other: Value) => text === other,
    'string ToString()': (text: string) => text,
    'string Normalize()': (text: string) => text.normalize(),
    'static bool IsNullOrEmpty(string)': (text: string | null) => text === null || text === '',
    'static bool IsNullOrWhiteSpace(string)': (text: string | null) => text === null || trimmed(text) === '',
    'static string Join(string, params string[])': (mark: string | null, parts: Value) =>
      bounded(texts(parts).join(mark ?? '')),
    'static string Join(string, params object[])': (mark: string | null, parts: Value) =>
      bounded(texts(parts).join(mark ?? '')),
    'static string Join<T>(string, IEnumerable<T>)': (mark: string | null, parts: Value) =>
      bounded(texts(parts).join(mark ?? '')),
    'static string Join(char, params string[])': (mark: CharValue, parts: Value) =>
      bounded(texts(parts).join(mark.text)),
    'static string Join<T>(char, IEnumerable<T>)': (mark: CharValue, parts: Value) =>
      bounded(texts(parts).join(mark.text)),
    'static string Concat(params object[])': (parts: Value) => bounded(texts(parts).join('')),
    'static string Concat<T>(IEnumerable<T>)': (parts: Value) => bounded(texts(parts).join('')),
    'static string Format(string, params object[])': (format: string | null, args: SequenceValue) =>
      composite(format, args.items),
    'static bool Equals(string, string)': (a: Value, b: Value) => a === b,
    'static bool Equals(string, string, StringComparison)': equals,
    'static int Compare(string, string)': compareWords,
    'static int Compare(string, string, bool)': (a: string | null, b: string | null, ignore: boolean) =>
      compareWords(a !== null && ignore ? folded(a) : a, b !== null && ignore ? folded(b) : b),
    'static int Compare(string, string, StringComparison)': compareBy,
    'static int CompareOrdinal(string, string)': (a: string, b: string) => compareOrdinal(a, b),
  },
  { bases: ['IEnumerable<char>'] },
);

export function outOfBounds(): CSharpException {
  return new CSharpException('IndexOutOfRangeException', 'Index was outside the bounds of the array.');
}

declare('char', {
  'static bool IsDigit(char)': ({ text }: CharValue) => /\p{Nd}/u.test(text),
  'static bool IsLetter(char)': ({ text }: CharValue) => /\p{L}/u.test(text),
  'static bool IsLetterOrDigit(char)': ({ text }: CharValue) => /[\p{L}\p{Nd}]/u.test(text),
  'static bool IsWhiteSpace(char)': ({ text }: CharValue) => WHITE_OR_CONTROL(text),
  'static bool IsUpper(char)': ({ text }: CharValue) => /\p{Lu}/u.test(text),
  'static bool IsLower(char)': ({ text }: CharValue) => /\p{Ll}/u.test(text),
  'static char ToUpper(char)': ({ text }: CharValue) => CharValue.of(folded(text).charCodeAt(0)),
  'static char ToLower(char)': ({ text }: CharValue) => CharValue.of(lowered(text).charCodeAt(0)),
  'static char ToUpperInvariant(char)': ({ text }: CharValue) => CharValue.of(folded(text).charCodeAt(0)),
  'static char ToLowerInvariant(char)': ({ text }: CharValue) => CharValue.of(lowered(text).charCodeAt(0)),
});

declare('StringBuilder', {
  'new()': () => new Builder(''),
  'new(string)': (text: string | null) => new Builder(text ?? ''),
  'int Length': (builder: Builder) => builder.text.length,
  'StringBuilder Append(string)': (builder: Builder, text: Value) => builder.add(formatValue(text)),
  'StringBuilder Append(char)': (builder: Builder, text: Value) => builder.add(formatValue(text)),
  'StringBuilder Append(int)': (builder: Builder, text: Value) => builder.add(formatValue(text)),
  'StringBuilder Append(object)': (builder: Builder, text: Value) => builder.add(formatValue(text)),
  'StringBuilder AppendFormat(string, params object[])': (builder: Builder, format: string, args: SequenceValue) =>
    builder.add(composite(format, args.items)),
  'StringBuilder AppendLine()': (builder: Builder) => builder.add('\r\n'),
  'StringBuilder AppendLine(string)': (builder: Builder, text: Value) => builder.add(`${formatValue(text)}\r\n`),
  'string ToString()': (builder: Builder) => builder.text,
});

class Builder {
  constructor(public text: string) {}
  add(text: string): this {
    this.text = bounded(this.text + text);
    return this;
  }
}
