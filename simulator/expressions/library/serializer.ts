import { isOfType } from '../conversions';
import { CSharpException, Unsupported } from '../errors';
import { formatValue } from '../format';
import { JArray, JObject, JToken, JValue } from '../json';
import { isInteger, isNumeric } from '../numeric';
import { fromToken, kindOf, tokenOf } from '../token-casts';
import * as t from '../types';
import { DictionaryValue, SequenceValue, SetValue } from '../collection';
import { DateTimeValue, EnumValue, RecordValue, Value } from '../value';

/** Serializes a value to a JSON token. */
export function toToken(value: Value): JToken {
  if (value instanceof SequenceValue) return arrayOf(value.items.map(toToken));
  if (value instanceof DictionaryValue) {
    const object = new JObject();
    for (const { key, value: item } of value.entries.values()) {
      if (key instanceof DateTimeValue) throw new Unsupported('dates as keys are not supported in JSON');
      object.set(formatValue(key), toToken(item));
    }
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
  if (NOT_READ.test(t.underlying(wanted).text)) throw notSupported(token, wanted);
  const isList = LISTS.test(wanted.name);
  if ((isList || wanted.name === '[]') && token instanceof JArray) {
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
  if (READ_DIRECTLY.test(t.underlying(wanted).name)) throw readerException(wanted);
  throw new CSharpException(
    'JsonSerializationException',
    `Cannot deserialize the JSON into type '${t.runtimeName(wanted)}'.`,
  );
}

const NOT_READ = /^(?:char|DateTimeOffset|byte\[\])$/;
/** The types that `JsonReader` reads itself. */
const READ_DIRECTLY = /^(?:string|bool|byte|short|int|float|double|decimal|DateTime)$/;

function scalarFrom(token: JValue, wanted: t.Type): Value {
  const { value, kind } = token;
  const bare = t.underlying(wanted);
  const failure = new CSharpException(
    'JsonSerializationException',
    `Error converting value to type '${t.runtimeName(wanted)}'.`,
  );
  if (value === null && !t.allowsNull(wanted)) throw failure;
  const isNumber = kind === 'Integer' || (kind === 'Float' && bare !== t.STRING && !isInteger(bare));
  const isExact = value === null || kind === 'String' || isNumber || !(bare === t.STRING || isNumeric(bare));
  if (!isExact || (value === '' && bare !== t.STRING)) throw notSupported(token, wanted);
  try {
    return fromToken(wanted)(token);
  } catch (error) {
    if (!(error instanceof CSharpException)) throw error;
    if (error.typeName !== 'FormatException') throw notSupported(token, wanted);
    throw READ_DIRECTLY.test(bare.name) ? readerException(wanted) : failure;
  }
}

/** The result depends on the version of Newtonsoft.Json, or on how the JSON is read. */
function notSupported(token: JToken, { text }: t.Type): Unsupported {
  return new Unsupported(`a conversion of JSON of the type ${kindOf(token)} to ${text} is not supported`);
}

function readerException(wanted: t.Type): CSharpException {
  return new CSharpException('JsonReaderException', `Could not convert the value to ${t.runtimeName(wanted)}.`);
}

export function arrayOf(items: readonly Value[]): JArray {
  const array = new JArray();
  for (const item of items) array.add(tokenOf(item));
  return array;
}
