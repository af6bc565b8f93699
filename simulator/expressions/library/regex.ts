import { argument, argumentNull, Unsupported } from '../errors';
import { bounded, budget } from '../budget';
import { longestInput, steps } from '../regex/cost';
import { toJavaScript, type Pattern as Read } from '../regex/pattern';
import { readPattern } from '../regex/read-pattern';
import { STRING, type } from '../types';
import { Callable, EnumValue, SequenceValue, Value } from '../value';
import { declare, declareEnum, type Written } from './declare';

declareEnum('RegexOptions', [
  ['None', 0],
  ['IgnoreCase', 1],
  ['Multiline', 2],
  ['Compiled', 8],
  ['Singleline', 16],
  ['CultureInvariant', 512],
]);

/** The number of matcher steps that take as long as one step of an evaluation. */
const PER_STEP = 80;
const LONGEST_INPUT = 1_000_000;

interface Compiled {
  readonly regex: RegExp;
  readonly pattern: Read;
  /** The maximum length of an input. */
  readonly longest: number;
  /** The steps for the last requested length. */
  last: { readonly length: number; readonly steps: number };
}

function stepsFor(compiled: Compiled, length: number): number {
  if (compiled.last.length !== length) {
    compiled.last = { length, steps: 8 + Math.ceil(steps(compiled.pattern, length) / PER_STEP) };
  }
  return compiled.last.steps;
}

/** The steps to read a pattern, which determines the characters that each of its characters matches. */
const COMPILATION = 1000;
const PER_CHARACTER = 1000;

const cache = new Map<string, Compiled>();

function compiled(pattern: string | null, options: number): Compiled {
  if (pattern === null) throw argumentNull('pattern');
  const key = `${options} ${pattern}`;
  let found = cache.get(key);
  if (!found) {
    budget.spend(COMPILATION + PER_CHARACTER * pattern.length);
    if (cache.size >= 1000) cache.clear();
    cache.set(key, (found = compilePattern(pattern, options)));
  }
  return found;
}

function compilePattern(source: string, options: number): Compiled {
  const { pattern, ignoresCase } = readPattern(source, {
    ignoresCase: (options & 1) !== 0,
    isMultiline: (options & 2) !== 0,
    isSingleline: (options & 16) !== 0,
  });
  const longest = longestInput(pattern, budget.most * PER_STEP, LONGEST_INPUT);
  if (longest === undefined) throw new Unsupported(`the pattern ${source} can match in too many ways`);
  try {
    return {
      regex: new RegExp(toJavaScript(pattern), ignoresCase ? 'giu' : 'gu'),
      pattern,
      longest,
      last: { length: -1, steps: 0 },
    };
  } catch {
    throw argument(`Invalid pattern '${source}'.`);
  }
}

/** Returns the regular expression for an input that is within the limit. */
function regexFor(
  text: string | null,
  { pattern, options }: Pattern,
): { readonly regex: RegExp; readonly text: string } {
  if (text === null) throw argumentNull('input');
  const found = compiled(pattern, options);
  const { regex, longest } = found;
  if (text.length > longest) {
    throw new Unsupported(`the pattern ${pattern} on ${text.length} characters could take too long (up to ${longest})`);
  }
  budget.spend(stepsFor(found, text.length));
  regex.lastIndex = 0;
  return { regex, text };
}

interface Pattern {
  readonly pattern: string;
  readonly options: number;
}

/** The bytes of a match, and of each of its groups. */
const MATCH = 200;
const GROUP = 40;

/** Counts a match: there can be one for each character. */
function noted(found: RegExpExecArray): RegExpExecArray {
  budget.spend(4 + found.length);
  budget.allocate(MATCH + GROUP * found.length);
  return found;
}

class MatchValue {
  constructor(readonly match: RegExpExecArray | null) {}
}

function match(input: string | null, pattern: Pattern): MatchValue {
  const { regex, text } = regexFor(input, pattern);
  return new MatchValue(regex.exec(text));
}

function matches(input: string | null, pattern: Pattern): SequenceValue {
  const { regex, text } = regexFor(input, pattern);
  return new SequenceValue(
    'sequence',
    type('Match'),
    Array.from(text.matchAll(regex), (found) => new MatchValue(noted(found))),
  );
}

function replace(input: string | null, by: string | null, pattern: Pattern): string {
  const { regex, text } = regexFor(input, pattern);
  if (by === null) throw argumentNull('replacement');
  return replaced(text, regex, (found) => substituted(by, found));
}

function replaceBy(input: string | null, by: Callable, pattern: Pattern): string {
  const { regex, text } = regexFor(input, pattern);
  return replaced(text, regex, (found) => (by(new MatchValue(found)) as string | null) ?? '');
}

