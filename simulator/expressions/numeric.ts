import * as t from './types';
import { CharValue, DecimalValue, DoubleValue, IntegerValue, Value, Convert } from './value';
import { CSharpException, Unsupported } from './errors';
import { formatDecimal } from './format-number';
import { quotient, rounded } from './rounding';

/** The sizes of the integer types in bits; negative for unsigned types. */
const BITS: Readonly<Record<string, number>> = {
  sbyte: 8,
  byte: -8,
  short: 16,
  ushort: -16,
  int: 32,
  uint: -32,
  long: 64,
  ulong: -64,
};

export const NUMERIC = new Set([...Object.keys(BITS), 'char', 'float', 'double', 'decimal']);

export function isInteger({ name }: t.Type): boolean {
  return Object.hasOwn(BITS, name);
}

/** Returns the number of bits of an integer type. */
export function bitsOf({ name }: t.Type): number {
  return Math.abs(BITS[name]);
}

/** Reduces a whole number to the range of an integer type or of `char`. */
function wrapped(value: bigint, name: string): bigint {
  const bits = BITS[name] ?? -16;
  return bits < 0 ? BigInt.asUintN(-bits, value) : BigInt.asIntN(bits, value);
}

/** Returns whether a whole number is in the range of an integer type. */
export function fits(value: bigint, { name }: t.Type): boolean {
  return wrapped(value, name) === value;
}

function integerOf(value: bigint, name: string): Value {
  if (name === 'long') return value;
  return name === 'int' || name === 'byte' ? Number(value) : new IntegerValue(t.type(name), value);
}

/** Returns the value of a `byte` as an `object`: unlike an `int`, it has its own type at run time. */
export function boxed(value: Value): Value {
  return value === null ? null : new IntegerValue(t.BYTE, BigInt(value as number));
}

export function isNumeric({ name }: t.Type): boolean {
  return NUMERIC.has(name);
}

/** Converts numbers without range checks, as in an unchecked context. */
export function numeric(from: t.Type, to: t.Type): Convert {
  return from === to ? (value) => value : converterTo(to.name);
}

export function toNumeric(value: Value, to: string): Value {
  return converterTo(to)(value);
}

const CONVERTERS = new Map<string, Convert>([
  ...Object.keys(BITS).map((name): [string, Convert] => [
    name,
    (value) => integerOf(wrapped(whole(value, name), name), name),
  ]),
  ['char', (value) => CharValue.of(Number(wrapped(whole(value, 'char'), 'char')))],
  ['decimal', toDecimal],
  ['float', (value) => new DoubleValue(Math.fround(toDouble(value)), true)],
]);

function converterTo(name: string): Convert {
  return CONVERTERS.get(name) ?? ((value) => new DoubleValue(toDouble(value)));
}

/** A decimal is converted with a range check, and an integer without one. */
function whole(value: Value, name: string): bigint {
  const result = integral(value);
  if (value instanceof DoubleValue && (!Number.isFinite(value.value) || wrapped(result, name) !== result))
    throw new Unsupported(`C# does not specify the value of a number out of range as ${NAMES[name] ?? 'a char'}`);
  if (value instanceof DecimalValue && wrapped(result, name) !== result) throw overflow(NAMES[name]);
  return result;
}

export function integral(value: Value): bigint {
  if (value instanceof DecimalValue) return value.units / 10n ** BigInt(value.scale);
  if (value instanceof DoubleValue) {
    return Number.isFinite(value.value) ? BigInt(Math.trunc(value.value)) : 0n;
  }
  if (value instanceof CharValue) return BigInt(value.code);
  if (value instanceof IntegerValue) return value.value;
  return BigInt(value as number | bigint);
}

export function toDouble(value: Value): number {
  if (value instanceof DoubleValue) return value.value;
  if (value instanceof DecimalValue) return Number(formatDecimal(value));
  if (value instanceof CharValue) return value.code;
  return Number(value instanceof IntegerValue ? value.value : value);
}

export function toDecimal(value: Value): DecimalValue {
  if (value instanceof DecimalValue) return value;
  if (value instanceof DoubleValue) {
    if (!Number.isFinite(value.value) || Math.abs(value.value) >= 2 ** 96) throw overflow('a Decimal');
    return withDigits(value.value, value.isSingle ? 7 : 15);
  }
  return new DecimalValue(integral(value), 0);
}

/** A double that is converted to a decimal has at most 15 digits, and a float 7. */
function withDigits(value: number, most: number): DecimalValue {
  const [digits, exponent] = value.toExponential(most - 1).split('e') as [string, string];
  let units = BigInt(digits.replace('.', ''));
  let scale = most - 1 - Number(exponent);
  for (; scale > 28; scale--) units /= 10n;
  for (; scale > 0 && units % 10n === 0n; scale--) units /= 10n;
  return scale >= 0 ? new DecimalValue(units, scale) : new DecimalValue(units * 10n ** BigInt(-scale), 0);
}

export function overflow(type: string): CSharpException {
  return new CSharpException('OverflowException', `Value was either too large or too small for ${type}.`);
}

/** The names of the integer types in messages. */
const NAMES: Readonly<Record<string, string>> = {
  sbyte: 'a signed byte',
  byte: 'an unsigned byte',
  short: 'an Int16',
  ushort: 'a UInt16',
  int: 'an Int32',
  uint: 'a UInt32',
  long: 'an Int64',
  ulong: 'a UInt64',
};

/** Converts like `Convert`: with range checks, and halves rounded to the even number. */
export function inRange(value: Value, wanted: t.Type): Value {
  if (!isInteger(wanted)) return toNumeric(value, wanted.name);
  const exact = nearest(value);
  if (exact === undefined || !fits(exact, wanted)) throw overflow(NAMES[wanted.name]);
  return integerOf(exact, wanted.name);
}

function nearest(value: Value): bigint | undefined {
  if (value instanceof DoubleValue)
    return Number.isFinite(value.value) ? BigInt(rounded(value.value, 'ToEven')) : undefined;
  if (value instanceof DecimalValue) return quotient(value.units, 10n ** BigInt(value.scale), 'ToEven');
  return integral(value);
}
