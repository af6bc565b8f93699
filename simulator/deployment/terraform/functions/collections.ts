import { asList, asObject, asText, Functions, giveUp, refuse } from '../language/function';
import { compareTexts, kindOf, ofKind, sortedEntries } from '../language/kinds';
import { unresolved } from '../language/symbols';
import { canBeEmpty } from '../language/text';
import { convert, toText, typeOf, unify } from '../language/types';
import { isList, Unresolved, Value, ValueObject } from '../../value';
import { graphemes } from './graphemes';
import { listOf } from './lists';

/** Functions of maps and objects, and of any collection. Their items need not be known. */
export const COLLECTIONS: Functions = {
  coalesce: { unknowns: 'all', run: coalesced },
  coalescelist: {
    unknowns: 'nested',
    run: (lists) => lists.find((list) => list !== null && asList(list).length > 0) ?? refuse('all lists are empty'),
  },
  keys: { unknowns: 'nested', run: ([map]) => keysOf(asObject(map), map) },
  length: { unknowns: 'nested', run: ([value]) => lengthOf(value ?? null) },
  lookup: { unknowns: 'nested', run: ([map, name, otherwise]) => lookup(asObject(map), asText(name), otherwise) },
  matchkeys: { run: ([values, keys, search]) => matchKeys(asList(values), asList(keys), asList(search)) },
  merge: { unknowns: 'nested', run: merged },
  transpose: { run: ([map]) => transposed(asObject(map)) },
  values: { unknowns: 'nested', run: ([map]) => valuesOf(asObject(map), map) },
  zipmap: { unknowns: 'nested', run: ([names, values]) => zipped(asList(names), asList(values), values) },
};

/** Returns the first value that is neither null nor an empty string. */
function coalesced(values: readonly Value[]): Value {
  const type = unify(values.map(typeOf));
  if (type === undefined) return giveUp('the arguments of coalesce have different types');
  for (const value of values) {
    if (value === null || value === '') continue;
    if (value instanceof Unresolved) return unresolved(value, 'coalesce(', values);
    if (typeof value === 'string' && canBeEmpty(value)) return giveUp('whether a string is empty is not known');
    return convert(value, type);
  }
  return refuse('all arguments of coalesce are null or empty');
}

function keysOf(object: ValueObject, of: Value | undefined): Value {
  const names = Object.keys(object).sort(compareTexts);
  return ofKind(kindOf(of ?? null) === 'map' ? 'list' : 'tuple', names);
}

function valuesOf(object: ValueObject, of: Value | undefined): Value {
  const items = sortedEntries<Value>(object).map(([, value]) => value);
  return ofKind(kindOf(of ?? null) === 'map' ? 'list' : 'tuple', items);
}

function lengthOf(value: Value): Value {
  if (typeof value === 'string') return graphemes(value).length;
  if (isList(value)) return value.length;
  return Object.keys(asObject(value)).length;
}

function lookup(object: ValueObject, name: string, otherwise: Value | undefined): Value {
  // A key with null is not missing.
  const value = Object.hasOwn(object, name) ? object[name] : otherwise;
  return value === undefined ? refuse('a map does not have the key that is looked up') : value;
}

function matchKeys(values: readonly Value[], keys: readonly Value[], search: readonly Value[]): Value {
  if (values.length !== keys.length) return refuse('matchkeys is called with lists of different lengths');
  const wanted = new Set(search.map((key) => toText(key)));
  return listOf(values.filter((_, index) => wanted.has(toText(keys[index] ?? null))));
}

/** A later map replaces values of an earlier one. */
function merged(maps: readonly Value[]): Value {
  const given = maps.filter((map) => map !== null);
  const objects = given.map((map) => asObject(map));
  const isMap = given.length > 0 && given.every((map) => kindOf(map) === 'map');
  const all = Object.fromEntries(objects.flatMap((object) => Object.entries<Value>(object)));
  if (!isMap) return ofKind('object', all);
  const item = unify(Object.values(all).map(typeOf));
  return item === undefined ? refuse('the values of maps have different types') : convert(all, { kind: 'map', item });
}

function transposed(object: ValueObject): Value {
  const names = new Map<string, string[]>();
  for (const [name, values] of sortedEntries<Value>(object)) {
    for (const value of asList(values)) {
      const text = asText(value);
      names.set(text, [...(names.get(text) ?? []), name]);
    }
  }
  return ofKind(
    'map',
    Object.fromEntries([...names].map(([name, values]) => [name, listOf(values.sort(compareTexts))])),
  );
}

function zipped(names: readonly Value[], values: readonly Value[], of: Value | undefined): Value {
  if (names.length !== values.length) return refuse('zipmap is called with lists of different lengths');
  const entries = names.map((name, index) => [asText(name), values[index] ?? null] as const);
  const isMap = kindOf(of ?? null) === 'list';
  return ofKind(isMap ? 'map' : 'object', Object.fromEntries(entries));
}
