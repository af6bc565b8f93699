import { budget } from './budget';
import { formatException, Unsupported } from './errors';
import { DecimalValue, DoubleValue, EnumValue, Value } from './value';

/** Returns the shortest text that parses to the same number, in the format of .NET. */
export function formatDouble(value: number, isSingle = false): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0';
  const digits = isSingle ? shortestSingle(value) : value;
  const [mantissa, exponent] = digits.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= (isSingle ? 7 : 15))) {
    return `${mantissa}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
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

export function formatDecimal({ units, scale }: DecimalValue): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(digits.length - scale)}` : ''}`;
}

/** Formats a number, for example with `D4`, `N2`, `F1`, `X8`, `P0`, `00`, or `0.##`. */
export function formatNumber(value: Value, format: string): string | undefined {
  if (
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    !(value instanceof DoubleValue) &&
    !(value instanceof DecimalValue)
  ) {
    return undefined;
  }
  if (format.length > LONGEST) throw new Unsupported('a number format of this length is not supported');
  budget.spend(64);
  const standard = /^([A-Za-z])(\d{0,2})$/.exec(format);
  if (!standard) return custom(value, format);
  const [, letter, digits] = standard as unknown as [string, string, string];
  const precision = digits === '' ? undefined : Number(digits);
  switch (letter.toUpperCase()) {
    case 'D':
      return signed(whole(value), (size) => size.toString().padStart(precision ?? 0, '0'));
    case 'X': {
      const hex = BigInt.asUintN(typeof value === 'bigint' ? 64 : 32, whole(value)).toString(16);
      return (letter === 'X' ? hex.toUpperCase() : hex).padStart(precision ?? 0, '0');
    }
    case 'F':
      return fixed(value, precision ?? 2);
    case 'N':
      return grouped(fixed(value, precision ?? 2));
    case 'P':
      return `${grouped(fixed(times100(value), precision ?? 2))}%`;
    case 'G':
    case 'R':
      if (precision === undefined || precision === 0) return general(value);
  }
  throw new Unsupported(`the number format '${format}' is not supported`);
}

type Numeric = number | bigint | DoubleValue | DecimalValue;

function general(value: Numeric): string {
  if (value instanceof DoubleValue) return formatDouble(value.value, value.isSingle);
  return value instanceof DecimalValue ? formatDecimal(value) : String(value);
}

function whole(value: Numeric): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value);
  throw formatException('Format specifier was invalid.');
}

function signed(value: bigint, text: (size: bigint) => string): string {
  return value < 0n ? `-${text(-value)}` : text(value);
}

function times100(value: Numeric): Numeric {
  if (typeof value === 'number') return BigInt(value) * 100n;
  if (typeof value === 'bigint') return value * 100n;
  return value instanceof DoubleValue
    ? new DoubleValue(value.value * 100)
    : new DecimalValue(value.units * 100n, value.scale);
}

/** Rounds to a number of decimals. Halves are rounded away from zero. */
function fixed(value: Numeric, decimals: number): string {
  const exact = toDecimal(value);
  const units =
    exact.scale <= decimals
      ? exact.units * 10n ** BigInt(decimals - exact.scale)
      : roundHalfAway(exact.units, 10n ** BigInt(exact.scale - decimals));
  return formatDecimal(new DecimalValue(units, decimals));
}

function roundHalfAway(units: bigint, by: bigint): bigint {
  const half = units < 0n ? -by / 2n : by / 2n;
  return (units + half) / by;
}

function toDecimal(value: Numeric): DecimalValue {
  if (value instanceof DecimalValue) return value;
  if (!(value instanceof DoubleValue)) return new DecimalValue(BigInt(value), 0);
  if (!Number.isFinite(value.value) || Math.abs(value.value) >= 1e15) {
    throw new Unsupported('a number of this size cannot be formatted');
  }
  return parseDecimal(plainDigits(value.value)) ?? new DecimalValue(0n, 0);
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

/** Formats a number with a custom format, for example `00`, `0.00`, or `#,##0.##`. */
function custom(value: Numeric, format: string): string {
  const match = /^(#*)(,?)(#*)(0*)(?:\.(0*)(#*))?$/.exec(format);
  if (!match) throw new Unsupported(`the number format '${format}' is not supported`);
  const [, , comma, , zeros, fixedDigits = '', openDigits = ''] = match;
  const text = fixed(value, fixedDigits.length + openDigits.length);
  const isNegative = text.startsWith('-');
  const [integer, fraction = ''] = (isNegative ? text.slice(1) : text).split('.') as [string, string?];
  let tail = fraction;
  while (tail.length > fixedDigits.length && tail.endsWith('0')) tail = tail.slice(0, -1);
  const padded = (integer === '0' && zeros.length === 0 ? '' : integer).padStart(zeros.length, '0');
  const head = comma ? grouped(padded) : padded;
  return `${isNegative && /[1-9]/.test(head + tail) ? '-' : ''}${head}${tail === '' ? '' : `.${tail}`}`;
}

/** Formats a member of an enumeration. */
export function formatEnum(value: EnumValue, format: string): string {
  if (/^[dD]$/.test(format)) return String(value.number);
  if (/^[gG]$/.test(format)) return value.name;
  throw new Unsupported(`the format '${format}' is not supported`);
}
