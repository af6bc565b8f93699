import { printableLines } from '../lib/messages';

/** Input that cannot be used, in words for the one who wrote it; each fault is a line that says what and where. */
export class SimulationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    // Names in them come from files, and a test prints them to a terminal.
    const lines = faults.map(printableLines);
    super(lines.join('\n'));
    this.faults = lines;
    this.name = 'SimulationError';
  }
}
