import { isOfType } from '../conversions';
import { CSharpException } from '../errors';
import { formatValue } from '../format';
import { JArray, JObject, JToken, JValue } from '../json';
import { isNumeric } from '../numeric';
import { fromToken, tokenOf } from '../token-casts';
import * as t from '../types';
import { DictionaryValue, SequenceValue, SetValue } from '../collection';
import { EnumValue, RecordValue, Value } from '../value';

/** Serializes a value to a JSON token. */
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

/** A list, and the interfaces for which Newtonsoft creates one. */
const LISTS = /^(?:List|IList|ICollection|IEnumerable|IReadOnlyList|IReadOnlyCollection)$/;

/** Deserializes a JSON token to a type. */
export function fromJson(token: JToken, wanted: t.Type): Value {
  if (wanted === t.OBJECT) return token instanceof JValue ? token.value : token;
  if (isOfType(token, wanted)) return token;
  const isList = LISTS.test(wanted.name);
  if ((isList || wanted.name === '[]') && token instanceof JArray && wanted.args[0] !== t.BYTE) {
    const items = token.items.map((item) => fromJson(item, wanted.args[0]));
    return new SequenceValue(isList ? 'list' : 'array', wanted.args[0], items);
  }
  if (wanted.name === 'HashSet' && token instanceof JArray)
    return new SetValue(
      wanted.args[0],
      token.items.map((item) => fromJson(item, wanted.args[0])),
    );
  if (/^I?(?:ReadOnly)?Dictionary$/.test(wanted.name) && wanted.args[0] === t.STRING && token instanceof JObject) {
    const dictionary = new DictionaryValue(wanted.args[0], wanted.args[1]);
    for (const { name, value } of token.properties.values()) dictionary.set(name, fromJson(value, wanted.args[1]));
    return dictionary;
  }
  if (token instanceof JValue) return scalarFrom(token, wanted);
  if (wanted === t.STRING || wanted === t.BOOL || isNumeric(t.underlying(wanted)))
    throw readerException(`Unexpected token while reading ${t.runtimeName(wanted)}.`);
  throw new CSharpException(
    'JsonSerializationException',
    `Cannot deserialize the JSON into type '${t.runtimeName(wanted)}'.`,
  );
}

function scalarFrom(token: JValue, wanted: t.Type): Value {
  if (token.value === null && !t.allowsNull(wanted))
    throw new CSharpException(
      'JsonSerializationException',
      `Error converting value {null} to type '${t.runtimeName(wanted)}'.`,
    );
  try {
    return fromToken(wanted)(token);
  } catch (error) {
    if (error instanceof CSharpException && error.typeName === 'FormatException')
      throw readerException(`Could not convert the value to ${t.runtimeName(wanted)}.`);
    throw error;
  }
}

function readerException(message: string): CSharpException {
  return new CSharpException('JsonReaderException', message);
}

export function arrayOf(items: readonly Value[]): JArray {
  const array = new JArray();
  for (const item of items) array.add(tokenOf(item));
  return array;
}
