import { base64 } from './base64';
import { budget } from './budget';
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
import { CSharpException, formatException } from './errors';
import { formatValue } from './format';
import { formatDate } from './format-date';
import { parseDecimal } from './format-number';
import { JToken, JValue, JProperty } from './json';
import { parseDate } from './parse-date';
import { NUMERIC, isInteger, isNumeric, toNumeric, inRange } from './numeric';
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
  throw new CSharpException(
    'ArgumentException',
    `Could not determine JSON object type for type ${t.runtimeName(runtimeType(value))}.`,
  );
}

/** The casts that Newtonsoft defines for a token, for example `(string)token`, `(int)token`, and `(bool?)token`. */
export function fromToken(to: t.Type): Convert {
  const wanted = t.underlying(to);
  return (given) => {
    const token = given instanceof JProperty ? given.value : given;
    if (token === null) {
      if (t.allowsNull(to)) return null;
      throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 'value')");
    }
    if (!(token instanceof JValue)) throw cannotConvert(token as JToken, wanted);
    if (token.kind === 'Null' && t.allowsNull(to)) return null;
    return scalarFromToken(token, wanted);
  };
}

function cannotConvert(token: JToken, to: t.Type): CSharpException {
  const kind = token instanceof JValue ? token.kind : runtimeType(token).name.slice(1);
  return new CSharpException(
    'ArgumentException',
    `Can not convert ${kind} to ${t.runtimeName(to).replace('System.', '')}.`,
  );
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
  if (wanted === t.BOOL) {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return inRange(value, t.LONG) !== 0n;
    if (value instanceof DoubleValue) return value.value !== 0;
    const text = formatValue(value);
    budget.scan(text.length);
    const word = text.trim().toLowerCase();
    if (kind === 'String' && (word === 'true' || word === 'false')) return word === 'true';
    throw kind === 'String'
      ? formatException('String was not recognized as a valid Boolean.')
      : cannotConvert(token, wanted);
  }
  if (isNumeric(wanted)) return numberFromToken(token, wanted);
  if (wanted.name === 'DateTime' && kind === 'String') {
    const parsed = parseDate(value as string);
    if (!parsed) throw formatException('String was not recognized as a valid DateTime.');
    return parsed.date;
  }
  if (wanted.name === 'Guid' && kind === 'String') return new GuidValue((value as string).toLowerCase());
  if (runtimeType(value) === wanted) return value;
  throw cannotConvert(token, wanted);
}

function numberFromToken(token: JValue, wanted: t.Type): Value {
  const { value } = token;
  if (typeof value === 'boolean') return toNumeric(value ? 1 : 0, wanted.name);
  if (typeof value === 'string') {
    const parsed = parseDecimal(value);
    if (!parsed || (parsed.scale > 0 && isInteger(wanted))) throw formatException();
    return inRange(parsed, wanted);
  }
  if (typeof value === 'bigint' || value instanceof DoubleValue || value instanceof DecimalValue)
    return inRange(value, wanted);
  throw cannotConvert(token, wanted);
}
