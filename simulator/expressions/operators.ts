import { budget } from './budget';
import { CSharpException } from './errors';
import { UINT, ULONG, Type } from './types';
import {
  DateTimeValue,
  DecimalValue,
  DoubleValue,
  EnumValue,
  GuidValue,
  IntegerValue,
  keyOf,
  RecordValue,
  TimeSpanValue,
  UriValue,
  Value,
} from './value';
import { overflow, toDouble, toDecimal } from './numeric';
import { quotient } from './rounding';
import { PairValue } from './collection';
import { XNamespaceValue, XNameValue } from './xml/tree';

export type Binary = (a: Value, b: Value) => Value;

function divideByZero(): CSharpException {
  return new CSharpException('DivideByZeroException', 'Attempted to divide by zero.');
}

export function arithmeticOverflow(): CSharpException {
  return new CSharpException('OverflowException', 'Arithmetic operation resulted in an overflow.');
}

/** Returns what a number is divided by. The least number of a type has no negative. */
function divisor<T extends number | bigint>(by: T, isLeast: boolean): T {
  if (Number(by) === 0) throw divideByZero();
  if (isLeast && Number(by) === -1) throw arithmeticOverflow();
  return by;
}

type Comparison = (a: number | bigint, b: number | bigint) => boolean;
const COMPARISONS: readonly (readonly [operator: string, Comparison])[] = [
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
];

type Ints = (a: number, b: number) => Value;
export const INT_OPERATORS: ReadonlyMap<string, Ints> = new Map<string, Ints>([
  ['+', (a, b) => (a + b) | 0],
  ['-', (a, b) => (a - b) | 0],
  ['*', (a, b) => Math.imul(a, b)],
  ['/', (a, b) => (a / divisor(b, a === -2147483648)) | 0],
  ['%', (a, b) => (a % divisor(b, a === -2147483648)) | 0],
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
  ['<<', (a, b) => a << (b & 31)],
  ['>>', (a, b) => a >> (b & 31)],
  ...COMPARISONS,
]);

const LEAST_LONG = -(2n ** 63n);
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
type Longs = (a: bigint, b: bigint) => bigint | boolean;
export const LONG_OPERATORS: ReadonlyMap<string, Longs> = new Map<string, Longs>([
  ['+', (a, b) => wrap(a + b)],
  ['-', (a, b) => wrap(a - b)],
  ['*', (a, b) => wrap(a * b)],
  ['/', (a, b) => a / divisor(b, a === LEAST_LONG)],
  ['%', (a, b) => a % divisor(b, a === LEAST_LONG)],
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
  ...COMPARISONS,
]);

/** The operators of an unsigned type: those of whole numbers, with the result reduced to its range. */
function unsigned(type: Type, bits: number): ReadonlyMap<string, Binary> {
  const wide = (value: Value): bigint => (value as IntegerValue).value;
  const made = (value: bigint | boolean): Value =>
    typeof value === 'boolean' ? value : new IntegerValue(type, BigInt.asUintN(bits, value));
  return new Map(
    [...WHOLE_OPERATORS].map(([operator, of]): [string, Binary] => [operator, (a, b) => made(of(wide(a), wide(b)))]),
  );
}

/** Without a limit to their size. */
const WHOLE_OPERATORS: ReadonlyMap<string, Longs> = new Map<string, Longs>([
  ...LONG_OPERATORS,
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
]);
export const UINT_OPERATORS = unsigned(UINT, 32);
export const ULONG_OPERATORS = unsigned(ULONG, 64);

function compared(number: (value: Value) => number | bigint): [string, Binary][] {
  return COMPARISONS.map(([operator, of]) => [operator, (a, b) => of(number(a), number(b))]);
}

function doubles(isSingle: boolean): ReadonlyMap<string, Binary> {
  const made = (value: number): DoubleValue => new DoubleValue(isSingle ? Math.fround(value) : value, isSingle);
  return new Map<string, Binary>([
    ['+', (a, b) => made(toDouble(a) + toDouble(b))],
    ['-', (a, b) => made(toDouble(a) - toDouble(b))],
    ['*', (a, b) => made(toDouble(a) * toDouble(b))],
    ['/', (a, b) => made(toDouble(a) / toDouble(b))],
    ['%', (a, b) => made(toDouble(a) % toDouble(b))],
    ...compared(toDouble),
  ]);
}
export const DOUBLE_OPERATORS = doubles(false);
export const FLOAT_OPERATORS = doubles(true);

