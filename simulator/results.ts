import type { CircuitState } from '../lib/failover';

/** What came of a client's request, with all its attempts. Times are seconds since the simulation began. */
export interface ExchangeResult {
  readonly at: number;
  /** From the request to the response. */
  readonly duration: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly attempts: readonly AttemptResult[];
  /** What policies did that have no effect on the response, such as traces. */
  readonly records: readonly RecordResult[];
}

export interface RecordResult {
  readonly policy: string;
  readonly at: number;
  readonly text: string;
}

/** One forward to a backend. */
export interface AttemptResult {
  readonly backend: string;
  readonly at: number;
  readonly duration: number;
  /** Null where there was no response. */
  readonly status: number | null;
  /** Why there was none, as in `context.LastError.Reason`: `Timeout`, `BackendConnectionFailure`. */
  readonly reason?: string;
  /** The backend's circuit once the attempt was counted. */
  readonly breaker: CircuitState;
}

/** A circuit that opened or closed. */
export interface BreakerResult {
  readonly backend: string;
  readonly at: number;
  readonly state: CircuitState;
  /** When an open circuit closes; null for a closed one. */
  readonly until: number | null;
  /** The gateway unit that saw it, counted from 1; left out where there is one. */
  readonly unit?: number;
}

export interface SimulationResult {
  readonly exchanges: readonly ExchangeResult[];
  readonly breakers: readonly BreakerResult[];
  /** What the platform leaves undocumented, and was assumed. */
  readonly assumptions: Readonly<Record<string, string | number | boolean | null>>;
}
