import { Frame } from '../frame';
import { Type } from '../types';
import { Value } from '../value';

export type Run = (frame: Frame) => Value;

/** Evaluates expressions one after the other. */
export function valuesOf(runs: readonly Run[], frame: Frame): Value[] {
  return runs.map((run) => run(frame));
}

/** A compiled expression: its type and its evaluation. */
export interface Node {
  readonly type: Type;
  readonly run: Run;
  /** The value of a constant. */
  readonly constant?: Value;
  /** Whether it is a chain with `?.` that can end early. The result is then SHORT. */
  readonly isChain?: boolean;
}

/** The result of a chain with `?.` that ended before its last member. */
export const SHORT: Value = { toString: () => 'null' };
