import { CONNECTION_FAILURE, TIMEOUT } from '../model';
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

/** The status of a healthy backend. */
export const HEALTHY_STATUS = 200;

const HEALTHY: Arrival = { outcome: { statusCode: HEALTHY_STATUS }, delay: 0 };

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
  const effect = effectOf(fault);
  if (effect.kind === 'hang' || effect.latency > timeout) return { outcome: { reason: TIMEOUT }, delay: timeout };
  const { latency } = effect;
  if (effect.kind === 'refused') return { outcome: { reason: CONNECTION_FAILURE }, delay: latency };
  const { statusCode, retryAfter } = effect;
  return { outcome: { statusCode, retryAfter }, delay: latency };
}

/** What a backend does with a request while it fails. Times are in milliseconds. */
export type FaultEffect =
  | { readonly kind: 'hang' }
  | { readonly kind: 'refused'; readonly latency: number }
  | {
      readonly kind: 'response';
      readonly statusCode: number;
      /** The value of the `Retry-After` header. */
      readonly retryAfter: string | undefined;
      readonly latency: number;
    };

/** Returns what a backend with this fault does with a request while it fails. */
export function effectOf(fault: Fault): FaultEffect {
  const { statusCode = HEALTHY_STATUS, retryAfter, latency = 0, hangs = false, refuses = false } = fault;
  if (hangs) return { kind: 'hang' };
  if (refuses) return { kind: 'refused', latency };
  return { kind: 'response', statusCode, retryAfter: retryAfter?.toString(), latency };
}

/** Returns whether responses of a backend with this fault, or their absence, take time. */
export function isSlow({ hangs = false, latency }: Fault): boolean {
  return hangs || latency !== undefined;
}

/** Returns whether the effect of a fault depends on the time. */
export function takesTime(fault: Fault): boolean {
  return isSlow(fault) || fault.flaps !== undefined;
}

/** Returns whether a flapping backend is healthy at a time. */
export function isHealthyAt({ flaps }: Fault, elapsed: number): boolean {
  return flaps !== undefined && Math.floor(elapsed / flaps) % 2 === 1;
}
