import { TemplateError } from './expression';

/** The maximum number of steps of all expressions. A step is a part of an expression, or an item of a list. */
const MOST_STEPS = 3_000_000;
const LONGEST_TEXT = 4 * 1024 * 1024;
/** The maximum number of characters of all evaluated strings; larger than any stack that is accepted. */
const LONGEST_TEXTS = 128 * 1024 * 1024;
const LONGEST_LIST = 100_000;

/** The budget of all expressions of a stack: time and memory. */
export class Budget {
  private steps = 0;
  private characters = 0;

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) throw new TemplateError(`expressions take more than ${MOST_STEPS} steps`);
  }

  /** Spends the cost of a string, before it is created if its length is known. */
  text(length: number): void {
    if (length > LONGEST_TEXT) throw new TemplateError(`a string exceeds ${LONGEST_TEXT} characters`);
    this.characters += length;
    if (this.characters > LONGEST_TEXTS) {
      throw new TemplateError(`strings exceed ${LONGEST_TEXTS} characters in total`);
    }
  }

  /** Spends the cost of a list or an object, before it is created. */
  items(length: number): void {
    if (length > LONGEST_LIST) throw new TemplateError(`a list exceeds ${LONGEST_LIST} items`);
    this.spend(length);
  }
}
