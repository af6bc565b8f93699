import { Unresolved } from '../../value';

/**
 * Terraform computes with 512 bits. A double represents a number exactly if the shortest decimal number that it prints
 * is the number itself. A result with more digits is close, and good for comparisons, but has no certain text.
 */
const MOST_DIGITS = 15;
const BITS = 512;

/** An exact fraction. */
type Fraction = readonly [numerator: bigint, denominator: bigint];

/** Returns whether the number is exact, and not only close to the one that Terraform computes. */
export function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : digitsOf(value) <= MOST_DIGITS;
}

/** Returns the text of a number. */
export function numberText(value: number): string | Unresolved {
  if (!isExact(value)) return new Unresolved('a number has too many digits');
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = ''] = text.split('e');
  const places = mantissa.replace(/^-?\d\.?/, '').length - Number(exponent);
  return value.toFixed(Math.max(places, 0));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** Returns the number that a string stands for; undefined if it is not a number. */
export function parseNumber(text: string): number | Unresolved | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  const digits = text.replace(/e.*/i, '').replace(/^[+-]?0*\.?0*|\.|0*$/g, '').length;
  return isExact(value) && (Number.isInteger(value) || digits <= MOST_DIGITS) ? value : tooManyDigits();
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

export function calculate(operator: Arithmetic, left: number, right: number): number | Unresolved {
  // Terraform continues with infinity, and reports an error only if the result is infinite.
  if (right === 0 && operator === '/') return new Unresolved('a number is divided by zero');
  // Terraform reports no error here, unlike for a division.
  if (right === 0 && operator === '%') return left;
  const isRemainder = operator === '%' && !(Number.isSafeInteger(left) && Number.isSafeInteger(right));
  const result = isRemainder
    ? toDouble(inFractions('%', toFraction(left), toFraction(right)))
    : inDoubles(operator, left, right);
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && operator !== '/') {
    if (operator === '%' && result === 0) return 0; // Without a sign, unlike in JavaScript.
    return Number.isSafeInteger(result) ? result : tooManyDigits();
  }
  if (!isExact(left) || !isExact(right)) return isExact(result) ? tooManyDigits() : result;
  const precise = rounded(inFractions(operator, toFraction(left), toFraction(right)));
  const isSame = isExact(result) && same(rounded(toFraction(result)), precise);
  if (isSame) return result;
  // 1 - 0.9 is not 0.1 in Terraform either.
  const near = Number(result.toPrecision(MOST_DIGITS));
  if (same(rounded(toFraction(near)), precise)) return near;
  return isExact(result) ? tooManyDigits() : result;
}

function inDoubles(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function inFractions(operator: Arithmetic, [a, b]: Fraction, [c, d]: Fraction): Fraction {
  switch (operator) {
    case '+':
      return [a * d + c * b, b * d];
    case '-':
      return [a * d - c * b, b * d];
    case '*':
      return [a * c, b * d];
    case '/':
      return c < 0n ? [-a * d, -b * c] : [a * d, b * c];
    case '%': {
      // The quotient is rounded before its fraction is removed.
      const [numerator, denominator] = rounded(inFractions('/', [a, b], [c, d]));
      const product = rounded(inFractions('*', [c, d], [numerator / denominator, 1n]));
      return inFractions('-', [a, b], product);
    }
  }
}

function toDouble([numerator, denominator]: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator;
  const shift = 64 - (bitsOf(size) - bitsOf(denominator));
  const value = Number(quotient(size, denominator, shift)) * 2 ** -shift;
  return numerator < 0n ? -value : value;
}

/** Returns the number with 512 bits that is closest to the decimal number. */
function toFraction(value: number): Fraction {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', part = ''] = mantissa.split('.');
  const shift = Number(exponent) - part.length;
  const digits = BigInt(whole + part);
  return rounded(shift < 0 ? [digits, 10n ** BigInt(-shift)] : [digits * 10n ** BigInt(shift), 1n]);
}

/** Rounds to 512 bits, half to even. */
function rounded([numerator, denominator]: Fraction): Fraction {
  if (numerator === 0n) return [0n, 1n];
  const isNegative = numerator < 0n;
  const size = isNegative ? -numerator : numerator;
  let shift = BITS - (bitsOf(size) - bitsOf(denominator));
  let bits = quotient(size, denominator, shift);
  if (bitsOf(bits) > BITS) bits = quotient(size, denominator, --shift);
  const signed = isNegative ? -bits : bits;
  return shift > 0 ? [signed, 1n << BigInt(shift)] : [signed << BigInt(-shift), 1n];
}

function quotient(size: bigint, denominator: bigint, shift: number): bigint {
  const numerator = shift > 0 ? size << BigInt(shift) : size;
  const divisor = shift > 0 ? denominator : denominator << BigInt(-shift);
  const whole = numerator / divisor;
  const rest = (numerator % divisor) * 2n;
  const isUp = rest > divisor || (rest === divisor && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}

function same([a, b]: Fraction, [c, d]: Fraction): boolean {
  return a * d === c * b;
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}

function digitsOf(value: number): number {
  return String(value).replace(/e.*|^-?0\.0*|[-.]/g, '').length;
}

function tooManyDigits(): Unresolved {
  return new Unresolved('a number has too many digits');
}
