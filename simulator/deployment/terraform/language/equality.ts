import { isKnown, isList, isObject, own, symbolsIn, Unresolved, Value, ValueObject, Whole } from '../../value';
import { plainNull } from './convert';
import { kindOf } from './kinds';
import { isExact } from './numbers';

/** Returns whether two values are equal; undefined if that is not known. */
export function equals(left: Value, right: Value): boolean | undefined {
  const [one, other] = [plainNull(left), plainNull(right)];
  if (one instanceof Unresolved || other instanceof Unresolved) return areSameUnknown(one, other);
  if (one instanceof Whole || other instanceof Whole) {
    return one instanceof Whole && other instanceof Whole && one.address === other.address ? true : undefined;
  }
  if (typeof one === 'string' && typeof other === 'string') return areEqualTexts(one, other);
  if (typeof one === 'number' && typeof other === 'number') return areEqualNumbers(one, other);
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return one === other;
  if (kindOf(one) === 'json' || kindOf(other) === 'json') return undefined;
  const isEqual = haveEqualItems(one, other);
  if (isEqual === false) return false;
  // A list never equals a tuple, and only a schema knows which of them a value of a resource is.
  const [kind, otherKind] = [kindOf(one), kindOf(other)];
  if (kind === undefined || otherKind === undefined) return undefined;
  return kind === otherKind ? isEqual : false;
}

function areSameUnknown(one: Value, other: Value): boolean | undefined {
  const isSame =
    one instanceof Unresolved && other instanceof Unresolved && Boolean(one.symbol) && one.symbol === other.symbol;
  return isSame ? true : undefined;
}

function areEqualTexts(one: string, other: string): boolean | undefined {
  if (isKnown(one) && isKnown(other)) return one === other;
  // What a part of an id stands for is not even the same in two equal strings.
  if (one === other) return symbolsIn(one).includes('') ? undefined : true;
  const starts = [one, other].map((text) => text.split(SYMBOL_START)[0] ?? '');
  const ends = [one, other].map((text) => text.split(SYMBOL_END).at(-1) ?? '');
  const haveSameStart = isPrefix(starts[0] ?? '', starts[1] ?? '', isKnown(one), isKnown(other));
  const [end, otherEnd] = ends.map((text) => [...text].reverse().join(''));
  return haveSameStart && isPrefix(end ?? '', otherEnd ?? '', isKnown(one), isKnown(other)) ? undefined : false;
}

const SYMBOL_START = '\u{10fffb}';
const SYMBOL_END = '\u{10fffc}';

/** Returns whether two strings can begin in the same way. A string that is complete cannot become longer. */
function isPrefix(one: string, other: string, isComplete: boolean, isOtherComplete: boolean): boolean {
  const length = Math.min(one.length, other.length);
  if (one.slice(0, length) !== other.slice(0, length)) return false;
  return !(isComplete && one.length < other.length) && !(isOtherComplete && other.length < one.length);
}

/** Numbers that are only close to their exact value can be compared if they are apart. */
function areEqualNumbers(one: number, other: number): boolean | undefined {
  if (isExact(one) && isExact(other)) return one === other;
  return areApart(one, other) ? false : undefined;
}

export function areApart(one: number, other: number): boolean {
  return Math.abs(one - other) > 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

function haveEqualItems(one: Value, other: Value): boolean | undefined {
  if (isList(one) && isList(other)) {
    if (one.length !== other.length) return false;
    return all(one.map((item, index) => equals(item, other[index] ?? null)));
  }
  if (!isObject<ValueObject>(one) || !isObject<ValueObject>(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length || !names.every((name) => Object.hasOwn(other, name))) return false;
  return all(names.map((name) => equals(own(one, name) ?? null, own(other, name) ?? null)));
}

function all(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}
