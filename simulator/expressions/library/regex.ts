import { CSharpException, Unsupported } from '../errors';
import { bounded } from '../frame';
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

/** JavaScript's engine has no time limit: what could take long is refused instead. */
const LONGEST_INPUT = 20_000;
/** A repetition of something that holds a repetition or a choice can take exponential time. */
const NESTED = /\((?:[^()\\]|\\.)*(?:[+*}|])(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,)/;
/** What .NET writes and JavaScript does not know, or reads otherwise. */
const FOREIGN = /\(\?(?:[imnsx-]+[:)]|>|\(|'|#)|\\[AZzG]|\[[^\]]*-\[|\\p\{Is|\(\?<\w*-\w+>/;

const cache = new Map<string, RegExp>();

function compiled(pattern: string | null, options: number): RegExp {
  if (pattern === null)
    throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 'pattern')");
  const key = `${options} ${pattern}`;
  let regex = cache.get(key);
  if (!regex) {
    if (FOREIGN.test(pattern)) throw new Unsupported(`the pattern ${pattern} uses what is not supported`);
    if (NESTED.test(pattern))
      throw new Unsupported(`the pattern ${pattern} repeats a repetition, which could take for ever`);
    const flags = `gu${options & 1 ? 'i' : ''}${options & 2 ? 'm' : ''}${options & 16 ? 's' : ''}`;
    regex = attempt(pattern, flags) ?? attempt(pattern, flags.replace('u', ''));
    if (!regex) throw new CSharpException('ArgumentException', `Invalid pattern '${pattern}'.`);
    if (cache.size >= 1000) cache.clear();
    cache.set(key, regex);
  }
  regex.lastIndex = 0;
  return regex;
}

function attempt(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

interface Pattern {
  readonly pattern: string;
  readonly options: number;
}

class MatchValue {
  constructor(readonly match: RegExpExecArray | null) {}
}

function input(text: string | null): string {
  if (text === null) throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 'input')");
  if (text.length > LONGEST_INPUT)
    throw new Unsupported(`matching more than ${LONGEST_INPUT} characters is not supported`);
  return text;
}

function match(text: string | null, { pattern, options }: Pattern): MatchValue {
  return new MatchValue(compiled(pattern, options).exec(input(text)));
}

function matches(text: string | null, { pattern, options }: Pattern): SequenceValue {
  return new SequenceValue(
    'sequence',
    type('Match'),
    [...input(text).matchAll(compiled(pattern, options))].map((found) => new MatchValue(found)),
  );
}

function replace(text: string | null, by: string | null, { pattern, options }: Pattern): string {
  const replacement = (by ?? '').replace(/\$\{(\w+)\}/g, (_, name: string) =>
    /^\d+$/.test(name) ? `$${name}` : `$<${name}>`,
  );
  return bounded(input(text).replace(compiled(pattern, options), replacement));
}

function replaceBy(text: string | null, by: Callable, { pattern, options }: Pattern): string {
  let result = '';
  let from = 0;
  const source = input(text);
  for (const found of source.matchAll(compiled(pattern, options))) {
    result += source.slice(from, found.index) + ((by(new MatchValue(found)) as string | null) ?? '');
    from = found.index + found[0].length;
  }
  return bounded(result + source.slice(from));
}

function split(text: string | null, { pattern, options }: Pattern): SequenceValue {
  const parts = input(text).split(compiled(pattern, options)) as (string | undefined)[];
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
  'static string Escape(string)': (text: string) =>
    text.replace(
      /[\\*+?|{[()^$.#\s]/g,
      (char) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f' })[char] ?? `\\${char}`,
    ),
});

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
