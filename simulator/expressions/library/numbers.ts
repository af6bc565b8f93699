import { budget } from '../budget';
import { argumentNull, CSharpException, formatException, Unsupported } from '../errors';
import { defaultOf } from '../conversions';
import { formatted } from '../format-any';
import { formatValue } from '../format';
import { parseDecimal } from '../format-number';
import * as t from '../types';
import { Frame } from '../frame';
import { CharValue, DecimalValue, DoubleValue, EnumValue, OutCell, Value } from '../value';
import { Type } from '../types';
import { declare, declareEnum, framed } from './declare';
import { areEqual } from '../operators';
import { inRange, toDouble, roundHalfEven, overflow, toDecimal } from '../numeric';

const WHOLE = /^\s*[+-]?\d+\s*$/;
/** More digits than any type can store. */
const MANY = 60;
const FLOATING = /^\s*[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function whole(text: string): bigint {
  const digits = text.trim().replace(/^([+-]?)0+(?=\d)/, '$1');
  return digits.length > MANY ? 10n ** BigInt(MANY) : BigInt(digits.replace('+', ''));
}

/** Returns the result of `Parse`; undefined if the text has another format. */
function parsed(text: string, type: Type): Value | undefined {
  budget.spend(text.length >> 2);
  switch (type) {
    case t.INT:
    case t.LONG:
    case t.BYTE:
      return WHOLE.test(text) ? inRange(whole(text), type) : undefined;
    case t.DECIMAL:
      return parseDecimal(text);
    case t.BOOL: {
      const word = text.trim().toLowerCase();
      return word === 'true' || word === 'false' ? word === 'true' : undefined;
    }
    default: {
      const value = FLOATING.test(text) ? Number(text.replaceAll(',', '')) : undefined;
      return value === undefined
        ? undefined
        : new DoubleValue(type === t.FLOAT ? Math.fround(value) : value, type === t.FLOAT);
    }
  }
}

function parse(text: string | null, type: Type): Value {
  if (text === null) throw argumentNull('s');
  const value = parsed(text, type);
  if (value === undefined) {
    throw formatException(type === t.BOOL ? `String '${text}' was not recognized as a valid Boolean.` : undefined);
  }
  return value;
}

function tryParse(text: string | null, out: OutCell, type: Type): boolean {
  let value: Value | undefined;
  try {
    value = text === null ? undefined : parsed(text, type);
  } catch (error) {
    if (!(error instanceof CSharpException)) throw error;
  }
  out.value = value ?? defaultOf(type);
  return value !== undefined;
}

function compare(a: Value, b: Value): number {
  const x =
    a instanceof DecimalValue ? toDouble(a) : a instanceof DoubleValue ? a.value : a instanceof CharValue ? a.code : a!;
  const y =
    b instanceof DecimalValue ? toDouble(b) : b instanceof DoubleValue ? b.value : b instanceof CharValue ? b.code : b!;
  return x < y ? -1 : x > y ? 1 : 0;
}

for (const type of [t.INT, t.LONG, t.BYTE, t.FLOAT, t.DOUBLE, t.DECIMAL, t.BOOL]) {
  const { name } = type;
  declare(name, {
    [`static ${name} Parse(string)`]: (text: string | null) => parse(text, type),
    [`static bool TryParse(string, out ${name})`]: (text: string | null, out: OutCell) => tryParse(text, out, type),
    'string ToString()': (value: Value) => formatValue(value),
    [`int CompareTo(${name})`]: compare,
    [`bool Equals(${name})`]: (value: Value, other: Value) => areEqual(value, other),
  });
  if (type === t.BOOL) continue;
  declare(name, {
    [`static ${name} Parse(string, IFormatProvider)`]: (text: string | null) => parse(text, type),
    'string ToString(string)': (value: Value, format: string | null) => formatted(value, format),
    'string ToString(IFormatProvider)': (value: Value) => formatValue(value),
    'string ToString(string, IFormatProvider)': (value: Value, format: string | null) => formatted(value, format),
  });
}
declare('int', { 'static int MaxValue': () => 2147483647, 'static int MinValue': () => -2147483648 });
declare('long', { 'static long MaxValue': () => 2n ** 63n - 1n, 'static long MinValue': () => -(2n ** 63n) });
declare('double', {
  'static double MaxValue': () => new DoubleValue(Number.MAX_VALUE),
  'static double NaN': () => new DoubleValue(NaN),
  'static bool IsNaN(double)': (value: DoubleValue) => Number.isNaN(value.value),
});

const double = (value: number): DoubleValue => new DoubleValue(value);
const MATH: Readonly<Record<string, (value: number) => number>> = {
  Sqrt: Math.sqrt,
  Log: Math.log,
  Log10: Math.log10,
  Exp: Math.exp,
  Floor: Math.floor,
  Ceiling: Math.ceil,
  Truncate: Math.trunc,
  Round: roundHalfEven,
};

declareEnum('MidpointRounding', ['ToEven', 'AwayFromZero']);
declare('Math', {
  ...Object.fromEntries(
    Object.entries(MATH).map(([name, of]) => [
      `static double ${name}(double)`,
      (value: DoubleValue) => double(of(value.value)),
    ]),
  ),
  'static double Pow(double, double)': (a: DoubleValue, b: DoubleValue) => double(a.value ** b.value),
  'static double PI': () => double(Math.PI),
  'static double Round(double, int)': (value: DoubleValue, digits: number) => {
    if (digits > 8) throw new Unsupported('rounding to more than 8 digits is not supported');
    return double(roundHalfEven(value.value * 10 ** digits) / 10 ** digits);
  },
  'static double Round(double, MidpointRounding)': (value: DoubleValue, rule: EnumValue) =>
    double(
      rule.name === 'ToEven'
        ? roundHalfEven(value.value)
        : Math.sign(value.value) * Math.floor(Math.abs(value.value) + 0.5),
    ),
});
for (const name of ['int', 'long', 'float', 'double', 'decimal']) {
  declare('Math', {
    [`static ${name} Min(${name}, ${name})`]: (a: Value, b: Value) => (compare(a, b) <= 0 ? a : b),
    [`static ${name} Max(${name}, ${name})`]: (a: Value, b: Value) => (compare(a, b) >= 0 ? a : b),
    [`static int Sign(${name})`]: (a: Value) => Math.sign(toDouble(a)),
    [`static ${name} Abs(${name})`]: (a: Value) => absolute(a),
  });
}

function absolute(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (value === -2147483648 || value === -(2n ** 63n)) throw overflow('Abs');
    return value < 0 ? -value : value;
  }
  if (value instanceof DoubleValue) return new DoubleValue(Math.abs(value.value), value.isSingle);
  const { units, scale } = toDecimal(value);
  return new DecimalValue(units < 0n ? -units : units, scale);
}

