import { Unsupported } from './errors';

/** A step takes at most about 100 ns: a part of an expression that is evaluated. */
const MOST_STEPS = 5_000_000;
/** Of all that is made, whether or not it is still needed. */
const MOST_BYTES = 100_000_000;
const DEEPEST_CALL = 100;
const LONGEST_TEXT = 16_000_000;

/**
 * What one evaluation may take: steps, and memory. Whatever goes on for longer than its text, and whatever makes more
 * than its text holds, takes it from here: loops and calls, and what the library does with long texts and lists.
 *
 * What is taken depends on the values alone, so that an evaluation that comes to its end always does.
 */
class Budget {
  private taken = 0;
  private made = 0;
  private depth = 0;
  private before = 0;

  /** All of it for a new evaluation: one ends before the next begins. */
  begin(): void {
    // Most take nothing.
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

  /** Of all that this evaluation has made. */
  get bytes(): number {
    return this.made;
  }

  /** The steps of one evaluation. */
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

  /** Of a lambda or local function. */
  enter(steps: number): void {
    this.spend(steps);
    if (++this.depth > DEEPEST_CALL) refuse(`functions call themselves more than ${DEEPEST_CALL} levels deep`);
  }

  leave(): void {
    this.depth--;
  }

  /** Something goes through a text, or a list of bytes, from one end to the other. */
  scan(length: number): void {
    this.spend(length >> 6);
  }

  /** Something goes through items one by one. */
  walk(count: number): void {
    this.spend(count >> 2);
  }

  /**
   * A text of this length will be made.
   *
   * @param added - how much of it is new, where it goes on a text that nobody else has
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

/** Evaluations do not wait for anything, so that no two of them are under way at a time. */
export const budget = new Budget();

/** A text that was made, of others that are not much shorter. */
export function bounded(text: string): string {
  budget.text(text.length);
  return text;
}
