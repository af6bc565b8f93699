import { isList, Value } from '../../value';
import { ofKnown, ofNumbers, Pure } from './function';

/** Functions of numbers. Names are in lower case. */
export const NUMBERS: readonly (readonly [name: string, run: Pure])[] = [
  ['add', ofNumbers((a, b) => a + b)],
  ['sub', ofNumbers((a, b) => a - b)],
  ['mul', ofNumbers((a, b) => a * b)],
  ['div', ofNumbers((a, b) => (b === 0 ? undefined : Math.trunc(a / b)))],
  ['mod', ofNumbers((a, b) => (b === 0 ? undefined : a % b))],
  ['min', extreme(Math.min)],
  ['max', extreme(Math.max)],
  ['less', ofNumbers((a, b) => a < b)],
  ['lessorequals', ofNumbers((a, b) => a <= b)],
  ['greater', ofNumbers((a, b) => a > b)],
  ['greaterorequals', ofNumbers((a, b) => a >= b)],
  ['int', ofKnown((value) => whole(value))],
  ['float', ofKnown((value) => (typeof value === 'number' ? value : whole(value)))],
  ['range', ofNumbers((start, count) => range(start, count))],
];

function whole(value: Value): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d{1,18}\s*$/.test(value) ? Number(value) : undefined;
}

/** Accepts numbers, or one list of numbers. */
function extreme(choose: (...numbers: number[]) => number): Pure {
  return ofKnown((...args) => {
    const items = args.length === 1 && isList(args[0]) ? args[0] : args;
    return items.length > 0 && items.every((item) => typeof item === 'number') ? items.reduce(by(choose)) : undefined;
  });
}

function by(choose: (...numbers: number[]) => number): (one: number, other: number) => number {
  return (one, other) => choose(one, other);
}

/** The maximum count that Azure Resource Manager allows. */
const LONGEST_RANGE = 10_000;

function range(start: number, count: number): number[] | undefined {
  const isValid = Number.isInteger(count) && count >= 0 && count <= LONGEST_RANGE;
  return isValid ? Array.from({ length: count }, (_, index) => start + index) : undefined;
}
