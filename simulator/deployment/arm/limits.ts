import { isList, Unresolved, Value } from '../value';
import { unknown } from './symbols';

/** The maximum number of values that are evaluated; larger than any template that Azure Resource Manager accepts. */
const MOST_STEPS = 500_000;
/** The maximum number of characters and items of all results. */
const LARGEST_RESULTS = 64 * 1024 * 1024;
const LONGEST_CHAIN = 300;

/** Limits the work of evaluating a template. */
export class Limits {
  private steps = 0;
  private size = 0;
  private depth = 0;
  private exceeded?: Unresolved;

  /** @param say - is called once, if a limit is exceeded */
  constructor(private readonly say: (what: string) => void) {}

  /** Evaluates a value, or returns why it cannot be evaluated. */
  evaluate(run: () => Value): Value {
    if (this.exceeded) return this.exceeded;
    if (++this.steps > MOST_STEPS) return this.exceed(`needs more than ${MOST_STEPS.toLocaleString('en')} steps`);
    if (this.depth >= LONGEST_CHAIN) return this.exceed(`has a chain of more than ${LONGEST_CHAIN} references`);
    this.depth++;
    try {
      return run();
    } finally {
      this.depth--;
    }
  }

  /** Counts the size of a result. */
  counted(value: Value): Value {
    this.size += typeof value === 'string' || isList(value) ? value.length : 1;
    return this.size > LARGEST_RESULTS ? this.exceed('makes strings and lists that are too large') : value;
  }

  private exceed(what: string): Unresolved {
    if (!this.exceeded) this.say(what);
    return (this.exceeded ??= unknown(`the template ${what}`));
  }
}
