import { budget } from '../budget';
import { ALL, canBeEmpty, CharSet, firstOf, NONE, Pattern } from './pattern';

/**
 * How many steps a matcher that tries one way after the other may take.
 *
 * JavaScript's engine has no time limit, and a pattern comes from a policy, its input from a client. So nothing is run
 * that could take longer than a fraction of a second: what the steps come to is worked out from the pattern beforehand,
 * from above, for the length of the input.
 *
 * - Where the next character tells which way to go, ways add up; where it does not, they multiply.
 * - A repetition without end is taken only if each of its rounds can be read in one way: no two of its alternatives
 *   begin alike, and no repetition within can eat what comes after it. `(a+)+`, `(a|a)*` and `(a|ab)*` are not.
 */
export function steps(pattern: Pattern, length: number): number {
  const once = stepsOf(pattern, NONE, 1, length);
  return isAtStart(pattern) ? once + length : once * (length + 1);
}

/** The longest input that takes no more steps than given; undefined where even a short one would. */
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

/** A pattern that cannot take so many characters is of no use. */
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

/** @param rest what follows the pattern takes */
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

/** What may follow each item of a sequence. */
function followsOf(items: readonly Pattern[], follow: CharSet): CharSet[] {
  const follows: CharSet[] = [];
  let after = follow;
  for (let index = items.length - 1; index >= 0; index--) {
    follows[index] = after;
    const item = items[index];
    // After an anchor for the end nothing comes but the end: that is not the start of anything.
    if (item.kind === 'anchor') after = item.next === ALL ? after : item.next;
    else after = firstOf(item) | (canBeEmpty(item) ? after : NONE);
  }
  return follows;
}

/** Whether the first character tells which alternative is meant. */
function areApart(options: readonly Pattern[]): boolean {
  let seen = NONE;
  for (const option of options) {
    const first = firstOf(option);
    if (canBeEmpty(option) || (first & seen) !== NONE) return false;
    seen |= first;
  }
  return true;
}

/** Whether a text can be read as the pattern in one way only, one character after the other. */
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
