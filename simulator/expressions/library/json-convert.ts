import * as t from '../types';
import { EnumValue, Value } from '../value';
import { text } from './json';
import { argumentNull, CSharpException } from '../errors';
import { readJson, UNEXPECTED_END } from '../json-text';
import { declare, typed } from './declare';
import { toToken, fromJson } from './serializer';

function deserialized(source: string | null, wanted: t.Type): Value {
  if (source === null) throw argumentNull('value');
  if (source.trim() === '') {
    if (t.allowsNull(wanted)) return null;
    throw new CSharpException('JsonSerializationException', 'No JSON content found, and the type is not nullable.');
  }
  try {
    return fromJson(readJson(source), wanted);
  } catch (error) {
    const isShort = error instanceof CSharpException && error.message === UNEXPECTED_END && /^\s*\{/.test(source);
    if (!isShort || /^J/.test(wanted.name)) throw error;
    throw new CSharpException('JsonSerializationException', 'Unexpected end when deserializing object.');
  }
}

declare('JsonConvert', {
  'static string SerializeObject(object[, Formatting])': (value: Value, formatting?: EnumValue) =>
    text(toToken(value), formatting),
  'static T DeserializeObject<T>(string)': typed((of) => (source: string | null) => deserialized(source, of('T'))),
  'static object DeserializeObject(string)': (source: string | null) => deserialized(source, t.OBJECT),
});
