import type { ExpressionContext } from './context';
import { Value } from './value';

/** The state of one evaluation: its context, and its local variables in slots that the compiler assigned. */
export class Frame {
  result: Value = null;

  constructor(
    readonly context: ExpressionContext,
    readonly locals: Value[],
  ) {}
}
