import { bounded, budget } from '../budget';
import { CHAR } from '../types';
import { outOfRange } from '../errors';
import { SequenceValue } from '../collection';
import { CharValue, EnumValue, Value } from '../value';
import { areEqual } from '../operators';
import { declare, declareEnum } from './declare';
import { itemsOf } from './items';
import {
  padded,
  texts,
  outOfBounds,
  folded,
  given,
  indexOfAny,
  under,
  indexOf,
  lastIndexOf,
  scanned,
  joined,
  sub,
  replaceAll,
  lowered,
  uppered,
  trimmed,
  split,
  compareWords,
  equals,
  type Text,
} from './text';

function inCase(text: Text, ignores: boolean): string {
  return ignores ? folded(given(text)) : given(text);
}

declareEnum('StringComparison', [
  'CurrentCulture',
  'CurrentCultureIgnoreCase',
  'InvariantCulture',
  'InvariantCultureIgnoreCase',
  'Ordinal',
  'OrdinalIgnoreCase',
]);
declareEnum('StringSplitOptions', ['None', 'RemoveEmptyEntries', 'TrimEntries']);

declare(
  'string',
  {
    'new(char, int)': (char: CharValue, count: number) => padded('', count, char, true),
    'new(char[])': (chars: SequenceValue) => joined('', texts(chars)),
    'int Length': (text: string) => text.length,
    'char this[int]': (text: string, index: number) => {
      if (index < 0 || index >= text.length) throw outOfBounds();
      return CharValue.of(text.charCodeAt(index));
    },
    'bool Contains(string | char)': (text: string, part: Text) => indexOf(text, part, 0) >= 0,
    'bool Contains(string, StringComparison)': (text: string, part: Text, by: EnumValue) =>
      indexOf(text, part, 0, by) >= 0,
    'bool StartsWith(string | char)': (text: string, part: Text) => text.startsWith(scanned(part)),
    'bool StartsWith(string, StringComparison)': (text: string, part: Text, by: EnumValue) =>
      under(text, by).startsWith(scanned(under(part, by))),
    'bool StartsWith(string, bool, CultureInfo)': (text: string, part: Text, ignores: boolean) =>
      inCase(text, ignores).startsWith(scanned(inCase(part, ignores))),
    'bool EndsWith(string | char)': (text: string, part: Text) => text.endsWith(scanned(part)),
    'bool EndsWith(string, StringComparison)': (text: string, part: Text, by: EnumValue) =>
      under(text, by).endsWith(scanned(under(part, by))),
    'bool EndsWith(string, bool, CultureInfo)': (text: string, part: Text, ignores: boolean) =>
      inCase(text, ignores).endsWith(scanned(inCase(part, ignores))),
    'int IndexOf(string | char[, int])': (text: string, part: Text, start = 0) => indexOf(text, part, start),
    'int IndexOf(string, StringComparison)': (text: string, part: Text, by: EnumValue) => indexOf(text, part, 0, by),
    'int IndexOf(string | char, int, int)': (text: string, part: Text, start: number, count: number) =>
      indexOf(text.slice(0, start) + sub(text, start, count), part, start),
    'int IndexOf(string, int, StringComparison)': (text: string, part: Text, start: number, by: EnumValue) =>
      indexOf(text, part, start, by),
    'int LastIndexOf(string | char[, int])': (text: string, part: Text, start?: number) =>
      lastIndexOf(text, part, start),
    'int LastIndexOf(string, StringComparison)': (text: string, part: Text, by: EnumValue) =>
      lastIndexOf(text, part, undefined, by),
    'int IndexOfAny(char[][, int])': (text: string, chars: SequenceValue, start = 0) => {
      if (start < 0 || start > text.length) throw outOfRange('startIndex');
      return indexOfAny(text, chars, start, 1);
    },
    'int LastIndexOfAny(char[])': (text: string, chars: SequenceValue) => indexOfAny(text, chars, text.length - 1, -1),
    'string Substring(int[, int])': sub,
    'string Remove(int)': (text: string, start: number) => {
      if (start < 0 || start >= text.length) throw outOfRange('startIndex');
      return sub(text, 0, start);
    },
    'string Remove(int, int)': (text: string, start: number, count: number) => {
      sub(text, start, count);
      return bounded(text.slice(0, start) + text.slice(start + count));
    },
    'string Insert(int, string)': (text: string, at: number, part: string | null) =>
      bounded(sub(text, 0, at) + given(part) + text.slice(at)),
    'string Replace(string, string)': replaceAll,
    'string Replace(char, char)': replaceAll,
    'string ToLower | ToLowerInvariant()': lowered,
    'string ToUpper | ToUpperInvariant()': uppered,
    'string Trim(params char[])': (text: string, chars: Value) => trimmed(text, chars),
    'string TrimStart(params char[])': (text: string, chars: Value) => trimmed(text, chars, true, false),
    'string TrimEnd(params char[])': (text: string, chars: Value) => trimmed(text, chars, false, true),
    'string PadLeft(int[, char])': (text: string, width: number, char?: CharValue) => padded(text, width, char, true),
    'string PadRight(int[, char])': (text: string, width: number, char?: CharValue) => padded(text, width, char, false),
    'string[] Split(params char[])': (text: string, marks: Value) => split(text, marks),
    'string[] Split(string)': (text: string, mark: Value) => split(text, mark),
    'string[] Split(char | char[] | string | string[], StringSplitOptions)': (
      ...[text, marks, options]: [string, Value, EnumValue]
    ) => split(text, marks, Infinity, options),
    'string[] Split(char | char[] | string, int)': split,
    'string[] Split(char | char[] | string | string[], int, StringSplitOptions)': split,
    'char[] ToCharArray()': (text: string) => new SequenceValue('array', CHAR, [...itemsOf(text)]),
    'char[] ToCharArray(int, int)': (text: string, start: number, count: number) =>
      new SequenceValue('array', CHAR, [...itemsOf(sub(text, start, count))]),
    'int CompareTo(string)': compareWords,
    'bool Equals(string | object)': areEqual,
    'bool Equals(string, StringComparison)': equals,
    'string ToString()': (text: string) => text,
    'string Normalize()': (text: string) => {
      budget.spend(text.length >> 2);
      return bounded(text.normalize());
    },
  },
  { bases: ['IEnumerable<char>'] },
);
