import { Invalid, TypedNull, Value } from '../../value';
import { plainNull } from './convert';
import { ofKind } from './kinds';
import { ofType, typeOf } from './types';

/** Returns a tuple; an error in an item is an error of the tuple. */
export function tupleOf(items: readonly Value[]): Value {
  const invalid = items.find((item) => item instanceof Invalid);
  if (invalid || !items.some(isTypedNull)) return invalid ?? ofKind('tuple', items);
  return ofType({ kind: 'tuple', items: items.map(typeOf) }, ofKind('tuple', items.map(plainNull)));
}

/** Returns an object; an error in an item is an error of the object. */
export function objectOf(entries: readonly (readonly [name: string, value: Value])[]): Value {
  const invalid = entries.find(([, item]) => item instanceof Invalid)?.[1];
  if (invalid || !entries.some(([, item]) => isTypedNull(item))) {
    return invalid ?? ofKind('object', Object.fromEntries(entries));
  }
  const values = Object.fromEntries(entries.map(([name, item]) => [name, plainNull(item)] as const));
  const attributes = new Map(entries.map(([name, item]) => [name, typeOf(item)] as const));
  return ofType({ kind: 'object', attributes }, ofKind('object', values));
}

function isTypedNull(value: Value): boolean {
  return value instanceof TypedNull;
}
