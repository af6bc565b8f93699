import { CSharpException, invalidOperation, outOfRange, Unsupported } from '../errors';
import { defaultOf, fromToken, isOfType, tokenOf } from '../conversions';
import { formatValue } from '../format';
import { JArray, JObject, JProperty, JToken, JValue } from '../json';
import { readJson, writeJson } from '../json-text';
import { selectToken, selectTokens } from '../json-path';
import { runtimeType } from '../runtime-type';
import * as t from '../types';
import { DictionaryValue, EnumValue, OutCell, RecordValue, SequenceValue, Value } from '../value';
import { declare, declareEnum, enumNamed, typed } from './declare';
import { itemsOf } from './items';

declareEnum('Formatting', ['None', 'Indented']);
declareEnum('JTokenType', [
  'None',
  'Object',
  'Array',
  'Constructor',
  'Property',
  'Comment',
  'Integer',
  'Float',
  'String',
  'Boolean',
  'Null',
  'Undefined',
  'Date',
  'Raw',
  'Bytes',
  'Guid',
  'Uri',
  'TimeSpan',
]);

const TOKEN = t.type('JToken');

function kindOf(token: JToken): string {
  return token instanceof JValue ? token.kind : runtimeType(token).name.slice(1);
}

function child(token: JToken, key: Value): JToken | null {
  if (token instanceof JObject && typeof key === 'string') return token.get(key);
  if (token instanceof JArray && typeof key === 'number') {
    if (key < 0 || key >= token.items.length) throw outOfRange('index');
    return token.items[key];
  }
  if (token instanceof JValue) throw invalidOperation('Cannot access child value on Newtonsoft.Json.Linq.JValue.');
  const kind = runtimeType(token).name;
  throw new CSharpException(
    'ArgumentException',
    `Accessed ${kind} values with invalid key value: ${formatValue(key)}.`,
  );
}

function setChild(token: JToken, key: Value, value: JToken | null): null {
  const own = value ?? new JValue(null, 'Null');
  if (token instanceof JObject && typeof key === 'string') token.set(key, own);
  else {
    child(token, key);
    (token as JArray).replace(key as number, own);
  }
  return null;
}

function sequence(items: readonly JToken[], type: t.Type = TOKEN): SequenceValue {
  return new SequenceValue('sequence', type, [...items]);
}

function remove(token: JToken): null {
  const { parent } = token;
  if (parent instanceof JProperty) remove(parent);
  else if (parent instanceof JObject) parent.delete((token as JProperty).name);
  else if (parent instanceof JArray) parent.items.splice(parent.items.indexOf(token), 1);
  else throw invalidOperation('The parent is missing.');
  token.parent = null;
  return null;
}

function replace(token: JToken, by: JToken): null {
  const { parent } = token;
  if (parent instanceof JProperty) parent.value = by;
  else if (parent instanceof JArray) parent.replace(parent.items.indexOf(token), by);
  else throw invalidOperation('The parent is missing.');
  return null;
}

function text(token: JToken, formatting: EnumValue): string {
  return writeJson(token, formatting.name === 'Indented');
}

/** `Value<T>`: a token as a type, whatever it is. */
function valueOf(token: JToken | null, wanted: t.Type): Value {
  if (token === null || isOfType(token, wanted)) return token;
  if (wanted === t.OBJECT) return token instanceof JValue ? token.value : token;
  return fromToken(t.lifted(wanted))(token);
}

function parsed<T extends JToken>(source: string | null, expected: new (...args: never[]) => T, name: string): T {
  if (source === null) throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 's')");
  const token = readJson(source);
  if (token instanceof expected) return token;
  throw new CSharpException(
    'JsonReaderException',
    `Error reading ${name} from JsonReader. Current JsonReader item is not one.`,
  );
}

