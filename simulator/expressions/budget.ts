import { Unsupported } from './errors';

/** The maximum number of steps. A step is an evaluated part of an expression, and takes at most about 100 ns. */
const MOST_STEPS = 5_000_000;
/** The maximum number of allocated bytes, including bytes that are no longer in use. */
const MOST_BYTES = 100_000_000;
const DEEPEST_CALL = 100;
const LONGEST_TEXT = 16_000_000;

/**
 * The budget of one evaluation: steps and memory. Everything that runs longer, or allocates more, than the source of
 * the expression suggests spends from it: loops, calls, and library methods on long strings and lists.
 *
 * The cost depends only on the values, so that an evaluation either always completes or never does.
 */
class Budget {
  private taken = 0;
  private made = 0;
  private depth = 0;
  private before = 0;

  /** Restores the full budget for a new evaluation. Evaluations do not overlap. */
  begin(): void {
    // Most evaluations spend nothing.
    if (this.taken !== 0 || this.made !== 0) this.reset();
  }

  private reset(): void {
    this.before += this.taken;
    this.taken = 0;
    this.made = 0;
    this.depth = 0;
  }

  /** The steps of this evaluation. */
  get steps(): number {
    return this.taken;
  }

  /** The bytes that this evaluation has allocated. */
  get bytes(): number {
    return this.made;
  }

  /** The maximum number of steps of one evaluation. */
  get most(): number {
    return MOST_STEPS;
  }

  /** The steps of all evaluations so far. */
  get total(): number {
    return this.before + this.taken;
  }

  spend(steps: number): void {
    this.taken += steps;
    if (this.taken > MOST_STEPS) refuse(`it takes more than ${count(MOST_STEPS)} steps`);
  }

  allocate(bytes: number): void {
    this.made += bytes;
    if (this.made > MOST_BYTES) refuse(`it takes more than ${count(MOST_BYTES / 1_000_000)} MB of memory`);
  }

  /** Enters a lambda or a local function. */
  enter(steps: number): void {
    this.spend(steps);
    if (++this.depth > DEEPEST_CALL) refuse(`functions call themselves more than ${DEEPEST_CALL} levels deep`);
  }

  leave(): void {
    this.depth--;
  }

  /** Spends the cost of scanning a string or a list of bytes. */
  scan(length: number): void {
    this.spend(length >> 6);
  }

  /** Spends the cost of visiting items one by one. */
  walk(count: number): void {
    this.spend(count >> 2);
  }

  /**
   * Spends the cost of creating a string of this length.
   *
   * @param added - the number of new characters, if the string extends one that nothing else refers to
   */
  text(length: number, added = length): void {
    if (length > LONGEST_TEXT) refuse(`a string has more than ${count(LONGEST_TEXT)} characters`);
    this.allocate(added);
  }
}

function refuse(why: string): never {
  throw new Unsupported(why);
}

function count(number: number): string {
  return number.toLocaleString('en');
}

/** Evaluations are synchronous, so they can share one budget. */
export const budget = new Budget();

/** Spends the cost of a new string that is not much longer than the strings it was created from. */
export function bounded(text: string): string {
  budget.text(text.length);
  return text;
}
