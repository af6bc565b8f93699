import { isList, isObject, Unresolved, Value, ValueObject } from '../../value';
import { canonical, isFullyKnown, partsOf } from '../symbols';
import { ofKnown, Pure } from './function';

/** Functions that compare and convert. `if`, `and` and `or` do not evaluate all their arguments: see `Evaluator`. */
export const LOGIC: readonly (readonly [name: string, run: Pure])[] = [
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['not', (value) => (typeof value === 'boolean' ? !value : undefined)],
  ['equals', isEqual],
  ['bool', ofKnown((value) => toBoolean(value))],
  ['empty', isEmpty],
];

/** Returns undefined if it depends on values that are not known. */
export function isEqual(one: Value, other: Value): boolean | undefined {
  if (isFullyKnown(one) && isFullyKnown(other)) return isSame(one, other);
  const text = canonical(one);
  return text !== undefined && text === canonical(other) ? true : undefined;
}

function isSame(one: Value, other: Value): boolean {
  if (isList(one))
    return isList(other) && one.length === other.length && one.every((each, i) => isSame(each, other[i]));
  if (!isObject<ValueObject>(one)) return one === other;
  if (!isObject<ValueObject>(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
}

function isEmpty(value: Value): boolean | undefined {
  if (value === null) return true;
  if (isList(value)) return value.length === 0;
  if (isObject<ValueObject>(value)) return Object.keys(value).length === 0;
  if (value instanceof Unresolved || typeof value !== 'string') return undefined;
  if (value === '') return true;
  // The parts that are not known can be empty.
  return partsOf(value).some(({ isSymbol }) => !isSymbol) ? false : undefined;
}
