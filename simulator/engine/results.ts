import type { CircuitState } from '../../lib/failover';

/** What came of a client's request, with all its attempts. Times are seconds since the simulation began. */
export interface ExchangeResult {
  readonly at: number;
  /** From the request to the response. */
  readonly duration: number;
  readonly status: number;
  /** The gateway unit that took it, counted from 1 in each region. */
  readonly unit: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly attempts: readonly AttemptResult[];
  /** What policies did that have no effect on the response, such as traces. */
  readonly records: readonly RecordResult[];
  /** What failed in the policies themselves, and gave the client an error that says nothing. */
  readonly errors: readonly PolicyErrorResult[];
}

/** A policy that failed by itself, as where its expression threw. */
export interface PolicyErrorResult {
  readonly at: number;
  /** The Terraform address of the policy document. */
  readonly address: string;
  /** The policy's element, as in `set-header`. */
  readonly policy: string;
  /** Where in the document, as far as that is known. */
  readonly line?: number;
  readonly column?: number;
  /** As in `context.LastError.Message`. */
  readonly message: string;
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
  /** When the circuit closes again, if it was this attempt that opened it. */
  readonly opensUntil?: number;
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
