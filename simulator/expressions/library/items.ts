import { argumentNull, Unsupported } from '../errors';
import { Headers } from '../../message';
import { JArray, JObject, JProperty, JToken } from '../json';
import { STRING, type } from '../types';
import { CharValue, DictionaryValue, PairValue, SequenceValue, Value } from '../value';

const STRINGS = type('string[]');
const TOKEN = type('JToken');

function queryPairs({ searchParams }: URL): PairValue[] {
  return [...new Set(searchParams.keys())].map(
    (name) => new PairValue(name, new SequenceValue('array', STRING, searchParams.getAll(name)), STRING, STRINGS),
  );
}

/** What `foreach` and queries go through. */
export function itemsOf(value: Value): readonly Value[] {
  if (value instanceof SequenceValue) return value.items;
  if (typeof value === 'string')
    return Array.from({ length: value.length }, (_, index) => CharValue.of(value.charCodeAt(index)));
  if (value instanceof JArray) return value.items;
  if (value instanceof JObject) {
    return [...value.properties.values()].map(
      (property) => new PairValue(property.name, property.value, STRING, TOKEN),
    );
  }
  if (value instanceof JProperty) return [value.value];
  if (value instanceof JToken) return [];
  if (value instanceof DictionaryValue) return [...value.entries.values()];
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Headers) {
    return [...value].map(
      ([name, values]) => new PairValue(name, new SequenceValue('array', STRING, [...values]), STRING, STRINGS),
    );
  }
  if (value instanceof URL) return queryPairs(value);
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, string>)].map(([name, item]) => new PairValue(name, item, STRING, STRING));
  }
  if (value === null) throw argumentNull('source');
  throw new Unsupported('its items cannot be told');
}
