import type { Outcome } from './circuit-breaker';

/** How a backend fails. Times in milliseconds. */
export interface Fault {
  /** The status code of its answers. */
  readonly statusCode?: number;
  /** The `Retry-After` of its answers, in seconds. */
  readonly retryAfter?: number;
  /** The time until it answers, or until the connection to it fails. */
  readonly latency?: number;
  /** It takes requests and never answers. */
  readonly hangs?: boolean;
  /** It cannot be connected to. */
  readonly refuses?: boolean;
  /** It fails for so long, is healthy for as long, and so on. */
  readonly flaps?: number;
}

/** What comes of a forward, and when. */
interface Arrival {
  readonly outcome: Outcome;
  readonly delay: number;
}

const HEALTHY: Arrival = { outcome: { statusCode: 200 }, delay: 0 };

/**
 * What comes of a forward to a backend.
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

/** The answer to the last question: the same is asked many times in a row. */
let last: { readonly fault: Fault; readonly timeout: number; readonly arrival: Arrival } | undefined;

function faultyArrival(fault: Fault, timeout: number): Arrival {
  const { statusCode, retryAfter, latency = 0, hangs = false, refuses = false } = fault;
  if (hangs || latency > timeout) return { outcome: { reason: 'Timeout' }, delay: timeout };
  if (refuses) return { outcome: { reason: 'BackendConnectionFailure' }, delay: latency };
  return { outcome: { statusCode, retryAfter: retryAfter?.toString() }, delay: latency };
}

/** Whether a backend that flaps is healthy at the moment. */
export function isHealthyAt({ flaps }: Fault, elapsed: number): boolean {
  return flaps !== undefined && Math.floor(elapsed / flaps) % 2 === 1;
}
