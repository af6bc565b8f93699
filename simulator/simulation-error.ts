/** Input that cannot be used, in words for the one who wrote it; each fault is a line that says what and where. */
export class SimulationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'SimulationError';
  }
}
