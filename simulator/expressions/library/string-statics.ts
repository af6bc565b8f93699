import { SequenceValue } from '../collection';
import { formatValue } from '../format';
import { Value } from '../value';
import { withProvider } from '../culture';
import { outOfRange } from '../errors';
import { areEqual } from '../operators';
import { declare } from './declare';
import { trimmed, texts, composite, equals, compareWords, folded, compareBy, compareOrdinal, joined } from './text';

function join(mark: Value, parts: Value): string {
  return joined(formatValue(mark), texts(parts));
}

declare('string', {
  'static string Empty': () => '',
  'static bool IsNullOrEmpty(string)': (text: string | null) => text === null || text === '',
  'static bool IsNullOrWhiteSpace(string)': (text: string | null) => text === null || trimmed(text) === '',
  'static string Join(string, params string[] | object[])': join,
  'static string Join(string, string[], int, int)': (
    mark: Value,
    parts: SequenceValue,
    start: number,
    count: number,
  ) => {
    if (start < 0 || count < 0 || start + count > parts.items.length) throw outOfRange('startIndex');
    return joined(formatValue(mark), texts(parts).slice(start, start + count));
  },
  'static string Join(char, params string[])': join,
  'static string Join<T>(string | char, IEnumerable<T>)': join,
  'static string Concat(params object[])': (parts: Value) => joined('', texts(parts)),
  'static string Concat<T>(IEnumerable<T>)': (parts: Value) => joined('', texts(parts)),
  'static string Format(string, params object[])': (format: string | null, args: SequenceValue) =>
    composite(format, args.items),
  'static string Format(IFormatProvider, string, params object[])': (
    ...[by, format, args]: [Value, string | null, SequenceValue]
  ) => withProvider(by, () => composite(format, args.items)),
  'static bool Equals(string, string)': areEqual,
  'static bool Equals(string, string, StringComparison)': equals,
  'static int Compare(string, string)': compareWords,
  'static int Compare(string, string, bool)': (a: string | null, b: string | null, ignore: boolean) =>
    compareWords(a !== null && ignore ? folded(a) : a, b !== null && ignore ? folded(b) : b),
  'static int Compare(string, string, StringComparison)': compareBy,
  'static int CompareOrdinal(string, string)': (a: string, b: string) => compareOrdinal(a, b),
});
