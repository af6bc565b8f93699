import { base64 } from './base64';
import * as t from './types';
import {
  CharValue,
  DateTimeValue,
  DecimalValue,
  DoubleValue,
  GuidValue,
  IntegerValue,
  TimeSpanValue,
  UriValue,
  Value,
  Convert,
} from './value';
import { converted } from './convert-value';
import { argument, argumentNull, CSharpException, invalidCast, Unsupported } from './errors';
import { formatValue } from './format';
import { formatDate } from './format-date';
import { JToken, JValue, JProperty } from './json';
import { localDate } from './parse-date';
import { parseGuid } from './parse-guid';
import { NUMERIC, isNumeric } from './numeric';
import { runtimeType } from './runtime-type';

export const TO_TOKEN = new Set(
  ['string', 'bool', 'byte[]', 'DateTime', 'Guid', 'TimeSpan', 'Uri', ...NUMERIC].filter((name) => name !== 'char'),
);

/** Converts a value to a JSON token. */
export function tokenOf(value: Value): JToken {
  if (value === null) return new JValue(null, 'Null');
  if (value instanceof JToken) return value;
  if (typeof value === 'string') return new JValue(value, 'String');
  if (typeof value === 'boolean') return new JValue(value, 'Boolean');
  if (typeof value === 'number') return new JValue(BigInt(value), 'Integer');
  if (typeof value === 'bigint') return new JValue(value, 'Integer');
  if (value instanceof IntegerValue) return new JValue(value.value, 'Integer');
  if (value instanceof DoubleValue || value instanceof DecimalValue) return new JValue(value, 'Float');
  if (value instanceof DateTimeValue) return new JValue(value, 'Date');
  if (value instanceof TimeSpanValue) return new JValue(value, 'TimeSpan');
  if (value instanceof GuidValue) return new JValue(value, 'Guid');
  if (value instanceof UriValue) return new JValue(value, 'Uri');
  if (value instanceof CharValue) return new JValue(value.text, 'String');
  if (value instanceof Uint8Array) return new JValue(value, 'Bytes');
  throw argument(`Could not determine JSON object type for type ${t.runtimeName(runtimeType(value))}.`);
}

/** The casts that Newtonsoft defines for a token, for example `(string)token`, `(int)token`, and `(bool?)token`. */
export function fromToken(to: t.Type): Convert {
  const wanted = t.underlying(to);
  return (given) => {
    const token = given instanceof JProperty ? given.value : given;
    if (token === null) {
      if (t.allowsNull(to)) return null;
      throw argumentNull('value');
    }
    if (!(token instanceof JValue)) throw cannotConvert(token as JToken, wanted);
    if (token.kind === 'Null' && t.allowsNull(to) && to.text !== 'byte[]') return null;
    return scalarFromToken(token, wanted);
  };
}

/** Converts a token as `Value<T>` does, with `Convert.ChangeType`. */
export function changeType(token: JValue, to: t.Type): Value {
  const { value, kind } = token;
  const wanted = t.underlying(to);
  if (value === null && t.allowsNull(to)) return null;
  if (value !== null && !/^(?:Bytes|Guid|TimeSpan|Uri)$/.test(kind)) {
    if (wanted === t.BOOL || isNumeric(wanted)) return converted(value, wanted);
    if (wanted === t.STRING || (wanted.name === 'DateTime' && kind === 'String')) return scalarFromToken(token, wanted);
  }
  if (value !== null && runtimeType(value) === wanted) return value;
  throw invalidCast(value === null ? 'null' : t.runtimeName(runtimeType(value)), t.runtimeName(wanted));
}

/** The name of the `JTokenType` of a token. */
export function kindOf(token: JToken): string {
  return token instanceof JValue ? token.kind : runtimeType(token).name.slice(1);
}

function cannotConvert(token: JToken, to: t.Type): CSharpException {
  return argument(`Can not convert ${kindOf(token)} to ${t.runtimeName(to).replace('System.', '')}.`);
}

function scalarFromToken(token: JValue, wanted: t.Type): Value {
  const { value, kind } = token;
  if (wanted === t.STRING) {
    if (kind === 'Bytes') return base64(value as Uint8Array);
    // Unlike ToString(), a cast uses no culture-specific format.
    if (value instanceof DateTimeValue) return formatDate(value, 'MM/dd/yyyy HH:mm:ss');
    return formatValue(token);
  }
  if (value === null) throw cannotConvert(token, wanted);
  if (runtimeType(value) === wanted) return value;
  if ((wanted === t.BOOL || isNumeric(wanted)) && /^(?:Integer|Float|String|Boolean)$/.test(kind))
    return converted(value, wanted);
  if (kind === 'String' && wanted.name === 'DateTime') return localDate(value as string);
  if (kind === 'String' && wanted.name === 'Guid') return parseGuid(value as string);
  if (kind === 'String' || (kind === 'Bytes' && wanted.name === 'Guid'))
    throw new Unsupported(`a conversion of JSON of the type ${kind} to ${wanted.text} is not supported`);
  throw cannotConvert(token, wanted);
}
