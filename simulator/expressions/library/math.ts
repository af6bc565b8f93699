import { CSharpException, outOfRange } from '../errors';
import { integral, overflow, toDecimal, toDouble, toNumeric, bitsOf, isInteger } from '../numeric';
import { quotient, rounded, Rounding } from '../rounding';
import * as t from '../types';
import { DecimalValue, DoubleValue, EnumValue, Value } from '../value';
import { declare, declareEnum, type Written } from './declare';
import { NUMBERS } from './numbers';
import { compareValues } from './order';

const double = (value: number): DoubleValue => new DoubleValue(value);

const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  Sqrt: Math.sqrt,
  Log: Math.log,
  Log10: Math.log10,
  Exp: Math.exp,
  Sin: Math.sin,
  Cos: Math.cos,
  Tan: Math.tan,
  Asin: Math.asin,
  Acos: Math.acos,
  Atan: Math.atan,
  Sinh: Math.sinh,
  Cosh: Math.cosh,
  Tanh: Math.tanh,
};

function roundedDecimal({ units, scale }: DecimalValue, digits: number, rule: Rounding): DecimalValue {
  if (digits < 0 || digits > 28) throw outOfRange('decimals');
  if (scale <= digits) return new DecimalValue(units, scale);
  return new DecimalValue(quotient(units, 10n ** BigInt(scale - digits), rule), digits);
}

/** From this size on, a double has no digits after the point. */
const LARGE = 1e16;

function roundedDouble({ value }: DoubleValue, digits: number, rule: Rounding): DoubleValue {
  if (digits < 0 || digits > 15) throw outOfRange('digits');
  if (Math.abs(value) >= LARGE) return double(value);
  const by = 10 ** digits;
  return double(rounded(value * by, rule) / by);
}

const ruleOf = (rule?: EnumValue): Rounding => (rule?.name ?? 'ToEven') as Rounding;

declareEnum('MidpointRounding', ['ToEven', 'AwayFromZero']);
declare('Math', {
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, of]) => [
      `static double ${name}(double)`,
      ({ value }: DoubleValue) => double(of(value)),
    ]),
  ),
  'static double Pow(double, double)': (a: DoubleValue, b: DoubleValue) => double(a.value ** b.value),
  'static double Atan2(double, double)': (a: DoubleValue, b: DoubleValue) => double(Math.atan2(a.value, b.value)),
  'static double Log(double, double)': (a: DoubleValue, b: DoubleValue) =>
    double(Math.log(a.value) / Math.log(b.value)),
  'static double PI': () => double(Math.PI),
  'static double E': () => double(Math.E),
  ...Object.fromEntries(
    (['Floor', 'Ceiling', 'Truncate'] as const).flatMap((rule): [string, Written][] => [
      [`static double ${rule}(double)`, ({ value }: DoubleValue) => double(rounded(value, rule))],
      [`static decimal ${rule}(decimal)`, (value: DecimalValue) => roundedDecimal(value, 0, rule)],
    ]),
  ),
  'static double Round(double[, MidpointRounding])': ({ value }: DoubleValue, rule?: EnumValue) =>
    double(rounded(value, ruleOf(rule))),
  'static double Round(double, int[, MidpointRounding])': (value: DoubleValue, digits: number, rule?: EnumValue) =>
    roundedDouble(value, digits, ruleOf(rule)),
  'static decimal Round(decimal[, MidpointRounding])': (value: DecimalValue, rule?: EnumValue) =>
    roundedDecimal(value, 0, ruleOf(rule)),
  'static decimal Round(decimal, int[, MidpointRounding])': (value: DecimalValue, digits: number, rule?: EnumValue) =>
    roundedDecimal(value, digits, ruleOf(rule)),
});

/** The larger number, or the smaller one; a double that is not a number is both. */
function extreme(a: Value, b: Value, direction: number): Value {
  if (a instanceof DoubleValue && Number.isNaN(a.value)) return a;
  if (b instanceof DoubleValue && Number.isNaN(b.value)) return b;
  return direction * compareValues(a, b) >= 0 ? a : b;
}

for (const type of NUMBERS) {
  const { name } = type;
  declare('Math', {
    [`static ${name} Min(${name}, ${name})`]: (a: Value, b: Value) => extreme(a, b, -1),
    [`static ${name} Max(${name}, ${name})`]: (a: Value, b: Value) => extreme(a, b, 1),
  });
  if (/^(?:byte|u)/.test(name)) continue;
  declare('Math', {
    [`static int Sign(${name})`]: (a: Value) => sign(a),
    [`static ${name} Abs(${name})`]: (a: Value) => absolute(a, type),
  });
}

function sign(value: Value): number {
  const number = value instanceof DecimalValue ? Number(value.units) : toDouble(value);
  if (Number.isNaN(number)) {
    throw new CSharpException('ArithmeticException', 'Function does not accept floating point Not-a-Number values.');
  }
  return Math.sign(number) + 0;
}

function absolute(value: Value, type: t.Type): Value {
  if (value instanceof DoubleValue) return new DoubleValue(Math.abs(value.value), value.isSingle);
  if (isInteger(type)) {
    const whole = integral(value);
    if (whole === -(2n ** BigInt(bitsOf(type) - 1))) throw overflow('Abs');
    return toNumeric(whole < 0n ? -whole : whole, type.name);
  }
  const { units, scale } = toDecimal(value);
  return new DecimalValue(units < 0n ? -units : units, scale);
}
