import * as t from './types';
import { CharValue, DecimalValue, DoubleValue, Value, Convert } from './value';
import { CSharpException } from './errors';
import { formatDecimal } from './format-number';

export const NUMERIC = new Set(['byte', 'char', 'int', 'long', 'float', 'double', 'decimal']);

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
  ['int', (value) => Number(BigInt.asIntN(32, integral(value)))],
  ['byte', (value) => Number(BigInt.asUintN(8, integral(value)))],
  ['char', (value) => CharValue.of(Number(BigInt.asUintN(16, integral(value))))],
  ['long', (value) => BigInt.asIntN(64, integral(value))],
  ['decimal', toDecimal],
  ['float', (value) => new DoubleValue(Math.fround(toDouble(value)), true)],
]);

function converterTo(name: string): Convert {
  return CONVERTERS.get(name) ?? ((value) => new DoubleValue(toDouble(value)));
}

function integral(value: Value): bigint {
  if (value instanceof DecimalValue) return value.units / 10n ** BigInt(value.scale);
  if (value instanceof DoubleValue) {
    return Number.isFinite(value.value) && Math.abs(value.value) < 2 ** 63
      ? BigInt(Math.trunc(value.value))
      : -(2n ** 63n);
  }
  if (value instanceof CharValue) return BigInt(value.code);
  return BigInt(value as number | bigint);
}

export function toDouble(value: Value): number {
  if (value instanceof DoubleValue) return value.value;
  if (value instanceof DecimalValue) return Number(formatDecimal(value));
  if (value instanceof CharValue) return value.code;
  return Number(value);
}

export function toDecimal(value: Value): DecimalValue {
  if (value instanceof DecimalValue) return value;
  if (value instanceof DoubleValue) {
    if (!Number.isFinite(value.value) || Math.abs(value.value) >= 2 ** 96) throw overflow('a Decimal');
    return fifteenDigits(value.value);
  }
  return new DecimalValue(integral(value), 0);
}

/** A double that is converted to a decimal has at most 15 digits. */
function fifteenDigits(value: number): DecimalValue {
  const [digits, exponent] = value.toExponential(14).split('e') as [string, string];
  let units = BigInt(digits.replace('.', ''));
  let scale = 14 - Number(exponent);
  for (; scale > 28; scale--) units /= 10n;
  for (; scale > 0 && units % 10n === 0n; scale--) units /= 10n;
  return scale >= 0 ? new DecimalValue(units, scale) : new DecimalValue(units * 10n ** BigInt(-scale), 0);
}

export function overflow(type: string): CSharpException {
  return new CSharpException('OverflowException', `Value was either too large or too small for ${type}.`);
}

const RANGES: Readonly<Record<string, readonly [bigint, bigint, string]>> = {
  int: [-(2n ** 31n), 2n ** 31n - 1n, 'an Int32'],
  long: [-(2n ** 63n), 2n ** 63n - 1n, 'an Int64'],
  byte: [0n, 255n, 'an unsigned byte'],
};

/** Converts like `Convert`: with range checks, and halves rounded to the even number. */
export function inRange(value: Value, wanted: t.Type): Value {
  if (!Object.hasOwn(RANGES, wanted.name)) return toNumeric(value, wanted.name);
  const [least, most, name] = RANGES[wanted.name];
  const exact = rounded(value);
  if (exact === undefined || exact < least || exact > most) throw overflow(name);
  return toNumeric(exact, wanted.name);
}

function rounded(value: Value): bigint | undefined {
  if (value instanceof DoubleValue)
    return Number.isFinite(value.value) ? BigInt(roundHalfEven(value.value)) : undefined;
  if (value instanceof DecimalValue) {
    const by = 10n ** BigInt(value.scale);
    const low = value.units / by - (value.units < 0n && value.units % by !== 0n ? 1n : 0n);
    const twice = (value.units - low * by) * 2n;
    return twice > by || (twice === by && low % 2n !== 0n) ? low + 1n : low;
  }
  return integral(value);
}

export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
}
