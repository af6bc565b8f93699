import { isConfigured } from '../language/configured';
import { equals } from '../language/equality';
import { asList, asObject, asText, Functions, giveUp, refuse } from '../language/function';
import { compareTexts, kindOf, ofKind, sortedEntries } from '../language/kinds';
import { unresolved } from '../language/symbols';
import { select } from '../language/select';
import { canBeEmpty } from '../language/text';
import { convert } from '../language/convert';
import { isSameType, itemOf, ofType, typeOf, unify } from '../language/types';
import { Invalid, isList, TypedNull, Unresolved, Value, ValueObject } from '../../value';
import { graphemes } from './graphemes';
import { listLike, textsOf, unified } from './lists';

/** Functions of maps and objects, and of any collection. Their items need not be known. */
export const COLLECTIONS: Functions = {
  coalesce: { unknowns: 'all', seesTypes: true, run: coalesced },
  coalescelist: {
    unknowns: 'nested',
    seesTypes: true,
    run: (lists) =>
      lists.filter(isListOrTuple).find((list) => isList(list) && list.length > 0) ?? refuse('all lists are empty'),
  },
  keys: { unknowns: 'nested', run: ([map]) => keysOf(asObject(map), map) },
  length: { unknowns: 'nested', isQuick: true, run: ([value]) => lengthOf(value ?? null) },
  lookup: {
    unknowns: 'nested',
    isQuick: true,
    seesTypes: true,
    run: ([map = null, name, otherwise]) =>
      isConfigured(map) ? select(map, [asText(name)]) : lookup(asObject(map), asText(name), otherwise),
  },
  matchkeys: { run: ([values, keys, search]) => matchKeys(listIn(values), listIn(keys), listIn(search)) },
  merge: { unknowns: 'nested', seesTypes: true, run: merged },
  transpose: { run: ([map]) => transposed(asObject(map)) },
  values: { unknowns: 'nested', run: ([map]) => valuesOf(asObject(map), map) },
  zipmap: { unknowns: 'nested', run: ([names, values]) => zipped(asList(names), asList(values), values) },
};

/** Returns the first value that is neither null nor an empty string. */
function coalesced(values: readonly Value[]): Value {
  const type = unify(values.map(typeOf));
  if (type === undefined) return refuse('the arguments of coalesce have different types');
  for (const value of values) {
    if (value === null || value instanceof TypedNull || value === '') continue;
    if (value instanceof Unresolved) return unresolved(value, 'coalesce(', values);
    if (typeof value === 'string' && canBeEmpty(value)) return giveUp('whether a string is empty is not known');
    return convert(value, type);
  }
  return refuse('all arguments of coalesce are null or empty');
}

function keysOf(object: ValueObject, of: Value | undefined): Value {
  const names = Object.keys(object).sort(compareTexts);
  return kindOf(of ?? null) === 'map' ? textsOf(names) : ofKind('tuple', names);
}

function valuesOf(object: ValueObject, of: Value | undefined): Value {
  const items = sortedEntries<Value>(object).map(([, value]) => value);
  return ofKind(kindOf(of ?? null) === 'map' ? 'list' : 'tuple', items);
}

function lengthOf(value: Value): Value {
  if (typeof value === 'string') return graphemes(value).length;
  if (isList(value)) return value.length;
  // The entries of a large object are kept.
  return sortedEntries<Value>(asObject(value)).length;
}

function lookup(object: ValueObject, name: string, otherwise: Value | undefined): Value {
  // A key with null is not missing.
  const type = typeOf(object);
  const isMap = typeof type === 'object' && type.kind === 'map';
  const other = isMap && otherwise !== undefined ? convert(otherwise, type.item) : otherwise;
  if (other instanceof Invalid) return other;
  const value = Object.hasOwn(object, name) ? itemOf(object, object[name] ?? null, name) : other;
  return value === undefined ? refuse('a map does not have the key that is looked up') : value;
}

/** An argument whose type is a list, to which Terraform converts it. */
function listIn(value: Value | undefined): readonly Value[] {
  return asList(unified(asList(value)));
}

function matchKeys(values: readonly Value[], keys: readonly Value[], search: readonly Value[]): Value {
  if (values.length !== keys.length) return refuse('matchkeys is called with lists of different lengths');
  const key = unify([...keys, ...search].map(typeOf));
  if (key === undefined) return refuse('the keys of matchkeys have different types');
  const wanted = asList(convert(search, { kind: 'list', item: key }));
  const given = asList(convert(keys, { kind: 'list', item: key }));
  return listLike(
    values,
    values.filter((_, index) => wanted.some((each) => equals(each, given[index] ?? null))),
  );
}

/** A later map replaces values of an earlier one. */
function merged(maps: readonly Value[]): Value {
  if (maps.some(isNullOfOther)) return refuse('an argument of merge is neither a map nor an object');
  const given = maps.filter((map) => map !== null && !(map instanceof TypedNull));
  const objects = given.map((map) => asObject(map));
  const all = Object.fromEntries(objects.flatMap((object) => Object.entries<Value>(object)));
  const [type, ...others] = given.map(typeOf);
  // Maps with different types make an object.
  const areSame = typeof type === 'object' && type.kind === 'map' && others.every((other) => isSameType(type, other));
  return areSame ? ofType(type, ofKind('map', all)) : ofKind('object', all);
}

function isNullOfOther(value: Value): boolean {
  const type = typeOf(value);
  return value instanceof TypedNull && !(typeof type === 'object' && (type.kind === 'map' || type.kind === 'object'));
}

function isListOrTuple(value: Value): boolean {
  const type = typeOf(value);
  if (typeof type === 'object' && (type.kind === 'list' || type.kind === 'tuple')) return true;
  return refuse('coalescelist needs lists');
}

function transposed(object: ValueObject): Value {
  const names = new Map<string, string[]>();
  for (const [name, values] of sortedEntries<Value>(object)) {
    for (const value of asList(values)) {
      const text = asText(value);
      names.set(text, [...(names.get(text) ?? []), name]);
    }
  }
  const lists = [...names].map(([name, values]) => [name, textsOf(values.sort(compareTexts))] as const);
  return ofType({ kind: 'map', item: { kind: 'list', item: 'string' } }, ofKind('map', Object.fromEntries(lists)));
}

function zipped(names: readonly Value[], values: readonly Value[], of: Value | undefined): Value {
  if (names.length !== values.length) return refuse('zipmap is called with lists of different lengths');
  const entries = names.map((name, index) => [asText(name), values[index] ?? null] as const);
  const isMap = kindOf(of ?? null) === 'list';
  return ofKind(isMap ? 'map' : 'object', Object.fromEntries(entries));
}
