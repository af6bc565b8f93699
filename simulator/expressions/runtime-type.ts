import { Body, Headers, ResponseMessage } from '../common/message';
import { CSharpException } from './errors';
import { JArray, JObject, JProperty, JToken, JValue } from './json';
import { BOOL, BYTE, CHAR, DECIMAL, DOUBLE, FLOAT, generic, INT, LONG, OBJECT, STRING, Type, type } from './types';
import * as v from './value';
import { SequenceValue, QueryValue, SetValue, PairValue, DictionaryValue } from './collection';

type Class = abstract new (...args: never[]) => object;

const CLASSES = new Map<unknown, Type | ((value: never) => Type)>([
  [v.CharValue, CHAR],
  [v.DoubleValue, (value: v.DoubleValue) => (value.isSingle ? FLOAT : DOUBLE)],
  [v.DecimalValue, DECIMAL],
  [v.IntegerValue, (value: v.IntegerValue) => value.type],
  [v.DateTimeValue, type('DateTime')],
  [v.DateTimeOffsetValue, type('DateTimeOffset')],
  [v.TimeSpanValue, type('TimeSpan')],
  [v.GuidValue, type('Guid')],
  [v.EnumValue, (value: v.EnumValue) => value.type],
  [v.RecordValue, (value: v.RecordValue) => value.type],
  [SequenceValue, sequenceType],
  [SetValue, sequenceType],
  [QueryValue, sequenceType],
  [PairValue, (value: PairValue) => generic('KeyValuePair', value.keyType, value.valueType)],
  [DictionaryValue, (value: DictionaryValue) => generic('Dictionary', value.keyType, value.valueType)],
  [JObject, type('JObject')],
  [JArray, type('JArray')],
  [JValue, type('JValue')],
  [JProperty, type('JProperty')],
  [Uint8Array, generic('[]', BYTE)],
  [URL, type('IUrl')],
  [ResponseMessage, type('IResponse')],
  [Headers, type('Headers')],
  [Body, type('IMessageBody')],
  [Map, type('Variables')],
] as [Class, Type][]);

/** Registers the classes of other modules. */
export function registerClass(of: Class, as: Type | ((value: never) => Type)): void {
  CLASSES.set(of, as);
}

function sequenceType({ kind, elementType }: SequenceValue): Type {
  if (kind === 'array') return generic('[]', elementType);
  return generic(kind === 'list' ? 'List' : kind === 'set' ? 'HashSet' : 'IEnumerable', elementType);
}

/** Returns the run-time type of a value that is not null. */
export function runtimeType(value: NonNullable<v.Value>): Type {
  switch (typeof value) {
    case 'number':
      return INT;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    case 'bigint':
      return LONG;
    default:
      if (value instanceof CSharpException) return type(value.typeName);
      // Objects are created by this module, so no user-defined name can refer to their constructor.
      return typeFor(value);
  }
}

function typeFor(value: object): Type {
  const found = CLASSES.get(value.constructor);
  if (typeof found === 'function') return (found as (value: object) => Type)(value);
  return found ?? OBJECT;
}

export function isToken(value: v.Value): value is JToken {
  return value instanceof JToken;
}
