import { milliseconds } from '../model';
import { JITTER } from './assumptions';
import type { GatewayAssumptions } from './gateway-assumptions';

/** The waits of a retry, in seconds. */
export interface RetryWaits {
  readonly interval: number;
  /** The increase of each wait over the previous wait. */
  readonly delta: number;
  /** The maximum of exponentially growing waits; undefined for constant and linear waits. */
  readonly maxInterval: number | undefined;
  /** Whether the first retry is made immediately. */
  readonly firstFastRetry: boolean;
}

/**
 * Returns the wait before a retry in whole milliseconds. The first retry has number 1.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export function waitBeforeRetry(number: number, waits: RetryWaits, assumptions: GatewayAssumptions): number {
  return number === 1 && waits.firstFastRetry ? 0 : milliseconds(secondsBefore(number, waits, assumptions));
}

function secondsBefore(
  number: number,
  { interval, delta, maxInterval }: RetryWaits,
  assumptions: GatewayAssumptions,
): number {
  if (maxInterval === undefined) return interval + (number - 1) * delta;
  const wait = (growth: number, jitter: number): number => Math.min(interval + growth * delta * jitter, maxInterval);
  const [growth, older] = [2 ** (number - 1), 2 ** number - 1];
  // The wait increases with growth and jitter: if its minimum and maximum are equal, no assumption matters.
  if (wait(growth, JITTER.least) === wait(older, JITTER.most)) return wait(growth, JITTER.least);
  const isOlder = assumptions.exponentialWait !== 'interval + 2^(n-1) * delta';
  return wait(isOlder ? older : growth, assumptions.exponentialJitter);
}
