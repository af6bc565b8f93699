import type { Outcome } from './circuit-breaker';

/** The way in which a backend fails. Times are in milliseconds. */
export interface Fault {
  /** The status code of the responses. */
  readonly statusCode?: number;
  /** The `Retry-After` header of the responses, in seconds. */
  readonly retryAfter?: number;
  /** The time until the backend responds, or until the connection fails. */
  readonly latency?: number;
  /** Whether the backend accepts requests and never responds. */
  readonly hangs?: boolean;
  /** Whether connections to the backend fail. */
  readonly refuses?: boolean;
  /** The time for which the backend alternately fails and is healthy. */
  readonly flaps?: number;
}

/** The outcome of a forward, and when it arrives. */
interface Arrival {
  readonly outcome: Outcome;
  readonly delay: number;
}

const HEALTHY: Arrival = { outcome: { statusCode: 200 }, delay: 0 };

/**
 * Returns the outcome of a forward to a backend.
 *
 * @param fault undefined for a healthy backend
 * @param elapsed the time since the fault began
 */
export function arrivalOf(fault: Fault | undefined, elapsed: number, timeout: number): Arrival {
  if (!fault || isHealthyAt(fault, elapsed)) return HEALTHY;
  if (last?.fault === fault && last.timeout === timeout) return last.arrival;
  last = { fault, timeout, arrival: faultyArrival(fault, timeout) };
  return last.arrival;
}

/** The last result, cached because the same arguments occur many times in a row. */
let last: { readonly fault: Fault; readonly timeout: number; readonly arrival: Arrival } | undefined;

function faultyArrival(fault: Fault, timeout: number): Arrival {
  const { statusCode, retryAfter, latency = 0, hangs = false, refuses = false } = fault;
  if (hangs || latency > timeout) return { outcome: { reason: 'Timeout' }, delay: timeout };
  if (refuses) return { outcome: { reason: 'BackendConnectionFailure' }, delay: latency };
  return { outcome: { statusCode, retryAfter: retryAfter?.toString() }, delay: latency };
}

/** Returns whether a flapping backend is healthy at a time. */
export function isHealthyAt({ flaps }: Fault, elapsed: number): boolean {
  return flaps !== undefined && Math.floor(elapsed / flaps) % 2 === 1;
}
