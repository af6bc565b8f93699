import type { Io } from './io';

/** Shows the progress on one line, if the output is a terminal and the proof takes more than a second. */
export class Progress {
  private readonly begun = Date.now();
  private told = 0;
  private isShown = false;

  constructor(private readonly io: Io) {}

  tell(done: number, all: number): void {
    const now = Date.now();
    if (!this.io.progress || now - this.begun < PATIENCE || now - this.told < PACE) return;
    this.told = now;
    this.isShown = true;
    this.io.progress(`proved ${done} of ${all}`);
  }

  end(): void {
    if (this.isShown) this.io.progress?.('');
  }
}

/** Milliseconds. */
const PATIENCE = 1000;
const PACE = 200;
