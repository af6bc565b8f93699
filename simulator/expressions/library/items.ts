import { budget } from '../budget';
import { argumentNull, invalidOperation, Unsupported } from '../errors';
import { Headers } from '../../common/message';
import { JArray, JObject, JProperty, JToken } from '../json';
import { STRING, type } from '../types';
import { DictionaryValue, PairValue, QueryValue, SequenceValue } from '../collection';
import { CharValue, Value } from '../value';

const STRINGS = type('string[]');
const TOKEN = type('JToken');

function queryPairs({ search, searchParams }: URL): PairValue[] {
  budget.spend(search.length);
  const pairs = new Map<string, SequenceValue>();
  for (const [name, value] of searchParams) {
    const known = pairs.get(name);
    if (known) known.add(value);
    else pairs.set(name, new SequenceValue('array', STRING, [value]));
  }
  return [...pairs].map(([name, values]) => new PairValue(name, values, STRING, STRINGS));
}

/** Returns the items one by one. Changing a collection ends its enumerations. */
export function each(value: Value): Iterable<Value> {
  if (value instanceof QueryValue) return value.each();
  if (value instanceof SequenceValue)
    return value.kind === 'list' || value.kind === 'set' ? unchanged(value) : value.items;
  if (value instanceof JArray || value instanceof JObject || value instanceof DictionaryValue) return unchanged(value);
  return itemsOf(value);
}

/** Returns the properties of an object one by one. */
export function eachProperty(object: JObject): Iterable<Value> {
  budget.spend(object.properties.size);
  return unchanged(object, [...object.properties.values()]);
}

function* unchanged(value: Value & { readonly version: number }, items = itemsOf(value)): Iterable<Value> {
  const { version } = value;
  for (const item of items) {
    if (value.version !== version) break;
    yield item;
  }
  if (value.version !== version)
    throw invalidOperation('Collection was modified; enumeration operation may not execute.');
}

/** Returns the items for `foreach` and queries: those of a list, or a list created from the value. */
export function itemsOf(value: Value): readonly Value[] {
  return value instanceof SequenceValue || value instanceof JArray ? value.items : itemsIn(value);
}

function itemsIn(value: Value): readonly Value[] {
  if (typeof value === 'string') return listOf(value.length, () => charsOf(value));
  if (value instanceof JObject) return listOf(value.properties.size, () => membersOf(value));
  if (value instanceof JProperty) return [value.value];
  if (value instanceof JToken) return [];
  if (value instanceof DictionaryValue) return listOf(value.entries.size, () => [...value.entries.values()]);
  if (value instanceof Uint8Array) return listOf(value.length, () => [...value]);
  if (value instanceof Headers) {
    return listOf(value.size, () =>
      [...value].map(
        ([name, values]) => new PairValue(name, new SequenceValue('array', STRING, [...values]), STRING, STRINGS),
      ),
    );
  }
  if (value instanceof URL) return queryPairs(value);
  if (value instanceof Map) {
    const map = value as ReadonlyMap<string, string>;
    return listOf(map.size, () => [...map].map(([name, item]) => new PairValue(name, item, STRING, STRING)));
  }
  if (value === null) throw argumentNull('source');
  throw new Unsupported('its items cannot be determined');
}

/** Returns the number of items. */
export function countOf(value: Value): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (value instanceof JObject) return value.properties.size;
  return value instanceof DictionaryValue ? value.entries.size : itemsOf(value).length;
}

/** Returns all items, and spends the cost of visiting them one by one without calling a lambda. */
export function walked(value: Value): readonly Value[] {
  const items = itemsOf(value);
  budget.walk(items.length);
  return items;
}

/** Creates a temporary list, after spending the cost of its memory. */
function listOf(count: number, make: () => Value[]): Value[] {
  budget.spend(count);
  budget.allocate(8 * count);
  return make();
}

function charsOf(text: string): Value[] {
  return Array.from({ length: text.length }, (_, index) => CharValue.of(text.charCodeAt(index)));
}

function membersOf({ properties }: JObject): Value[] {
  return [...properties.values()].map(({ name, value }) => new PairValue(name, value, STRING, TOKEN));
}