/** The steps of an attempt to round a decimal to a digit. */
const DIGIT = 16;
/** The maximum number of digits after the decimal point. */
const FINEST = 28;

function sameScale(a: Value, b: Value): readonly [a: bigint, b: bigint, scale: number] {
  const x = toDecimal(a);
  const y = toDecimal(b);
  const scale = Math.max(x.scale, y.scale);
  return [x.units * 10n ** BigInt(scale - x.scale), y.units * 10n ** BigInt(scale - y.scale), scale];
}

/** An operator on the units of two decimals with the same number of digits after the point. */
function aligned(of: (x: bigint, y: bigint, scale: number) => Value): Binary {
  return (a, b) => of(...sameScale(a, b));
}

/** Rounds once, with halves to the even digit, so that the number fits. */
export function decimal(units: bigint, scale: number): DecimalValue {
  for (let drop = Math.max(scale - FINEST, 0); drop <= scale; drop++) {
    budget.spend(DIGIT);
    const value = quotient(units, 10n ** BigInt(drop), 'ToEven');
    if (value < 2n ** 96n && value > -(2n ** 96n)) return new DecimalValue(value, scale - drop);
  }
  throw overflow('a Decimal');
}

/** Additional digits, so that rounding takes the following digits into account. */
const EXTRA = 40;

function divided(a: Value, b: Value): DecimalValue {
  const [x, y] = sameScale(a, b);
  if (y === 0n) throw divideByZero();
  const kept = Math.max(toDecimal(a).scale - toDecimal(b).scale, 0);
  const exact = x * 10n ** BigInt(kept);
  if (exact % y === 0n) return decimal(exact / y, kept);
  const long = (x * 10n ** BigInt(EXTRA)) / y;
  let result = decimal(long, EXTRA);
  while (result.scale > 0 && result.units % 10n === 0n) result = new DecimalValue(result.units / 10n, result.scale - 1);
  return result;
}

export const DECIMAL_OPERATORS: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['+', aligned((x, y, scale) => decimal(x + y, scale))],
  ['-', aligned((x, y, scale) => decimal(x - y, scale))],
  ['*', (a, b) => decimal(toDecimal(a).units * toDecimal(b).units, toDecimal(a).scale + toDecimal(b).scale)],
  ['/', divided],
  [
    '%',
    (a, b) => {
      const [x, y, scale] = sameScale(a, b);
      if (y === 0n) throw divideByZero();
      const isSmaller = (x < 0n ? -x : x) < (y < 0n ? -y : y);
      return isSmaller ? toDecimal(a) : decimal(x % y, scale);
    },
  ],
  ...COMPARISONS.map(([operator, of]): [string, Binary] => [operator, aligned(of)]),
]);

const ticks = (value: Value): bigint => (value as DateTimeValue | TimeSpanValue).ticks;
export const TICK_COMPARISONS: ReadonlyMap<string, Binary> = new Map(compared(ticks));

/** Returns the result of `Equals`. */
export function areEqual(a: Value, b: Value): boolean {
  if (typeof a === 'string') {
    if (typeof b === 'string' && a.length === b.length) budget.scan(a.length);
    return a === b;
  }
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof DecimalValue && b instanceof DecimalValue) return DECIMAL_OPERATORS.get('==')!(a, b) === true;
  if (a instanceof EnumValue && b instanceof EnumValue) return a.type === b.type && a.number === b.number;
  if (a instanceof IntegerValue && b instanceof IntegerValue) return a.type === b.type && a.value === b.value;
  if (a instanceof RecordValue && b instanceof RecordValue) return keyOf(a) === keyOf(b);
  if (a instanceof PairValue && b instanceof PairValue) return areEqual(a.key, b.key) && areEqual(a.value, b.value);
  if (a instanceof XNameValue || a instanceof XNamespaceValue)
    return a.constructor === b.constructor && a.text === (b as XNameValue).text;
  if (
    a instanceof DoubleValue ||
    a instanceof GuidValue ||
    a instanceof UriValue ||
    a instanceof DateTimeValue ||
    a instanceof TimeSpanValue
  ) {
    return a.constructor === b.constructor && keyOf(a) === keyOf(b);
  }
  return false;
}
