import type { Value } from '../../value';
import { isFullyKnown } from '../symbols';

/** A function of its arguments alone. It returns undefined if the result cannot be determined. */
export type Pure = (...args: Value[]) => Value | undefined;

/** Limits a function to arguments without unknown parts. */
export function ofKnown(run: Pure): Pure {
  return (...args) => (args.every(isFullyKnown) ? run(...args) : undefined);
}

/** Limits a function to numbers. */
export function ofNumbers(run: (...numbers: number[]) => Value | undefined): Pure {
  return (...args) => (args.every((arg) => typeof arg === 'number') ? run(...args) : undefined);
}

/** Limits a function to known strings. */
export function ofTexts(run: (...texts: string[]) => Value | undefined): Pure {
  return ofKnown((...args) => (args.every((arg) => typeof arg === 'string') ? run(...args) : undefined));
}
