import type { Exchange } from '../engine/exchange';

/** Reads something of an exchange. */
export type Reading<T> = (exchange: Exchange) => T;

/** A reading that is the same for every exchange, and so can be checked before anything runs. */
interface Constant<T> extends Reading<T> {
  readonly constant: T;
}

export function constantly<T>(value: T): Constant<T> {
  return Object.assign(() => value, { constant: value });
}

export function isConstant<T>(reading: Reading<T>): reading is Constant<T> {
  return 'constant' in reading;
}