declare(
  'JToken',
  {
    'static JToken Parse(string)': (source: string) => readJson(source),
    'static JToken FromObject(object)': (value: Value) => toToken(value),
    'JToken this[string]': child,
    'JToken this[int]': child,
    'JToken this[object]': child,
    'void set[string, JToken]': setChild,
    'void set[int, JToken]': setChild,
    'JTokenType Type': (token: JToken) => enumNamed('JTokenType', kindOf(token)),
    'bool HasValues': (token: JToken) => itemsOf(token).length > 0,
    'JToken Parent': (token: JToken) => token.parent,
    'JToken First': (token: JToken) => children(token)[0] ?? null,
    'JToken Last': (token: JToken) => children(token).at(-1) ?? null,
    'JToken Root': (token: JToken) => {
      let root = token;
      while (root.parent) root = root.parent;
      return root;
    },
    'IEnumerable<JToken> Children()': (token: JToken) => sequence(children(token)),
    'T Value<T>(string)': typed(
      (of) => (token: JToken, key: string) => orDefault(valueOf(child(token, key), of('T')), of('T')),
    ),
    'T Value<T>(int)': typed(
      (of) => (token: JToken, key: number) => orDefault(valueOf(child(token, key), of('T')), of('T')),
    ),
    'T Value<T>()': typed((of) => (token: JToken) => orDefault(valueOf(token, of('T')), of('T'))),
    'T ToObject<T>()': typed((of) => (token: JToken) => fromJson(token, of('T'))),
    'JToken SelectToken(string)': selectToken,
    'IEnumerable<JToken> SelectTokens(string)': (token: JToken, path: string) => sequence(selectTokens(token, path)),
    'JToken DeepClone()': (token: JToken) => token.clone(),
    'static bool DeepEquals(JToken, JToken)': (a: JToken, b: JToken) => writeJson(a, false) === writeJson(b, false),
    'void Remove()': remove,
    'void Replace(JToken)': replace,
    'string ToString()': (token: JToken) => formatValue(token),
    'string ToString(Formatting)': text,
  },
  { bases: ['IEnumerable<JToken>'] },
);
declare('JContainer', {}, { bases: ['JToken'] });

function children(token: JToken): readonly JToken[] {
  if (token instanceof JArray) return token.items;
  if (token instanceof JObject) return [...token.properties.values()];
  return token instanceof JProperty ? [token.value] : [];
}

function orDefault(value: Value, type: t.Type): Value {
  return value ?? defaultOf(type);
}

declare(
  'JObject',
  {
    'new()': () => new JObject(),
    'new(params object[])': (content: Value) => {
      const object = new JObject();
      for (const item of itemsOf(content).flatMap(flat)) {
        if (!(item instanceof JProperty))
          throw new CSharpException('ArgumentException', 'Can not add the value to Newtonsoft.Json.Linq.JObject.');
        addProperty(object, item);
      }
      return object;
    },
    'static JObject Parse(string)': (source: string) => parsed(source, JObject, 'JObject'),
    'static JObject FromObject(object)': (value: Value) => toToken(value),
    'JToken this[string]': child,
    'void Add(string, JToken)': (object: JObject, name: string, value: JToken | null) =>
      addProperty(object, new JProperty(name, value ?? new JValue(null, 'Null'))),
    'void Add(object)': (object: JObject, property: JProperty) => addProperty(object, property),
    'bool Remove(string)': (object: JObject, name: string) => object.delete(name),
    'bool ContainsKey(string)': (object: JObject, name: string) => object.get(name) !== null,
    'int Count': (object: JObject) => object.properties.size,
    'JProperty Property(string)': (object: JObject, name: string) => object.properties.get(name) ?? null,
    'IEnumerable<JProperty> Properties()': (object: JObject) =>
      sequence([...object.properties.values()], t.type('JProperty')),
    'bool TryGetValue(string, out JToken)': (object: JObject, name: string, out: OutCell) => {
      out.value = object.get(name);
      return out.value !== null;
    },
    'JToken GetValue(string)': (object: JObject, name: string) => object.get(name),
    'JToken GetValue(string, StringComparison)': (object: JObject, name: string, by: EnumValue) =>
      object.get(name) ??
      (by.name.endsWith('IgnoreCase')
        ? ([...object.properties.values()].find((property) => property.name.toUpperCase() === name.toUpperCase())
            ?.value ?? null)
        : null),
    'void Merge(object)': (object: JObject, other: Value) => {
      if (!(other instanceof JObject)) throw new Unsupported('merging with another kind of token is not supported');
      merge(object, other);
      return null;
    },
  },
  { bases: ['JContainer'] },
);

function merge(object: JObject, other: JObject): void {
  for (const { name, value } of other.properties.values()) {
    const known = object.get(name);
    if (known instanceof JObject && value instanceof JObject) merge(known, value);
    else if (known instanceof JArray && value instanceof JArray)
      for (const item of value.items) known.add(item.clone());
    else if (!(known && value instanceof JValue && value.value === null)) object.set(name, value.clone());
  }
}

