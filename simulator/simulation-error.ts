import { firstLines } from './listing';

/** Input that cannot be used, in words for the one who wrote it; each fault is a line that says what and where. */
export class SimulationError extends Error {
  /** @param more - how many faults there are besides those that are listed */
  constructor(
    readonly faults: readonly string[],
    private readonly more = 0,
  ) {
    super(firstLines(faults, more).join('\n'));
    this.name = 'SimulationError';
  }

  /** The faults that one reads, and how many there are besides. */
  get shown(): readonly string[] {
    return firstLines(this.faults, this.more);
  }
}
