import { budget } from './budget';
import { culture } from './culture';
import { Digits, rounded } from './digits';
import { formatCustom } from './format-custom';
import { formatException, Unsupported } from './errors';
import { quotient } from './rounding';
import { DecimalValue, DoubleValue, EnumValue, IntegerValue, Value } from './value';

/** Returns the shortest text that parses to the same number, in the format of .NET. */
export function formatDouble(value: number, isSingle = false, sign = 'E'): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0';
  const digits = isSingle ? shortestSingle(value) : value;
  const [mantissa, exponent] = digits.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= (isSingle ? 7 : 15))) return `${mantissa}${exponentText(power, 2, sign)}`;
  return plainDigits(digits);
}

function shortestSingle(value: number): number {
  for (let precision = 1; precision <= 9; precision++) {
    const short = Number(value.toPrecision(precision));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function plainDigits(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

function exponentText(power: number, digits: number, sign: string): string {
  return `${sign}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(digits, '0')}`;
}

export function formatDecimal({ units, scale }: DecimalValue): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(digits.length - scale)}` : ''}`;
}

type Numeric = number | bigint | DoubleValue | DecimalValue;

/** The sizes of numbers in bits, for their hexadecimal digits. */
function bitsOf(value: Value): number {
  if (value instanceof IntegerValue)
    return { sbyte: 8, byte: 8, short: 16, ushort: 16, uint: 32 }[value.type.name] ?? 64;
  return typeof value === 'bigint' ? 64 : 32;
}

/** Formats a number, for example with `D4`, `N2`, `F1`, `X8`, `P0`, `00`, or `0.##`; undefined if it is not a number. */
export function formatNumber(given: Value, format: string): string | undefined {
  const value = given instanceof IntegerValue ? given.value : given;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (!isNumber && !(value instanceof DoubleValue) && !(value instanceof DecimalValue)) return undefined;
  if (format.length > LONGEST) throw new Unsupported('a number format of this length is not supported');
  budget.spend(64);
  const standard = /^([A-Za-z])(\d{0,2})$/.exec(format);
  if (value instanceof DoubleValue && !Number.isFinite(value.value)) return formatDouble(value.value);
  if (!standard) return formatCustom(digitsOf(value), format, value instanceof DoubleValue);
  const [, letter, digits] = standard as unknown as [string, string, string];
  return formatStandard(value, letter, digits === '' ? undefined : Number(digits), bitsOf(given));
}

function formatStandard(value: Numeric, letter: string, precision: number | undefined, bits: number): string {
  switch (letter.toUpperCase()) {
    case 'D':
      return signed(whole(value), (size) => size.toString().padStart(precision ?? 0, '0'));
    case 'X': {
      const hex = BigInt.asUintN(bits, whole(value)).toString(16);
      return (letter === 'X' ? hex.toUpperCase() : hex).padStart(precision ?? 0, '0');
    }
    case 'F':
      return fixed(value, precision ?? 2);
    case 'N':
      return grouped(fixed(value, precision ?? 2));
    case 'P':
      return `${grouped(percent(value, precision ?? 2))} %`;
    case 'E':
      return scientific(value, precision ?? 6, letter);
    case 'G':
      return general(value, precision ?? 0, letter === 'G' ? 'E' : 'e');
    case 'R':
      if (value instanceof DoubleValue) return formatDouble(value.value, value.isSingle, letter === 'R' ? 'E' : 'e');
      throw formatException('Format specifier was invalid.');
    case 'C':
      return currency(fixed(value, precision ?? 2));
    default:
      throw formatException('Format specifier was invalid.');
  }
}

/** The digits of a double that a custom format shows. */
const CUSTOM_DIGITS = 15;

function digitsOf(value: Numeric): Digits {
  if (value instanceof DoubleValue) return significant(value, value.isSingle ? 7 : CUSTOM_DIGITS);
  const { units, scale } = value instanceof DecimalValue ? value : { units: BigInt(value), scale: 0 };
  const text = (units < 0n ? -units : units).toString();
  return { isNegative: units < 0n, digits: text.replace(/^0$|0+$/, ''), scale: units === 0n ? 0 : text.length - scale };
}

/** Rounds to a number of significant digits; halves are rounded away from zero. */
function significant(value: Numeric, count: number): Digits {
  if (!(value instanceof DoubleValue)) return rounded(digitsOf(value), count);
  if (value.value === 0) return { isNegative: Object.is(value.value, -0), digits: '', scale: 0 };
  const [mantissa, exponent] = Math.abs(value.value)
    .toExponential(Math.min(count - 1, 100))
    .split('e') as [string, string];
  return {
    isNegative: value.value < 0,
    digits: mantissa.replace('.', '').replace(/0+$/, ''),
    scale: Number(exponent) + 1,
  };
}

function scientific(value: Numeric, precision: number, sign: string): string {
  const { isNegative, digits, scale } = significant(value, precision + 1);
  const padded = digits.padEnd(precision + 1, '0');
  const power = digits === '' ? 0 : scale - 1;
  const fraction = precision > 0 ? `.${padded.slice(1)}` : '';
  return `${isNegative ? '-' : ''}${padded.charAt(0)}${fraction}${exponentText(power, 3, sign)}`;
}

function general(value: Numeric, precision: number, sign: string): string {
  if (precision === 0) {
    if (value instanceof DoubleValue) return formatDouble(value.value, value.isSingle, sign);
    return value instanceof DecimalValue ? formatDecimal(value) : String(value);
  }
  const { isNegative, digits, scale } = significant(value, precision);
  const minus = isNegative ? '-' : '';
  if (digits === '') return `${minus}0`;
  if (scale - 1 >= precision || scale < -4) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${minus}${digits.charAt(0)}${fraction}${exponentText(scale - 1, 2, sign)}`;
  }
  if (scale <= 0) return `${minus}0.${'0'.repeat(-scale)}${digits}`;
  const integer = digits.slice(0, scale).padEnd(scale, '0');
  return `${minus}${integer}${digits.length > scale ? `.${digits.slice(scale)}` : ''}`;
}

function whole(value: Numeric): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value);
  throw formatException('Format specifier was invalid.');
}

function signed(value: bigint, text: (size: bigint) => string): string {
  return value < 0n ? `-${text(-value)}` : text(value);
}

/** Moves the decimal point; a product of a double would not be exact. */
function percent(value: Numeric, decimals: number): string {
  return fixed(value, decimals + 2)
    .replace(/(\d+)\.(\d\d)/, (_, integer: string, next: string) => `${BigInt(integer + next)}.`)
    .replace(/\.$/, '');
}

/** From this size on, JavaScript does not write all digits. */
const LARGE = 1e21;

/** Rounds to a number of decimals. Halves are rounded away from zero. */
function fixed(value: Numeric, decimals: number): string {
  if (value instanceof DoubleValue) {
    if (Object.is(value.value, -0)) return `-${fixed(new DoubleValue(0), decimals)}`;
    if (Math.abs(value.value) < LARGE) return value.value.toFixed(decimals);
    return formatDecimal(new DecimalValue(BigInt(value.value) * 10n ** BigInt(decimals), decimals));
  }
  const exact = value instanceof DecimalValue ? value : new DecimalValue(BigInt(value), 0);
  const units =
    exact.scale <= decimals
      ? exact.units * 10n ** BigInt(decimals - exact.scale)
      : quotient(exact.units, 10n ** BigInt(exact.scale - decimals), 'AwayFromZero');
  return formatDecimal(new DecimalValue(units, decimals));
}

const LONGEST = 60;

export function parseDecimal(text: string): DecimalValue | undefined {
  budget.scan(text.length);
  const match = /^\s*([+-]?)(\d[\d,]*|)(?:\.(\d*))?\s*$/.exec(text);
  if (!match || ((match[2] ?? '') === '' && (match[3] ?? '') === '')) return undefined;
  const fraction = match[3] ?? '';
  if (match[2].length + fraction.length > LONGEST)
    throw new Unsupported('a decimal with this many digits is not supported');
  const units = BigInt(`${match[2].replaceAll(',', '')}${fraction}` || '0');
  return new DecimalValue(match[1] === '-' ? -units : units, fraction.length);
}

function grouped(text: string): string {
  const [integer, fraction] = text.split('.') as [string, string?];
  const withCommas = integer.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

/** Amounts of en-US have the form of Windows: a negative one is in parentheses. */
function currency(text: string): string {
  const amount = `${culture() === 'en-US' ? '$' : '\u00a4'}${grouped(text.replace('-', ''))}`;
  return text.startsWith('-') ? `(${amount})` : amount;
}

/** Formats a member of an enumeration. */
export function formatEnum(value: EnumValue, format: string): string {
  if (/^[dD]$/.test(format)) return String(value.number);
  if (/^[gG]$/.test(format)) return value.name;
  throw new Unsupported(`the format '${format}' is not supported`);
}