function addProperty(object: JObject, property: JProperty): null {
  if (object.properties.has(property.name)) {
    throw new CSharpException(
      'ArgumentException',
      `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
    );
  }
  object.add(property);
  return null;
}

/** What is added to a container: of a sequence, its items. */
function flat(item: Value): readonly Value[] {
  return item instanceof SequenceValue ? item.items.flatMap(flat) : [item];
}

declare(
  'JArray',
  {
    'new()': () => new JArray(),
    'new(params object[])': (content: Value) => arrayOf(itemsOf(content).flatMap(flat)),
    'static JArray Parse(string)': (source: string) => parsed(source, JArray, 'JArray'),
    'static JArray FromObject(object)': (value: Value) => toToken(value),
    'int Count': (array: JArray) => array.items.length,
    'JToken this[int]': child,
    'void Add(JToken)': (array: JArray, item: JToken | null) => {
      array.add(item ?? new JValue(null, 'Null'));
      return null;
    },
    'void Add(object)': (array: JArray, item: Value) => {
      for (const one of flat(item)) array.add(tokenOf(one));
      return null;
    },
    'void RemoveAt(int)': (array: JArray, index: number) => {
      child(array, index);
      array.items.splice(index, 1);
      return null;
    },
    'void Clear()': (array: JArray) => {
      array.items.length = 0;
      return null;
    },
  },
  { bases: ['JContainer'] },
);

function arrayOf(items: readonly Value[]): JArray {
  const array = new JArray();
  for (const item of items) array.add(tokenOf(item));
  return array;
}

declare(
  'JValue',
  {
    'new(object)': (value: Value) => tokenOf(value),
    'static JValue CreateNull()': () => new JValue(null, 'Null'),
    'static JValue CreateString(string)': (value: string | null) => tokenOf(value),
    'object Value': ({ value }: JValue) => value,
  },
  { bases: ['JToken'] },
);

declare(
  'JProperty',
  {
    'new(string, object)': (name: string, value: Value) =>
      new JProperty(name, value instanceof SequenceValue ? arrayOf(flat(value)) : tokenOf(value)),
    'string Name': (property: JProperty) => property.name,
    'JToken Value': (property: JProperty) => property.value,
    'void set_Value(JToken)': (property: JProperty, value: JToken) => {
      property.value = value;
      return null;
    },
  },
  { bases: ['JContainer'] },
);

/** What a serializer makes of a value. */
export function toToken(value: Value): JToken {
  if (value instanceof SequenceValue) return arrayOf(value.items.map(toToken));
  if (value instanceof DictionaryValue) {
    const object = new JObject();
    for (const pair of value.entries.values()) object.set(formatValue(pair.key), toToken(pair.value));
    return object;
  }
  if (value instanceof RecordValue) {
    const object = new JObject();
    value.values.forEach((item, index) =>
      object.set(value.type.name === 'tuple' ? `Item${index + 1}` : value.type.fields[index], toToken(item)),
    );
    return object;
  }
  if (value instanceof EnumValue) return tokenOf(value.number);
  return value instanceof JToken ? value.clone() : tokenOf(value);
}

/** What a serializer makes of JSON. */
function fromJson(token: JToken, wanted: t.Type): Value {
  if (wanted === t.OBJECT) return token instanceof JValue ? token.value : token;
  if (isOfType(token, wanted)) return token;
  if ((wanted.name === 'List' || wanted.name === '[]') && token instanceof JArray && wanted.args[0] !== t.BYTE) {
    const items = token.items.map((item) => fromJson(item, wanted.args[0]));
    return new SequenceValue(wanted.name === 'List' ? 'list' : 'array', wanted.args[0], items);
  }
  if (wanted.name === 'Dictionary' && wanted.args[0] === t.STRING && token instanceof JObject) {
    const dictionary = new DictionaryValue(wanted.args[0], wanted.args[1]);
    for (const { name, value } of token.properties.values()) dictionary.set(name, fromJson(value, wanted.args[1]));
    return dictionary;
  }
  if (token instanceof JValue) return fromToken(wanted)(token);
  throw new CSharpException(
    'JsonSerializationException',
    `Cannot deserialize the JSON into type '${t.runtimeName(wanted)}'.`,
  );
}

declare('JsonConvert', {
  'static string SerializeObject(object)': (value: Value) => writeJson(toToken(value), false),
  'static string SerializeObject(object, Formatting)': (value: Value, formatting: EnumValue) =>
    text(toToken(value), formatting),
  'static T DeserializeObject<T>(string)': typed((of) => (source: string | null) => {
    if (source === null)
      throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 'value')");
    return source.trim() === '' ? defaultOf(of('T')) : fromJson(readJson(source), of('T'));
  }),
  'static object DeserializeObject(string)': (source: string) => fromJson(readJson(source), t.OBJECT),
});
