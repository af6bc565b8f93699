import type { ExpressionContext } from './context';
import { Value } from './value';

/** One evaluation: its context, and its local variables, whose places were fixed when it was compiled. */
export class Frame {
  result: Value = null;

  constructor(
    readonly context: ExpressionContext,
    readonly locals: Value[],
  ) {}
}
