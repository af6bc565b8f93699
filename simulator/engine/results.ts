import type { CircuitState } from '../../lib/failover';

/** The result of a client request, with all its attempts. Times are seconds since the simulation started. */
export interface ExchangeResult {
  readonly at: number;
  /** The time from the request to the response. */
  readonly duration: number;
  readonly status: number;
  /** The gateway unit that received the request, starting at 1 in each region. */
  readonly unit: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly attempts: readonly AttemptResult[];
  /** Records of policies that do not affect the response, such as traces. */
  readonly records: readonly RecordResult[];
  /** Errors of the policies themselves, which the error response does not describe. */
  readonly errors: readonly PolicyErrorResult[];
}

/** An error of a policy itself, for example an exception of its expression. */
export interface PolicyErrorResult {
  readonly at: number;
  /** The address of the policy document. */
  readonly address: string;
  /** The element name of the policy, for example `set-header`. */
  readonly policy: string;
  /** The position in the document, if it is known. */
  readonly line?: number;
  readonly column?: number;
  /** For example, `context.LastError.Message`. */
  readonly message: string;
}

export interface RecordResult {
  readonly policy: string;
  readonly at: number;
  readonly text: string;
}

/** An attempt to forward a request to a backend. */
export interface AttemptResult {
  readonly backend: string;
  readonly at: number;
  readonly duration: number;
  /** Null if there was no response. */
  readonly status: number | null;
  /** The reason for a missing response: `context.LastError.Reason`, for example `Timeout`. */
  readonly reason?: string;
  /** The state of the circuit of the backend after the attempt was counted. */
  readonly breaker: CircuitState;
  /** The time at which the circuit closes, if this attempt opened it. */
  readonly opensUntil?: number;
}

/** A circuit that opened or closed. */
export interface BreakerResult {
  readonly backend: string;
  readonly at: number;
  readonly state: CircuitState;
  /** The time at which an open circuit closes; null for a closed circuit. */
  readonly until: number | null;
  /** The gateway unit, starting at 1; undefined if there is only one. */
  readonly unit?: number;
}

export interface SimulationResult {
  readonly exchanges: readonly ExchangeResult[];
  readonly breakers: readonly BreakerResult[];
  /** The assumptions about undocumented details of the platform. */
  readonly assumptions: Readonly<Record<string, string | number | boolean | null>>;
}
