import { argumentNull, outOfRange, Unsupported } from '../errors';
import { bounded, budget } from '../budget';
import { compiled, noted, regexFor, RegexValue } from '../regex/engine';
import { registerClass } from '../runtime-type';
import { STRING, type } from '../types';
import { SequenceValue } from '../collection';
import { Callable, EnumValue, TimeSpanValue, Value } from '../value';
import { declare, declareEnum, enumValue, type Written } from './declare';
import { GroupValue, MatchValue } from './regex-matches';

declareEnum('RegexOptions', [
  ['None', 0],
  ['IgnoreCase', 1],
  ['Multiline', 2],
  ['ExplicitCapture', 4],
  ['Compiled', 8],
  ['Singleline', 16],
  ['IgnorePatternWhitespace', 32],
  ['RightToLeft', 64],
  ['ECMAScript', 256],
  ['CultureInvariant', 512],
]);

registerClass(RegexValue, type('Regex'));

function match(input: string | null, pattern: RegexValue): MatchValue {
  const { found, text } = regexFor(input, pattern);
  return new MatchValue(found.regex.exec(text), found.order);
}

function* matchesIn(input: string | null, pattern: RegexValue): Iterable<MatchValue> {
  const { found, text } = regexFor(input, pattern);
  for (const one of text.matchAll(found.regex)) yield new MatchValue(noted(one), found.order);
}

function matches(input: string | null, pattern: RegexValue): SequenceValue {
  return new SequenceValue('sequence', type('Match'), [...matchesIn(input, pattern)]);
}

function replace(input: string | null, by: string | null, pattern: RegexValue, most = Infinity): string {
  if (by === null) throw argumentNull('replacement');
  return replaced(input, pattern, (found) => found.substituted(by), most);
}

function replaceBy(input: string | null, by: Callable, pattern: RegexValue): string {
  return replaced(input, pattern, (found) => (by(found) as string | null) ?? '', Infinity);
}

function replaced(input: string | null, pattern: RegexValue, by: (found: MatchValue) => string, most: number): string {
  let result = '';
  let from = 0;
  let count = 0;
  for (const found of matchesIn(input, pattern)) {
    if (count++ >= most) break;
    result += input!.slice(from, found.index) + by(found);
    budget.text(result.length, 0);
    from = found.index + found.text.length;
  }
  return bounded(result + input!.slice(from));
}

/** Splits at the matches. Captured groups become parts of their own. */
function split(input: string | null, pattern: RegexValue): SequenceValue {
  const parts: string[] = [];
  let from = 0;
  for (const found of matchesIn(input, pattern)) {
    parts.push(input!.slice(from, found.index), ...found.captures());
    from = found.index + found.text.length;
  }
  return new SequenceValue('array', STRING, [...parts, input!.slice(from)]);
}

/** A timeout never expires: a pattern that could take long is rejected. */
function checkTimeout({ ticks }: TimeSpanValue): void {
  const isInfinite = ticks === -10_000n;
  if (!isInfinite && (ticks <= 0n || ticks > 21_474_836_460_000n)) throw outOfRange('matchTimeout');
}

const WITH: Readonly<Record<string, (text: string | null, regex: RegexValue) => Value>> = {
  'bool IsMatch': (text, regex) => match(text, regex).isFound,
  'Match Match': match,
  'MatchCollection Matches': matches,
  'string[] Split': split,
};

function regex(pattern: string, options?: EnumValue, timeout?: TimeSpanValue): RegexValue {
  if (timeout) checkTimeout(timeout);
  compiled(pattern, options?.number ?? 0);
  return new RegexValue(pattern, options?.number ?? 0);
}

declare('Regex', {
  'new(string[, RegexOptions[, TimeSpan]])': regex,
  'static TimeSpan InfiniteMatchTimeout': () => new TimeSpanValue(-10_000n),
  'RegexOptions Options': ({ options }: RegexValue) => enumValue(type('RegexOptions'), options),
  ...Object.fromEntries(
    Object.entries(WITH).flatMap(([name, of]): [string, Written][] => {
      const withPattern = (text: string, ...pattern: Parameters<typeof regex>): Value => of(text, regex(...pattern));
      return [
        [`static ${name}(string, string[, RegexOptions[, TimeSpan]])`, withPattern],
        [`${name}(string)`, (self: RegexValue, text: string) => of(text, self)],
      ];
    }),
  ),
  'static string Replace(string, string, string[, RegexOptions[, TimeSpan]])': (
    ...[text, pattern, by, ...rest]: [string, string, string, EnumValue?, TimeSpanValue?]
  ) => replace(text, by, regex(pattern, ...rest)),
  'static string Replace(string, string, Func<Match, string>[, RegexOptions[, TimeSpan]])': (
    ...[text, pattern, by, ...rest]: [string, string, Callable, EnumValue?, TimeSpanValue?]
  ) => replaceBy(text, by, regex(pattern, ...rest)),
  'string Replace(string, string)': (self: RegexValue, text: string, by: string) => replace(text, by, self),
  'string Replace(string, string, int)': (self: RegexValue, text: string, by: string, count: number) =>
    replace(text, by, self, count < 0 ? Infinity : count),
  'string Replace(string, Func<Match, string>)': (self: RegexValue, text: string, by: Callable) =>
    replaceBy(text, by, self),
  'static string Escape(string)': escape,
  'static string Unescape(string)': unescape,
});

function escape(text: string): string {
  budget.spend(4 * text.length);
  return bounded(
    text.replace(
      /[\\*+?|{[()^$.#\s]/g,
      (char) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f' })[char] ?? `\\${char}`,
    ),
  );
}

function unescape(text: string): string {
  budget.spend(4 * text.length);
  return text.replace(/\\([\s\S]?)/g, (_, char: string) => {
    const control = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07', e: '\x1b', b: '\b' }[char];
    if (control === undefined && /^\w?$/.test(char)) throw new Unsupported(`the escape \\${char} is not supported`);
    return control ?? char;
  });
}

const EMPTY = new MatchValue(null, []);

declare(
  'Group',
  {
    'string Value': ({ text }: GroupValue) => text,
    'bool Success': ({ isFound }: GroupValue) => isFound,
    'int Length': ({ text }: GroupValue) => text.length,
    'string ToString()': ({ text }: GroupValue) => text,
  },
  { bases: ['object'] },
);

declare(
  'Match',
  {
    'static Match Empty': () => EMPTY,
    'int Index': ({ index }: MatchValue) => index,
    'GroupCollection Groups': (found: MatchValue) => found,
    'string Result(string)': (found: MatchValue, by: string | null) => {
      if (by === null) throw argumentNull('replacement');
      if (!found.isFound) throw new Unsupported('Result of a failed match is not supported');
      return found.substituted(by);
    },
  },
  { bases: ['Group'] },
);

declare('GroupCollection', {
  'Group this[int]': (found: MatchValue, index: number) => (index === 0 ? found : new GroupValue(found.group(index))),
  'Group this[string]': (found: MatchValue, name: string) => new GroupValue(found.named(name)),
  'int Count': ({ count }: MatchValue) => count,
});
declare(
  'MatchCollection',
  {
    'int Count': ({ items }: SequenceValue) => items.length,
    'Match this[int]': ({ items }: SequenceValue, index: number) => {
      if (index < 0 || index >= items.length) throw outOfRange('i');
      return items[index];
    },
  },
  { bases: ['IEnumerable<Match>'] },
);