function replaced(text: string, regex: RegExp, by: (found: RegExpExecArray) => string): string {
  let result = '';
  let from = 0;
  for (const found of text.matchAll(regex)) {
    result += text.slice(from, found.index) + by(noted(found));
    budget.text(result.length, 0);
    from = found.index + found[0].length;
  }
  return bounded(result + text.slice(from));
}

/** Replaces `$1`, `${name}`, `$&`, and `$$`. References to unknown groups stay unchanged. */
function substituted(by: string, found: RegExpExecArray): string {
  budget.spend(4 * by.length);
  return by.replace(/\$(?:(\d+)|\{(\w+)\}|([$&]))/g, (whole, digits?: string, name?: string, sign?: string) => {
    if (sign !== undefined) return sign === '$' ? '$' : bounded(found[0]);
    const key = digits ?? name ?? '';
    if (/^\d+$/.test(key)) return Number(key) < found.length ? bounded(found[Number(key)] ?? '') : whole;
    return found.groups && Object.hasOwn(found.groups, key) ? bounded(found.groups[key] ?? '') : whole;
  });
}

function split(input: string | null, pattern: Pattern): SequenceValue {
  const { regex, text } = regexFor(input, pattern);
  // Each match adds a part, and so does each of its groups.
  for (const found of text.matchAll(regex)) noted(found);
  const parts = text.split(regex) as (string | undefined)[];
  return new SequenceValue(
    'array',
    STRING,
    parts.filter((part) => part !== undefined),
  );
}

const WITH: Readonly<Record<string, (text: string | null, regex: Pattern) => Value>> = {
  'bool IsMatch': (text, regex) => match(text, regex).match !== null,
  'Match Match': match,
  'MatchCollection Matches': matches,
  'string[] Split': split,
};

declare('Regex', {
  'new(string)': (pattern: string): Pattern => (compiled(pattern, 0), { pattern, options: 0 }),
  'new(string, RegexOptions)': (pattern: string, options: EnumValue): Pattern => (
    compiled(pattern, options.number),
    { pattern, options: options.number }
  ),
  ...Object.fromEntries(
    Object.entries(WITH).flatMap(([name, of]): [string, Written][] => [
      [`static ${name}(string, string)`, (text: string, pattern: string) => of(text, { pattern, options: 0 })],
      [
        `static ${name}(string, string, RegexOptions)`,
        (text: string, pattern: string, { number }: EnumValue) => of(text, { pattern, options: number }),
      ],
      [`${name}(string)`, (regex: Pattern, text: string) => of(text, regex)],
    ]),
  ),
  'static string Replace(string, string, string)': (text: string, pattern: string, by: string) =>
    replace(text, by, { pattern, options: 0 }),
  'static string Replace(string, string, string, RegexOptions)': (
    text: string,
    pattern: string,
    by: string,
    { number }: EnumValue,
  ) => replace(text, by, { pattern, options: number }),
  'static string Replace(string, string, Func<Match, string>)': (text: string, pattern: string, by: Callable) =>
    replaceBy(text, by, { pattern, options: 0 }),
  'string Replace(string, string)': (regex: Pattern, text: string, by: string) => replace(text, by, regex),
  'string Replace(string, Func<Match, string>)': (regex: Pattern, text: string, by: Callable) =>
    replaceBy(text, by, regex),
  'static string Escape(string)': escape,
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

interface Group {
  readonly text: string | undefined;
}

declare('Group', {
  'string Value': ({ text }: Group) => text ?? '',
  'bool Success': ({ text }: Group) => text !== undefined,
  'string ToString()': ({ text }: Group) => text ?? '',
});

declare('Match', {
  'bool Success': ({ match: found }: MatchValue) => found !== null,
  'string Value': ({ match: found }: MatchValue) => found?.[0] ?? '',
  'int Index': ({ match: found }: MatchValue) => found?.index ?? 0,
  'int Length': ({ match: found }: MatchValue) => found?.[0].length ?? 0,
  'GroupCollection Groups': (found: MatchValue) => found,
  'string ToString()': ({ match: found }: MatchValue) => found?.[0] ?? '',
});

declare('GroupCollection', {
  'Group this[int]': ({ match: found }: MatchValue, index: number) => ({ text: found?.[index] }),
  'Group this[string]': ({ match: found }: MatchValue, name: string) =>
    /^\d+$/.test(name)
      ? { text: found?.[Number(name)] }
      : { text: found?.groups && Object.hasOwn(found.groups, name) ? found.groups[name] : undefined },
  'int Count': ({ match: found }: MatchValue) => found?.length ?? 1,
});
declare(
  'MatchCollection',
  {
    'int Count': ({ items }: SequenceValue) => items.length,
    'Match this[int]': ({ items }: SequenceValue, index: number) => items[index] ?? new MatchValue(null),
  },
  { bases: ['IEnumerable<Match>'] },
);