const CONVERSIONS: readonly (readonly [name: string, type: Type])[] = [
  ['ToInt32', t.INT],
  ['ToInt64', t.LONG],
  ['ToByte', t.BYTE],
  ['ToDouble', t.DOUBLE],
  ['ToDecimal', t.DECIMAL],
  ['ToBoolean', t.BOOL],
];
for (const [name, type] of CONVERSIONS) {
  declare('Convert', {
    [`static ${type.name} ${name}(string)`]: (text: string | null) =>
      text === null ? defaultOf(type) : parse(text, type),
    [`static ${type.name} ${name}(object)`]: (value: Value) => converted(value, type),
    ...Object.fromEntries(
      ['int', 'long', 'double', 'decimal', 'bool'].map((from) => [
        `static ${type.name} ${name}(${from})`,
        (value: Value) => converted(value, type),
      ]),
    ),
  });
}
declare('Convert', {
  'static string ToString(object)': (value: Value) => formatValue(value),
  'static string ToString(object, IFormatProvider)': (value: Value) => formatValue(value),
  'static int ToInt32(string, int)': (text: string, base: number) => {
    const digits = base === 16 ? text.replace(/^0x/i, '') : text;
    const pattern =
      base === 16 ? /^[\da-f]{1,8}$/i : base === 2 ? /^[01]{1,32}$/ : base === 8 ? /^[0-7]{1,10}$/ : /^\d{1,9}$/;
    if (!pattern.test(digits)) throw formatException('Could not find any recognizable digits.');
    return parseInt(digits, base) | 0;
  },
});

function converted(value: Value, type: Type): Value {
  if (value === null) return defaultOf(type);
  if (typeof value === 'string') return parse(value, type);
  if (typeof value === 'boolean') return type === t.BOOL ? value : inRange(value ? 1 : 0, type);
  if (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof DoubleValue ||
    value instanceof DecimalValue
  ) {
    return type === t.BOOL ? toDouble(value) !== 0 : inRange(value, type);
  }
  if ('kind' in value && 'value' in value) return converted(value.value as Value, type);
  throw new CSharpException('InvalidCastException', 'Unable to cast the object to IConvertible.');
}

declare('Random', {
  'new()': () => ({}),
  'new(int)': () => {
    throw new Unsupported('a Random with a seed is not supported');
  },
  'int Next()': framed(({ context }: Frame) => Math.floor(context.random() * 2147483647)),
  'int Next(int)': framed(({ context }: Frame, _: object, most: number) => {
    if (most < 0) throw range('maxValue');
    return Math.floor(context.random() * most);
  }),
  'int Next(int, int)': framed(({ context }: Frame, _: object, least: number, most: number) => {
    if (least > most) throw range('minValue');
    return least + Math.floor(context.random() * (most - least));
  }),
  'double NextDouble()': framed(({ context }: Frame) => double(context.random())),
});

function range(name: string): CSharpException {
  return new CSharpException(
    'ArgumentOutOfRangeException',
    `Specified argument was out of the range of valid values. (Parameter '${name}')`,
  );
}
