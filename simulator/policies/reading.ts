import type { Exchange } from '../engine/exchange';

/** Reads a value from an exchange. */
export type Reading<T> = (exchange: Exchange) => T;

/** A constant value, which can be validated at compile time. */
interface Constant<T> extends Reading<T> {
  readonly constant: T;
}

export function constantly<T>(value: T): Constant<T> {
  return Object.assign(() => value, { constant: value });
}

export function isConstant<T>(reading: Reading<T>): reading is Constant<T> {
  return 'constant' in reading;
}
