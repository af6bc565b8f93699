import { isKnown, isList, isObject, own, Unresolved, Value, ValueObject } from '../../value';
import { callOf, partsOf } from '../symbols';
import { propertyOf } from '../select';
import { ofKnown, Pure } from './function';
import { isEqual } from './logic';

/** Functions of lists and objects, some of which also accept strings. Items can have unknown parts. */
export const COLLECTIONS: readonly (readonly [name: string, run: Pure])[] = [
  ['createarray', (...items) => items],
  ['createobject', createObject],
  ['array', (value) => (isList(value) ? value : value instanceof Unresolved ? undefined : [value])],
  ['length', length],
  ['first', (value) => (isList(value) ? (value[0] ?? null) : characters(value)?.[0])],
  ['last', (value) => (isList(value) ? (value.at(-1) ?? null) : characters(value)?.at(-1))],
  ['take', take],
  ['skip', (value, count) => (typeof count === 'number' ? sliced(value, Math.max(count, 0)) : undefined)],
  ['contains', contains],
  ['union', union],
  ['intersection', ofKnown(intersection)],
  ['flatten', (lists) => (isList(lists) && lists.every(isList) ? lists.flat() : undefined)],
  ['shallowmerge', (list) => (isList(list) && list.every(isPlainObject) ? merged(list) : undefined)],
  ['items', items],
  ['objectkeys', (value) => (isPlainObject(value) ? Object.keys(value) : undefined)],
  ['coalesce', coalesce],
  ['tryget', tryGet],
  ['indexfromend', (list, index) => fromEnd(list, index)],
  [
    'tryindexfromend',
    (list, index) => (list === null ? null : isList(list) ? (fromEnd(list, index) ?? null) : undefined),
  ],
];

function isPlainObject(value: Value): value is ValueObject {
  return isObject<ValueObject>(value);
}

function createObject(...args: Value[]): ValueObject | undefined {
  const entries: [string, Value][] = [];
  for (let index = 0; index + 1 < args.length; index += 2) {
    const name = args[index];
    if (typeof name !== 'string' || !isKnown(name)) return undefined;
    entries.push([name, args[index + 1]]);
  }
  return Object.fromEntries(entries);
}

function characters(value: Value): string[] | undefined {
  if (typeof value !== 'string' || !isKnown(value)) return undefined;
  return value === '' ? [''] : value.split('');
}

function length(value: Value): number | undefined {
  if (value === null) return 0;
  if (isList(value)) return value.length;
  if (isPlainObject(value)) return Object.keys(value).length;
  return typeof value === 'string' && isKnown(value) ? value.length : undefined;
}

function take(value: Value, count: Value): Value | undefined {
  if (typeof count !== 'number') return undefined;
  if (typeof value !== 'string' || isKnown(value)) return sliced(value, 0, Math.max(count, 0));
  const [start] = partsOf(value);
  return !start.isSymbol && start.text.length >= count ? start.text.slice(0, Math.max(count, 0)) : undefined;
}

function sliced(value: Value, start: number, end?: number): Value | undefined {
  if (isList(value)) return value.slice(start, end);
  return typeof value === 'string' && isKnown(value) ? value.slice(start, end) : undefined;
}

/** Names of properties are found in any case; strings only in the same case. */
function contains(container: Value, item: Value): boolean | undefined {
  if (isPlainObject(container)) {
    return typeof item === 'string' && isKnown(item) ? propertyOf(container, item) !== undefined : undefined;
  }
  if (isList(container)) {
    const found = container.map((each) => isEqual(each, item));
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
  }
  if (typeof container !== 'string' || typeof item !== 'string' || !isKnown(item)) return undefined;
  if (partsOf(container).some((part) => !part.isSymbol && part.text.includes(item))) return true;
  return isKnown(container) ? false : undefined;
}

function union(...args: Value[]): Value | undefined {
  if (args.every(isPlainObject)) return args.reduce(mergedDeep, {});
  if (!args.every(isList)) return undefined;
  const all: Value[] = [];
  const seen = new Set<string>();
  for (const item of args.flat()) {
    if (item instanceof Unresolved) return undefined;
    const text = JSON.stringify(item);
    if (!seen.has(text)) all.push(item);
    seen.add(text);
  }
  return all;
}

/** Later values replace earlier ones, except that nested objects are merged. */
function mergedDeep(one: ValueObject, other: ValueObject): ValueObject {
  const entries = Object.entries(other).map(([name, value]): [string, Value] => {
    const before = own(one, name);
    return [name, isObject<ValueObject>(before) && isPlainObject(value) ? mergedDeep(before, value) : value];
  });
  return { ...one, ...Object.fromEntries(entries) };
}

function merged(objects: readonly ValueObject[]): ValueObject {
  return Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
}

function intersection(first: Value, ...others: Value[]): Value | undefined {
  if (isList(first) && others.every(isList)) {
    return first.filter((item) => others.every((list) => list.some((each) => isEqual(each, item))));
  }
  if (!isPlainObject(first) || !others.every(isPlainObject)) return undefined;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      others.every((object) => Object.hasOwn(object, name) && isEqual(object[name], value)),
    ),
  );
}

/** Azure Resource Manager sorts the items by key. */
function items(value: Value): Value[] | undefined {
  if (!isPlainObject(value)) return undefined;
  const entries = Object.entries(value).sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  return entries.map(([key, item]) => ({ key, value: item }));
}

function coalesce(...args: Value[]): Value | undefined {
  const [first, ...rest] = args.filter((arg) => arg !== null);
  if (first === undefined) return null;
  if (!(first instanceof Unresolved)) return first;
  return rest.length === 0 ? first : callOf('coalesce', [first, ...rest]);
}

function tryGet(value: Value, ...keys: Value[]): Value | undefined {
  let found: Value | undefined = value;
  for (const key of keys) {
    if (found === null || found === undefined) return null;
    if (isPlainObject(found) && typeof key === 'string' && isKnown(key)) found = propertyOf(found, key);
    else if (isList(found) && typeof key === 'number') found = found[key];
    else return undefined;
  }
  return found ?? null;
}

/** The last item has the index 1. */
function fromEnd(list: Value, index: Value): Value | undefined {
  return isList(list) && typeof index === 'number' && index > 0 ? list.at(-index) : undefined;
}
