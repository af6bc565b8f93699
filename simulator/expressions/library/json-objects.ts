import { budget } from '../budget';
import * as t from '../types';
import { QueryValue, SequenceValue } from '../collection';
import { EnumValue, OutCell, Value } from '../value';
import { argument, Unsupported } from '../errors';
import { JObject, JProperty, JToken, JValue, JArray } from '../json';
import { tokenOf } from '../token-casts';
import { declare } from './declare';
import { eachProperty, itemsOf } from './items';
import { child, parsed } from './json';
import { flat } from './json-arrays';
import { toToken, arrayOf } from './serializer';
import { folded } from './text';

declare(
  'JObject',
  {
    'new()': () => new JObject(),
    'new(JObject)': (other: JObject) => other.clone(),
    'new(params object[])': (content: Value) => {
      const object = new JObject();
      for (const item of itemsOf(content).flatMap(flat)) addContent(object, item);
      return object;
    },
    'static JObject Parse(string)': (source: string) => parsed(source, JObject, 'JObject'),
    'static JObject FromObject(object)': (value: Value) => toToken(value),
    'JToken this[string]': child,
    'void Add(string, JToken)': (object: JObject, name: string, value: JToken | null) =>
      addProperty(object, new JProperty(name, value ?? new JValue(null, 'Null'))),
    'void Add(object)': addContent,
    'bool Remove(string)': (object: JObject, name: string) => object.delete(name),
    'bool ContainsKey(string)': (object: JObject, name: string) => object.get(name) !== null,
    'int Count': (object: JObject) => object.properties.size,
    'JProperty Property(string)': (object: JObject, name: string) => object.properties.get(name) ?? null,
    'IEnumerable<JProperty> Properties()': (object: JObject) =>
      new QueryValue(t.type('JProperty'), () => eachProperty(object)),
    'bool TryGetValue(string, out JToken)': (object: JObject, name: string, out: OutCell) => {
      out.value = object.get(name);
      return out.value !== null;
    },
    'JToken GetValue(string)': (object: JObject, name: string) => object.get(name),
    'JToken GetValue(string, StringComparison)': (object: JObject, name: string, by: EnumValue) =>
      object.get(name) ?? (by.name.endsWith('IgnoreCase') ? inAnyCase(object, name) : null),
    'void Merge(object)': (object: JObject, other: Value) => {
      if (!(other instanceof JObject)) throw new Unsupported('merging with another kind of token is not supported');
      merge(object, other);
    },
  },
  { bases: ['JContainer'] },
);

function inAnyCase({ properties }: JObject, name: string): JToken | null {
  budget.spend(4 * properties.size);
  const wanted = folded(name);
  for (const property of properties.values()) {
    if (property.name.length === name.length && folded(property.name) === wanted) return property.value;
  }
  return null;
}

function merge(object: JObject, other: JObject): void {
  budget.spend(8 * other.properties.size);
  for (const { name, value } of other.properties.values()) {
    const known = object.get(name);
    if (known instanceof JObject && value instanceof JObject) merge(known, value);
    else if (known instanceof JArray && value instanceof JArray)
      for (const item of value.items) known.add(item.clone());
    else if (!(known && value instanceof JValue && value.value === null)) object.set(name, value.clone());
  }
}

function addContent(object: JObject, content: Value): void {
  if (content instanceof JProperty) return addProperty(object, content);
  throw argument('Can not add the value to Newtonsoft.Json.Linq.JObject.');
}

function addProperty(object: JObject, property: JProperty): void {
  if (object.properties.has(property.name)) {
    throw argument(
      `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
    );
  }
  object.add(property);
}

declare(
  'JProperty',
  {
    'new(string, object)': (name: string, value: Value) =>
      new JProperty(name, value instanceof SequenceValue ? arrayOf(flat(value)) : tokenOf(value)),
    'string Name': (property: JProperty) => property.name,
    'JToken Value': (property: JProperty) => property.value,
    'void set_Value(JToken)': (property: JProperty, value: JToken) => {
      property.value = value;
    },
  },
  { bases: ['JContainer'] },
);
