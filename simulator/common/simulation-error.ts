import { printableLines } from '../../lib/messages';
import { firstLines } from './listing';

/** An error in the input of the user. Each fault is one line with the problem and its location. */
export class SimulationError extends Error {
  readonly faults: readonly string[];

  /** @param more - the number of further faults that are not listed */
  constructor(
    faults: readonly string[],
    private readonly more = 0,
  ) {
    // Faults contain names from files, and a test prints them to a terminal.
    const lines = faults.map(printableLines);
    super(firstLines(lines, more).join('\n'));
    this.faults = lines;
    this.name = 'SimulationError';
  }

  /** The faults to show, followed by the number of further faults. */
  get shown(): readonly string[] {
    return firstLines(this.faults, this.more);
  }
}
