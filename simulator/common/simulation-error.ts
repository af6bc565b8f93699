import { printableLines } from '../../lib/messages';
import { firstLines } from './listing';

/** Input that cannot be used, in words for the one who wrote it; each fault is a line that says what and where. */
export class SimulationError extends Error {
  readonly faults: readonly string[];

  /** @param more - how many faults there are besides those that are listed */
  constructor(
    faults: readonly string[],
    private readonly more = 0,
  ) {
    // Names in them come from files, and a test prints them to a terminal.
    const lines = faults.map(printableLines);
    super(firstLines(lines, more).join('\n'));
    this.faults = lines;
    this.name = 'SimulationError';
  }

  /** The faults that one reads, and how many there are besides. */
  get shown(): readonly string[] {
    return firstLines(this.faults, this.more);
  }
}
