import type { CircuitState } from '../../lib/failover';

/** An attempt to forward a request to a backend. Times are milliseconds since the gateway started. */
export interface Attempt {
  readonly backend: string;
  /** The pool that the backend was selected from, if any. */
  readonly pool?: string;
  readonly at: number;
  readonly duration: number;
  /** Undefined if there was no response. */
  readonly statusCode: number | undefined;
  readonly reason: string | undefined;
  /** The state of the circuit of the backend after the attempt was counted. */
  readonly circuit: CircuitState;
  /** The time at which the circuit closes, if this attempt opened it. */
  readonly opensUntil?: number;
}
