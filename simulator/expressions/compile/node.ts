import { Frame } from '../frame';
import { Type } from '../types';
import { Value } from '../value';

export type Run = (frame: Frame) => Value;

/** An expression that was compiled: what type it has, and how it is evaluated. */
export interface Node {
  readonly type: Type;
  readonly run: Run;
  /** Its value, if it is written down. */
  readonly constant?: Value;
  /** It is a chain with `?.` that may have ended early: it then gives SHORT. */
  readonly isChain?: boolean;
}

/** What a chain with `?.` gives when it ended before its last member. */
export const SHORT: Value = { toString: () => 'null' };
