import { argumentNull, Unsupported } from '../errors';
import { budget } from '../budget';
import { longestInput, steps } from './cost';
import { toJavaScript, type Pattern as Read } from './pattern';
import { readPattern } from './read-pattern';

/** The number of matcher steps that take as long as one step of an evaluation. */
const PER_STEP = 80;
const LONGEST_INPUT = 1_000_000;

/** A `Regex`. */
export class RegexValue {
  constructor(
    readonly pattern: string,
    readonly options: number,
  ) {}
}

interface Compiled {
  readonly regex: RegExp;
  readonly pattern: Read;
  /** The number in JavaScript of each group of .NET. */
  readonly order: readonly number[];
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

const RIGHT_TO_LEFT = 64;
const ECMA_SCRIPT = 256;

const cache = new Map<string, Compiled>();

export function compiled(pattern: string | null, options: number): Compiled {
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
  if ((options & RIGHT_TO_LEFT) !== 0) throw new Unsupported('RegexOptions.RightToLeft is not supported');
  if ((options & ECMA_SCRIPT) !== 0) throw new Unsupported('RegexOptions.ECMAScript is not supported');
  const { pattern, ignoresCase, order } = readPattern(source, {
    ignoresCase: (options & 1) !== 0,
    isMultiline: (options & 2) !== 0,
    isExplicit: (options & 4) !== 0,
    isSingleline: (options & 16) !== 0,
    ignoresSpace: (options & 32) !== 0,
  });
  const longest = longestInput(pattern, budget.most * PER_STEP, LONGEST_INPUT);
  if (longest === undefined) throw new Unsupported(`the pattern ${source} can match in too many ways`);
  try {
    return {
      regex: new RegExp(toJavaScript(pattern), ignoresCase ? 'giu' : 'gu'),
      pattern,
      order,
      longest,
      last: { length: -1, steps: 0 },
    };
  } catch {
    throw new Unsupported(`the pattern ${source} is not supported`);
  }
}

/** Returns the compiled pattern for an input that is within the limit. */
export function regexFor(
  text: string | null,
  { pattern, options }: RegexValue,
): { readonly found: Compiled; readonly text: string } {
  if (text === null) throw argumentNull('input');
  const found = compiled(pattern, options);
  const { regex, longest } = found;
  // JavaScript matches both halves of a surrogate pair at once.
  if (/[\ud800-\udfff]/.test(text) || /[\ud800-\udfff]/.test(pattern))
    throw new Unsupported('a regular expression with characters such as emoji, beyond U+FFFF, is not supported');
  if (text.length > longest) {
    throw new Unsupported(`the pattern ${pattern} on ${text.length} characters could take too long (up to ${longest})`);
  }
  budget.spend(stepsFor(found, text.length));
  regex.lastIndex = 0;
  return { found, text };
}

/** The bytes of a match, and of each of its groups. */
const MATCH = 200;
const GROUP = 40;

/** Counts a match: there can be one for each character. */
export function noted(found: RegExpExecArray): RegExpExecArray {
  budget.spend(4 + found.length);
  budget.allocate(MATCH + GROUP * found.length);
  return found;
}
