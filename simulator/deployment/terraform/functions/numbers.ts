import { asInteger, asList, asNumber, Functions, giveUp, refuse } from '../language/function';
import { calculate, isExact } from '../language/numbers';
import { Unresolved, Value } from '../../value';

export const NUMBERS: Functions = {
  abs: { run: ([value]) => Math.abs(asNumber(value)) },
  ceil: { run: ([value]) => whole(asNumber(value), Math.ceil) },
  floor: { run: ([value]) => whole(asNumber(value), Math.floor) },
  log: { run: ([value, base]) => approximate(Math.log(asNumber(value)) / Math.log(asNumber(base))) },
  max: { run: (values) => extreme(values, Math.max) },
  min: { run: (values) => extreme(values, Math.min) },
  parseint: { run: ([text, base]) => parsed(typeof text === 'string' ? text : notText(), asInteger(base)) },
  pow: { run: ([value, exponent]) => power(asNumber(value), asNumber(exponent)) },
  sum: { run: ([list]) => total(asList(list)) },
  signum: { run: ([value]) => Math.sign(asInteger(value)) },
};

/** A number that is only close to its exact value can be on either side of a whole number. */
function whole(value: number, round: (value: number) => number): Value {
  if (!isExact(value) && Math.abs(value - Math.round(value)) < 1e-9 * Math.abs(value)) {
    return giveUp('a number has too many digits');
  }
  return round(value) + 0;
}

function extreme(values: readonly Value[], choose: (...numbers: number[]) => number): Value {
  return choose(...values.map(asNumber));
}

function total(items: readonly Value[]): Value {
  if (items.length === 0) return refuse('sum is called with an empty list');
  return items.reduce<Value>((sum, item) => {
    const next = calculate('+', asNumber(sum), asNumber(item));
    return next instanceof Unresolved ? giveUp(next.reason) : next;
  }, 0);
}

/** Go and JavaScript round other powers in different ways. */
function power(value: number, exponent: number): Value {
  const areWhole = Number.isInteger(value) && Number.isInteger(exponent);
  return areWhole ? approximate(value ** exponent) : giveUp('a power of numbers that are not whole is not evaluated');
}

/** Terraform computes logarithms and powers with doubles. */
function approximate(value: number): Value {
  if (!Number.isFinite(value)) return giveUp('a number is not finite');
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? giveUp('a number has too many digits') : value;
}

function notText(): never {
  return refuse('parseint is called with a value that is not a string');
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parsed(text: string, base: number): Value {
  if (base < 2 || base > 62) return refuse('the base of parseint is not between 2 and 62');
  const [, sign = '', digits = ''] = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text) ?? [];
  let value = digits === '' ? NaN : 0;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const position = DIGITS.indexOf(digit);
    value = position < base ? value * base + position : NaN;
  }
  if (Number.isNaN(value)) return refuse('parseint is called with a string that is not a number');
  if (!Number.isSafeInteger(value)) return giveUp('a number has too many digits');
  return sign === '-' ? 0 - value : value;
}
