import { createHash } from 'node:crypto';
import { budget } from '../budget';
import { Unsupported } from '../errors';
import { defaultOf } from '../conversions';
import { formattedBy } from '../format-any';
import { formatValue } from '../format';
import { bitsOf, inRange } from '../numeric';
import { areEqual } from '../operators';
import { parse } from '../parse-number';
import * as t from '../types';
import { DecimalValue, DoubleValue, GuidValue, Value } from '../value';
import { declare } from './declare';
import { guidBytes } from './guids';
import { compareValues } from './order';
import { tryParse } from './try-parse';

export const INTEGERS: readonly t.Type[] = [t.SBYTE, t.BYTE, t.SHORT, t.USHORT, t.INT, t.UINT, t.LONG, t.ULONG];
export const NUMBERS: readonly t.Type[] = [...INTEGERS, t.FLOAT, t.DOUBLE, t.DECIMAL];

for (const type of [...NUMBERS, t.BOOL]) {
  const { name } = type;
  declare(name, {
    [`static ${name} Parse(string)`]: (text: string | null) => parse(text, type),
    [`static bool TryParse(string, out ${name})`]: tryParse(type, (text) => parse(text, type)),
    'string ToString()': (value: Value) => formatValue(value),
    [`int CompareTo(${name})`]: compareValues,
    [`bool Equals(${name})`]: (value: Value, other: Value) => areEqual(value, other),
  });
  if (type === t.BOOL) continue;
  declare(name, {
    [`static ${name} Parse(string, IFormatProvider)`]: (text: string | null) => parse(text, type),
    'string ToString(IFormatProvider)': (value: Value) => formatValue(value),
    'string ToString(string[, IFormatProvider])': formattedBy,
  });
}

for (const type of INTEGERS) {
  const isSigned = defaultOf(type) === 0 || defaultOf(type) === 0n ? type !== t.BYTE : /^s/.test(type.name);
  const bits = BigInt(bitsOf(type));
  const most = 2n ** (isSigned ? bits - 1n : bits) - 1n;
  declare(type.name, {
    [`static ${type.name} MaxValue`]: () => inRange(most, type),
    [`static ${type.name} MinValue`]: () => inRange(isSigned ? -most - 1n : 0n, type),
  });
}

const MOST_DECIMAL = 2n ** 96n - 1n;
declare('decimal', {
  'static decimal MaxValue': () => new DecimalValue(MOST_DECIMAL, 0),
  'static decimal MinValue': () => new DecimalValue(-MOST_DECIMAL, 0),
  'static decimal Zero': () => new DecimalValue(0n, 0),
  'static decimal One': () => new DecimalValue(1n, 0),
});
for (const [type, most, least] of [
  [t.DOUBLE, Number.MAX_VALUE, Number.MIN_VALUE],
  [t.FLOAT, 3.4028234663852886e38, 1.401298464324817e-45],
] as const) {
  const made = (value: number): DoubleValue => new DoubleValue(value, type === t.FLOAT);
  declare(type.name, {
    [`static ${type.name} MaxValue`]: () => made(most),
    [`static ${type.name} MinValue`]: () => made(-most),
    [`static ${type.name} Epsilon`]: () => made(least),
    [`static ${type.name} NaN`]: () => made(NaN),
    [`static ${type.name} PositiveInfinity`]: () => made(Infinity),
    [`static ${type.name} NegativeInfinity`]: () => made(-Infinity),
    [`static bool IsNaN(${type.name})`]: ({ value }: DoubleValue) => Number.isNaN(value),
    [`static bool IsInfinity(${type.name})`]: ({ value }: DoubleValue) => Math.abs(value) === Infinity,
  });
}

for (const type of [t.INT, t.SHORT, t.SBYTE, t.BYTE, t.USHORT]) {
  declare(type.name, { 'int GetHashCode()': (value: Value) => Number(inRange(value, t.INT)) });
}
declare('bool', { 'int GetHashCode()': (value: boolean) => (value ? 1 : 0) });
declare('object', { 'int GetHashCode()': hashCode });

function hashCode(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof GuidValue) {
    const bytes = guidBytes(value);
    return [0, 4, 8, 12].reduce((so, at) => so ^ bytes.readInt32LE(at), 0);
  }
  if (typeof value === 'string') {
    budget.spend(200 + (value.length >> 3));
    // It differs between processes. This is one of the possible values.
    return createHash('sha256').update(value, 'utf16le').digest().readInt32LE();
  }
  throw new Unsupported('a hash code of this type is not supported');
}
