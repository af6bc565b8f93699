import { Invalid, isList, isObject, TypedNull, Unresolved, Value, ValueObject, Whole } from '../../value';
import { ofKind, sortedEntries } from './kinds';
import { numberText, parseNumber } from './numbers';
import { toSet } from './set';
import { unknownIn } from './symbols';
import { itemOf, nullOf, ofType, Type, typeOf, unify } from './types';

/** Converts a value as Terraform does. */
export function convert(value: Value, type: Type): Value {
  if (type === 'any' || type === 'unknown' || value instanceof Unresolved || value instanceof Whole) return value;
  if (value === null) return nullOf(type);
  if (value instanceof TypedNull) return convertNull(value, type);
  switch (type) {
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBool(value);
  }
  return typeof value === 'object' && typeOf(value) === type ? value : convertItems(value, type);
}

function convertNull(value: TypedNull, type: Type): Value {
  const isPossible = unify([value.type as Type, type]) !== undefined;
  return isPossible ? nullOf(type) : mismatch(value, 'a value of another type');
}

function convertItems(value: Value, type: Exclude<Type, string>): Value {
  if (type.kind === 'map' || type.kind === 'object') {
    if (!isObject<ValueObject>(value)) return mismatch(value, type.kind === 'map' ? 'a map' : 'an object');
    const isMissing = type.kind === 'object' && [...type.attributes.keys()].some((name) => !Object.hasOwn(value, name));
    if (isMissing) return mismatch(value, 'an object with other attributes');
    const entries = sortedEntries<Value>(value).flatMap(([name, item]) => {
      // Attributes that are not in the type are dropped.
      const to = 'item' in type ? type.item : type.attributes.get(name);
      return to === undefined ? [] : [[name, convert(itemOf(value, item, name), to)] as const];
    });
    const failed = entries.find(([, item]) => item instanceof Invalid);
    return failed ? failed[1] : made(type, Object.fromEntries(entries.map(([name, item]) => [name, plainNull(item)])));
  }
  if (!isList(value)) return mismatch(value, `a ${type.kind}`);
  if (type.kind === 'tuple' && type.items.length !== value.length) return mismatch(value, 'a tuple of another length');
  const items = value.map((item, index) =>
    convert(itemOf(value, item, index), type.kind === 'tuple' ? (type.items[index] ?? 'any') : type.item),
  );
  const failed = items.find((item) => item instanceof Invalid);
  if (failed) return failed;
  if (type.kind !== 'set') return made(type, items.map(plainNull));
  const set = toSet(items.map(plainNull));
  return set instanceof Unresolved ? set : made(type, [...set]);
}

/** Returns the value with its kind, and with its type if the items of a collection have a known type. */
function made<T extends object>(type: Exclude<Type, string>, value: T): T {
  const isComplete = 'item' in type && type.item !== 'any' && type.item !== 'unknown';
  return isComplete ? ofType(type, ofKind(type.kind, value)) : ofKind(type.kind, value);
}

/** Lists and objects contain null without its type, which is in theirs. */
export function plainNull(value: Value): Value {
  return value instanceof TypedNull ? null : value;
}

export function toText(value: Value): string | null | Unresolved {
  if (typeof value === 'string' || value === null || value instanceof Unresolved) return value;
  if (isNullOf(value, 'string', 'number', 'bool')) return null;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return mismatch(value, 'a string');
}

export function toNumber(value: Value): number | null | Unresolved {
  if (typeof value === 'number' || value === null || value instanceof Unresolved) return value;
  if (isNullOf(value, 'number', 'string')) return null;
  if (typeof value !== 'string') return mismatch(value, 'a number');
  return unknownIn(value) ?? parseNumber(value) ?? mismatch(value, 'a number');
}

export function toBool(value: Value): boolean | null | Unresolved {
  if (typeof value === 'boolean' || value === null || value instanceof Unresolved) return value;
  if (isNullOf(value, 'bool', 'string')) return null;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  return (typeof value === 'string' ? unknownIn(value) : undefined) ?? mismatch(value, 'true or false');
}

function isNullOf(value: Value, ...types: readonly Type[]): boolean {
  return value instanceof TypedNull && types.includes(value.type as Type);
}

function mismatch(value: Value, needed: string): Invalid {
  return new Invalid(`${described(value)} is used where ${needed} is needed`);
}

/** The kind of a value without its content, which can be a secret. */
export function described(value: Value): string {
  if (value === null || value instanceof TypedNull) return 'null';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a boolean';
  if (value instanceof Whole) return value.address;
  return isList(value) ? 'a list' : 'an object';
}
