import { performance } from 'node:perf_hooks';
import type { Clock } from '../../lib/failover';

/** A clock that follows real time. */
export class RealClock implements Clock {
  readonly start = Date.now();
  private readonly begun = performance.now();

  get now(): number {
    return performance.now() - this.begun;
  }

  /** Scheduled callbacks do not keep the process alive. The connections of waiting clients do. */
  schedule(delay: number, run: () => void): void {
    if (delay > 0) setTimeout(run, Math.min(delay, LONGEST_DELAY)).unref();
    else setImmediate(run);
  }
}

/** The maximum delay in milliseconds. A longer delay would end immediately. */
export const LONGEST_DELAY = 2 ** 31 - 1;
