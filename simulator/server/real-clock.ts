import { performance } from 'node:perf_hooks';
import type { Clock } from '../engine/clock';

/** The time as it passes. */
export class RealClock implements Clock {
  readonly start = Date.now();
  private readonly begun = performance.now();

  get now(): number {
    return performance.now() - this.begun;
  }

  schedule(delay: number, run: () => void): void {
    if (delay > 0) setTimeout(run, delay);
    else setImmediate(run);
  }
}
