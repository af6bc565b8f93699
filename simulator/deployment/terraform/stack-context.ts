import { SimulationError } from '../../common/simulation-error';
import type { ReadingFaults } from '../reading-faults';
import type { Configuration } from './configuration';
import type { Step } from './evaluator';
import { Budget } from './language/budget';
import type { Files } from './language/files';
import { Unresolved, Value } from '../value';

/** The maximum number of instances of all resources and modules. */
const MOST_INSTANCES = 100_000;
/** The maximum number of references that are evaluated within each other. */
const DEEPEST = 150;

/** What the modules of a stack share. */
export class StackContext {
  readonly budget = new Budget();
  private depth = 0;
  private instances = 0;

  constructor(
    /** The folder of the root module, as its files are named. */
    readonly root: string,
    readonly faults: ReadingFaults,
    readonly configurationAt: (folder: string) => Configuration | undefined,
    readonly files: Files,
    /** Returns an output of another stack, if the reference is to one. */
    readonly remote: (address: string, steps: readonly Step[]) => Value | undefined,
  ) {}

  guarded(evaluate: () => Value): Value {
    if (this.depth >= DEEPEST) return new Unresolved(`it depends on more than ${DEEPEST} references in a chain`);
    this.depth++;
    try {
      return evaluate();
    } finally {
      this.depth--;
    }
  }

  countInstance(): void {
    if (++this.instances <= MOST_INSTANCES) return;
    const most = MOST_INSTANCES.toLocaleString('en');
    throw new SimulationError([`${this.root}: count and for_each make more than ${most} instances`]);
  }
}
