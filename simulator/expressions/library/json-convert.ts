import * as t from '../types';
import { EnumValue, Value } from '../value';
import { text } from './json';
import { defaultOf } from '../conversions';
import { argumentNull } from '../errors';
import { writeJson, readJson } from '../json-text';
import { declare, typed } from './declare';
import { toToken, fromJson } from './serializer';

declare('JsonConvert', {
  'static string SerializeObject(object)': (value: Value) => writeJson(toToken(value), false),
  'static string SerializeObject(object, Formatting)': (value: Value, formatting: EnumValue) =>
    text(toToken(value), formatting),
  'static T DeserializeObject<T>(string)': typed((of) => (source: string | null) => {
    if (source === null) throw argumentNull('value');
    return source.trim() === '' ? defaultOf(of('T')) : fromJson(readJson(source), of('T'));
  }),
  'static object DeserializeObject(string)': (source: string | null) => {
    if (source === null) throw argumentNull('value');
    return source.trim() === '' ? null : fromJson(readJson(source), t.OBJECT);
  },
});
