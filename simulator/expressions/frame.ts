import type { ExpressionContext } from './context';
import { Unsupported } from './errors';
import { Value } from './value';

/** How many rounds of loops and calls of lambdas one evaluation may make. */
const MOST_STEPS = 1_000_000;
const DEEPEST_CALL = 100;
/** No string may grow longer: characters. */
export const LONGEST_STRING = 16_000_000;

/** One evaluation: its context, and its local variables, whose places were fixed when it was compiled. */
export class Frame {
  result: Value = null;
  private steps = 0;
  private depth = 0;

  constructor(
    readonly context: ExpressionContext,
    readonly locals: Value[],
  ) {}

  /** To be called wherever an evaluation could go on for ever. */
  step(): void {
    if (++this.steps > MOST_STEPS) throw new Unsupported(`it takes more than ${MOST_STEPS} steps`);
  }

  enter(): void {
    this.step();
    if (++this.depth > DEEPEST_CALL) throw new Unsupported(`functions call themselves more than ${DEEPEST_CALL} deep`);
  }

  leave(): void {
    this.depth--;
  }
}

/** A string that was made; it must not be longer than memory allows. */
export function bounded(text: string): string {
  if (text.length > LONGEST_STRING) throw new Unsupported(`a string has more than ${LONGEST_STRING} characters`);
  return text;
}
