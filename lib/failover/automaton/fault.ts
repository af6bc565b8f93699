import type { Outcome } from './circuit-breaker';

/** How a backend behaves. Times in milliseconds. */
export interface Fault {
  /** The status codes of its answers, given in turn; 200 if left out. */
  readonly statusCodes?: readonly number[];
  /** The `Retry-After` of its answers, in seconds. */
  readonly retryAfter?: number;
  /** The time until it answers, or until the connection to it fails. */
  readonly latency?: number;
  /** It takes requests and never answers. */
  readonly hangs?: boolean;
  /** It cannot be connected to. */
  readonly refuses?: boolean;
}

/** What comes of a forward, and when. */
export interface Arrival {
  readonly outcome: Outcome;
  readonly delay: number;
}

/** What comes of the forward of this number to a backend with such a fault, counted from 0. */
export function arrivalOf(fault: Fault | undefined, number: number, timeout: number): Arrival {
  const { statusCodes = HEALTHY, retryAfter, latency = 0, hangs = false, refuses = false } = fault ?? {};
  if (hangs || latency > timeout) return { outcome: { reason: 'Timeout' }, delay: timeout };
  if (refuses) return { outcome: { reason: 'BackendConnectionFailure' }, delay: latency };
  const statusCode = statusCodes[number % statusCodes.length] ?? 200;
  const isFaulty = statusCode !== 200;
  const outcome = { statusCode, retryAfter: isFaulty ? retryAfter?.toString() : undefined };
  return { outcome, delay: latency };
}

const HEALTHY: readonly number[] = [200];
