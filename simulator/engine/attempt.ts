import type { CircuitState } from '../../lib/failover';

/** One forward to a backend. Times in milliseconds since the gateway began. */
export interface Attempt {
  readonly backend: string;
  /** The pool that it was chosen from; left out where it was not. */
  readonly pool?: string;
  readonly at: number;
  readonly duration: number;
  /** Undefined where there was no response. */
  readonly statusCode: number | undefined;
  readonly reason: string | undefined;
  /** The backend's circuit once the attempt was counted. */
  readonly circuit: CircuitState;
  /** When the circuit closes that this attempt opened. */
  readonly opensUntil?: number;
}
