import { defaultOf } from '../conversions';
import { converted, fromString } from '../convert-value';
import { argument, argumentNull, CSharpException, formatException, outOfRange } from '../errors';
import { formatValue } from '../format';
import { formattedBy } from '../format-any';
import { JValue } from '../json';
import { bitsOf, fits, toNumeric } from '../numeric';
import { localDate } from '../parse-date';
import { fromToken } from '../token-casts';
import * as t from '../types';
import { CharValue, DateTimeValue, Value } from '../value';
import { declare } from './declare';
import { INTEGERS, NUMBERS } from './numbers';

const TARGETS: readonly (readonly [name: string, type: t.Type])[] = [
  ['ToSByte', t.SBYTE],
  ['ToByte', t.BYTE],
  ['ToInt16', t.SHORT],
  ['ToUInt16', t.USHORT],
  ['ToInt32', t.INT],
  ['ToUInt32', t.UINT],
  ['ToInt64', t.LONG],
  ['ToUInt64', t.ULONG],
  ['ToSingle', t.FLOAT],
  ['ToDouble', t.DOUBLE],
  ['ToDecimal', t.DECIMAL],
  ['ToBoolean', t.BOOL],
  ['ToChar', t.CHAR],
];
const SOURCES = [...NUMBERS, t.BOOL, t.CHAR].map((type) => type.name).join(' | ');

for (const [name, type] of TARGETS) {
  const fromText = (text: string | null): Value => (text === null ? nothing(type) : fromString(text, type));
  const fromAny = (value: Value): Value => {
    if (value instanceof JValue) return fromToken(type)(value);
    if (value === null) return type === t.CHAR ? CharValue.of(0) : defaultOf(type);
    return converted(value, type);
  };
  declare('Convert', {
    [`static ${type.name} ${name}(string[, IFormatProvider])`]: fromText,
    [`static ${type.name} ${name}(object[, IFormatProvider])`]: fromAny,
    [`static ${type.name} ${name}(${SOURCES})`]: fromAny,
  });
}

function nothing(type: t.Type): Value {
  if (type === t.CHAR) throw argumentNull('value');
  return defaultOf(type);
}

const DIGITS: Readonly<Record<number, RegExp>> = {
  2: /^[01]+$/,
  8: /^[0-7]+$/,
  10: /^-?\d+$/,
  16: /^[\da-fA-F]+$/,
};
const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

function digitsFor(base: number): RegExp {
  if (!Object.hasOwn(DIGITS, base)) throw argument('Invalid Base.');
  return DIGITS[base];
}

/** Reads the digits of a whole number. Other bases than 10 have the bits of a negative number. */
function fromDigits(text: string | null, base: number, type: t.Type): Value {
  const allowed = digitsFor(base);
  if (text === null) return defaultOf(type);
  if (text === '') throw outOfRange('startIndex');
  const digits = base === 16 ? text.replace(/^0x/i, '') : text;
  if (!allowed.test(digits)) throw formatException('Could not find any recognizable digits.');
  if (digits.length > 70) throw new CSharpException('OverflowException', 'The number is too large.');
  const value = base === 10 ? BigInt(digits) : BigInt(PREFIXES[base] + digits);
  const isBits = base !== 10 && value < 2n ** BigInt(bitsOf(type));
  if (!isBits && !fits(value, type)) throw new CSharpException('OverflowException', 'The number is too large.');
  return toNumeric(value, type.name);
}

for (const [name, type] of TARGETS.filter(([, one]) => INTEGERS.includes(one))) {
  declare('Convert', {
    [`static ${type.name} ${name}(string, int)`]: (text: string | null, base: number) => fromDigits(text, base, type),
  });
}

for (const type of [t.BYTE, t.SHORT, t.INT, t.LONG]) {
  declare('Convert', {
    [`static string ToString(${type.name}, int)`]: (value: Value, base: number) => {
      digitsFor(base);
      const whole = BigInt(formatValue(value));
      return (base === 10 ? whole : BigInt.asUintN(bitsOf(type), whole)).toString(base);
    },
  });
}

declare('Convert', {
  'static string ToString(string)': (text: string | null) => text,
  'static string ToString(object[, IFormatProvider])': (value: Value, by?: Value) => formattedBy(value, null, by),
  'static DateTime ToDateTime(string[, IFormatProvider])': localDate,
  'static DateTime ToDateTime(DateTime)': (date: DateTimeValue) => date,
});
