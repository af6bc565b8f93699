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
  marksOf,
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
} from './text';

/** Searches the characters from `start` only. */
function indexIn(text: string, part: string, start: number, count: number): number {
  return indexOf(text.slice(0, start) + sub(text, start, count), part, start);
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
    'bool Contains(string)': (text: string, part: string | null) => indexOf(text, part, 0) >= 0,
    'bool Contains(char)': (text: string, part: CharValue) => indexOf(text, part.text, 0) >= 0,
    'bool Contains(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      indexOf(text, part, 0, by) >= 0,
    'bool StartsWith(string)': (text: string, part: string | null) => text.startsWith(scanned(part)),
    'bool StartsWith(char)': (text: string, part: CharValue) => text.startsWith(part.text),
    'bool StartsWith(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).startsWith(scanned(under(part, by))),
    'bool StartsWith(string, bool, CultureInfo)': (text: string, part: string, ignoresCase: boolean) =>
      (ignoresCase ? folded(text) : text).startsWith(scanned(ignoresCase ? folded(given(part)) : part)),
    'bool EndsWith(string, bool, CultureInfo)': (text: string, part: string, ignoresCase: boolean) =>
      (ignoresCase ? folded(text) : text).endsWith(scanned(ignoresCase ? folded(given(part)) : part)),
    'bool EndsWith(string)': (text: string, part: string | null) => text.endsWith(scanned(part)),
    'bool EndsWith(char)': (text: string, part: CharValue) => text.endsWith(part.text),
    'bool EndsWith(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      under(text, by).endsWith(scanned(under(part, by))),
    'int IndexOf(string)': (text: string, part: string) => indexOf(text, part, 0),
    'int IndexOf(char)': (text: string, part: CharValue) => indexOf(text, part.text, 0),
    'int IndexOf(string, int)': (text: string, part: string, start: number) => indexOf(text, part, start),
    'int IndexOf(char, int)': (text: string, part: CharValue, start: number) => indexOf(text, part.text, start),
    'int IndexOf(string, StringComparison)': (text: string, part: string, by: EnumValue) => indexOf(text, part, 0, by),
    'int IndexOf(string, int, int)': (text: string, part: string, start: number, count: number) =>
      indexIn(text, part, start, count),
    'int IndexOf(char, int, int)': (text: string, part: CharValue, start: number, count: number) =>
      indexIn(text, part.text, start, count),
    'int IndexOf(string, int, StringComparison)': (text: string, part: string, start: number, by: EnumValue) =>
      indexOf(text, part, start, by),
    'int LastIndexOf(string)': (text: string, part: string | null) => lastIndexOf(text, part),
    'int LastIndexOf(char)': (text: string, part: CharValue) => lastIndexOf(text, part.text),
    'int LastIndexOf(string, StringComparison)': (text: string, part: string, by: EnumValue) =>
      lastIndexOf(text, part, undefined, by),
    'int LastIndexOf(string, int)': (text: string, part: string | null, start: number) =>
      lastIndexOf(text, part, start),
    'int LastIndexOf(char, int)': (text: string, part: CharValue, start: number) => lastIndexOf(text, part, start),
    'int IndexOfAny(char[])': (text: string, chars: SequenceValue) => indexOfAny(text, chars, 0, 1),
    'int IndexOfAny(char[], int)': (text: string, chars: SequenceValue, start: number) => {
      if (start < 0 || start > text.length) throw outOfRange('startIndex');
      return indexOfAny(text, chars, start, 1);
    },
    'int LastIndexOfAny(char[])': (text: string, chars: SequenceValue) => indexOfAny(text, chars, text.length - 1, -1),
    'string Substring(int)': (text: string, start: number) => sub(text, start),
    'string Substring(int, int)': (text: string, start: number, length: number) => sub(text, start, length),
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
    'string Replace(char, char)': (text: string, from: CharValue, to: CharValue) =>
      replaceAll(text, from.text, to.text),
    'string ToLower()': lowered,
    'string ToLowerInvariant()': lowered,
    'string ToUpper()': uppered,
    'string ToUpperInvariant()': uppered,
    'string Trim(params char[])': (text: string, chars: Value) => trimmed(text, chars),
    'string TrimStart(params char[])': (text: string, chars: Value) => trimmed(text, chars, true, false),
    'string TrimEnd(params char[])': (text: string, chars: Value) => trimmed(text, chars, false, true),
    'string PadLeft(int)': (text: string, width: number) => padded(text, width, undefined, true),
    'string PadLeft(int, char)': (text: string, width: number, char: CharValue) => padded(text, width, char, true),
    'string PadRight(int)': (text: string, width: number) => padded(text, width, undefined, false),
    'string PadRight(int, char)': (text: string, width: number, char: CharValue) => padded(text, width, char, false),
    'string[] Split(params char[])': (text: string, chars: SequenceValue) =>
      split(text, marksOf(chars), Infinity, undefined),
    'string[] Split(char, StringSplitOptions)': (text: string, char: CharValue, options: EnumValue) =>
      split(text, [char.text], Infinity, options),
    'string[] Split(char, int)': (text: string, char: CharValue, count: number) =>
      split(text, [char.text], count, undefined),
    'string[] Split(char[], int)': (text: string, chars: SequenceValue, count: number) =>
      split(text, marksOf(chars), count, undefined),
    'string[] Split(char, int, StringSplitOptions)': (
      text: string,
      char: CharValue,
      count: number,
      options: EnumValue,
    ) => split(text, [char.text], count, options),
    'string[] Split(char[], int, StringSplitOptions)': (
      text: string,
      chars: SequenceValue,
      count: number,
      options: EnumValue,
    ) => split(text, marksOf(chars), count, options),
    'string[] Split(string, int)': (text: string, mark: string, count: number) => split(text, [mark], count, undefined),
    'string[] Split(string, int, StringSplitOptions)': (
      text: string,
      mark: string,
      count: number,
      options: EnumValue,
    ) => split(text, [mark], count, options),
    'string[] Split(string[], int, StringSplitOptions)': (
      text: string,
      marks: SequenceValue,
      count: number,
      options: EnumValue,
    ) => split(text, marksOf(marks), count, options),
    'string[] Split(char[], StringSplitOptions)': (text: string, chars: SequenceValue, options: EnumValue) =>
      split(text, marksOf(chars), Infinity, options),
    'string[] Split(string)': (text: string, mark: string) => split(text, [mark], Infinity, undefined),
    'string[] Split(string, StringSplitOptions)': (text: string, mark: string, options: EnumValue) =>
      split(text, [mark], Infinity, options),
    'string[] Split(string[], StringSplitOptions)': (text: string, marks: SequenceValue, options: EnumValue) =>
      split(text, marksOf(marks), Infinity, options),
    'char[] ToCharArray()': (text: string) => new SequenceValue('array', CHAR, [...itemsOf(text)]),
    'char[] ToCharArray(int, int)': (text: string, start: number, count: number) =>
      new SequenceValue('array', CHAR, [...itemsOf(sub(text, start, count))]),
    'int CompareTo(string)': compareWords,
    'bool Equals(string)': areEqual,
    'bool Equals(string, StringComparison)': equals,
    'bool Equals(object)': areEqual,
    'string ToString()': (text: string) => text,
    'string Normalize()': (text: string) => {
      budget.spend(text.length >> 2);
      return bounded(text.normalize());
    },
  },
  { bases: ['IEnumerable<char>'] },
);
