import { budget } from '../budget';
import { ALL, canBeEmpty, CharSet, firstOf, NONE, Pattern } from './pattern';

/**
 * Returns the maximum number of steps of a backtracking matcher.
 *
 * The JavaScript engine has no time limit, the pattern comes from a policy, and the input comes from a client. A
 * pattern that could take longer than a fraction of a second is therefore not run: an upper bound of the steps is
 * computed from the pattern and the length of the input beforehand.
 *
 * - If the next character determines the path, the steps of the paths add up. Otherwise, they multiply.
 * - An unbounded repetition is accepted only if each iteration can match in only one way: no two alternatives start
 *   with the same character, and no inner repetition can consume what follows it. `(a+)+`, `(a|a)*`, and `(a|ab)*` are
 *   rejected.
 */
export function steps(pattern: Pattern, length: number): number {
  const once = stepsOf(pattern, NONE, 1, length);
  return isAtStart(pattern) ? once + length : once * (length + 1);
}

/** Returns the maximum input length within the given steps; undefined if even a short input exceeds them. */
export function longestInput(pattern: Pattern, mostSteps: number, longest: number): number | undefined {
  if (steps(pattern, longest) <= mostSteps) return longest;
  let low = 0;
  let high = longest;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (steps(pattern, middle) <= mostSteps) low = middle;
    else high = middle;
  }
  return low >= SHORTEST ? low : undefined;
}

/** The minimum useful input length. Patterns that do not support it are rejected. */
const SHORTEST = 20;
const MOST_UNROLLED = 100;

function isAtStart(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'anchor':
      return pattern.isStart;
    case 'group':
      return !pattern.isLookaround && isAtStart(pattern.inner);
    case 'choice':
      return pattern.options.every(isAtStart);
    case 'sequence':
      return pattern.items.length > 0 && isAtStart(pattern.items[0]);
    default:
      return false;
  }
}

/** @param rest the steps of the part after the pattern */
function stepsOf(pattern: Pattern, follow: CharSet, rest: number, length: number): number {
  budget.spend(1);
  switch (pattern.kind) {
    case 'char':
    case 'anchor':
      return rest + 1;
    case 'group':
      return pattern.isLookaround
        ? rest + stepsOf(pattern.inner, ALL, 1, length)
        : stepsOf(pattern.inner, follow, rest, length);
    case 'sequence': {
      const follows = followsOf(pattern.items, follow);
      return pattern.items.reduceRight((so, item, index) => stepsOf(item, follows[index], so, length), rest);
    }
    case 'choice': {
      const all = pattern.options.map((option) => stepsOf(option, follow, rest, length));
      return areApart(pattern.options) ? Math.max(...all) + all.length : all.reduce((sum, one) => sum + one, 0);
    }
    case 'repeat':
      return repeated(pattern, follow, rest, length);
  }
}

function repeated(
  { inner, least, most }: Pattern & { readonly kind: 'repeat' },
  follow: CharSet,
  rest: number,
  length: number,
): number {
  const again = firstOf(inner);
  const rounds = Math.min(most, length);
  if (!canBeEmpty(inner) && isOneWay(inner, again)) {
    const eaten = sizeOf(inner) * (holdsEndless(inner) ? length : rounds);
    const isClear = least === most || ((again & follow) === NONE && isOneWay(inner, again | follow));
    return eaten + (isClear ? rounds + rest : (Math.max(rounds - least, 0) + 1) * rest);
  }
  if (most > MOST_UNROLLED) return Infinity;
  let so = rest;
  for (let round = most; round > 0; round--) {
    so = stepsOf(inner, again | follow, so, length) + (round > least ? rest : 0);
    if (so > Number.MAX_SAFE_INTEGER) return Infinity;
  }
  return so;
}

/** Returns the characters that can follow each item of a sequence. */
function followsOf(items: readonly Pattern[], follow: CharSet): CharSet[] {
  const follows: CharSet[] = [];
  let after = follow;
  for (let index = items.length - 1; index >= 0; index--) {
    follows[index] = after;
    const item = items[index];
    // Nothing can follow an end anchor.
    if (item.kind === 'anchor') after = item.next === ALL ? after : item.next;
    else after = firstOf(item) | (canBeEmpty(item) ? after : NONE);
  }
  return follows;
}

/** Returns whether the first character determines the alternative. */
function areApart(options: readonly Pattern[]): boolean {
  let seen = NONE;
  for (const option of options) {
    const first = firstOf(option);
    if (canBeEmpty(option) || (first & seen) !== NONE) return false;
    seen |= first;
  }
  return true;
}

/** Returns whether the pattern can match any text in only one way, character by character. */
function isOneWay(pattern: Pattern, follow: CharSet): boolean {
  switch (pattern.kind) {
    case 'char':
    case 'anchor':
      return true;
    case 'group':
      return !pattern.isLookaround && isOneWay(pattern.inner, follow);
    case 'sequence': {
      const follows = followsOf(pattern.items, follow);
      return pattern.items.every((item, index) => isOneWay(item, follows[index]));
    }
    case 'choice':
      return areApart(pattern.options) && pattern.options.every((option) => isOneWay(option, follow));
    case 'repeat': {
      const { inner, least, most } = pattern;
      const again = firstOf(inner);
      return !canBeEmpty(inner) && isOneWay(inner, again | follow) && (least === most || (again & follow) === NONE);
    }
  }
}

function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'char':
    case 'anchor':
      return 1;
    case 'group':
      return sizeOf(pattern.inner);
    case 'sequence':
      return pattern.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case 'choice':
      return pattern.options.reduce((sum, option) => sum + sizeOf(option), 0);
    case 'repeat':
      return sizeOf(pattern.inner) * (Number.isFinite(pattern.most) ? Math.max(pattern.most, 1) : 1);
  }
}

function holdsEndless(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'char':
    case 'anchor':
      return false;
    case 'group':
      return holdsEndless(pattern.inner);
    case 'sequence':
      return pattern.items.some(holdsEndless);
    case 'choice':
      return pattern.options.some(holdsEndless);
    case 'repeat':
      return !Number.isFinite(pattern.most) || holdsEndless(pattern.inner);
  }
}
