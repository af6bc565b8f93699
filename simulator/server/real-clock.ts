import { performance } from 'node:perf_hooks';
import type { Clock } from '../../lib/failover';

/** The time as it passes. */
export class RealClock implements Clock {
  readonly start = Date.now();
  private readonly begun = performance.now();

  get now(): number {
    return performance.now() - this.begun;
  }

  /** What is scheduled does not keep the process up: the connections of those who wait for it do. */
  schedule(delay: number, run: () => void): void {
    if (delay > 0) setTimeout(run, Math.min(delay, LONGEST_DELAY)).unref();
    else setImmediate(run);
  }
}

/** In milliseconds; what is longer would end at once. */
export const LONGEST_DELAY = 2 ** 31 - 1;
