import type { CircuitState, GatewayAssumptions } from '../../../lib/failover';
import type { AttemptResult, ExchangeResult } from '../../engine/results';
import type { SwitchedBehaviour } from '../live-gateway';

/**
 * The content of `/_gateway/state` and of each event of `/_gateway/events`. Times are seconds since the gateway
 * started.
 *
 * It contains names, paths, statuses and times, but no headers, bodies or query strings.
 */
export interface GatewayState {
  readonly now: number;
  readonly service: ServiceState;
  readonly requests: RequestsState;
  readonly pools: readonly PoolState[];
  readonly backends: readonly BackendState[];
  /** The latest exchanges, newest first. */
  readonly exchanges: readonly ExchangeState[];
  /** The assumptions about undocumented details of API Management. */
  readonly assumptions: GatewayAssumptions;
}

export interface ServiceState {
  readonly name: string;
  /** The region of the gateway; null if it is not known. */
  readonly region: string | null;
  readonly units: number;
}

/** The counts of requests since the gateway started. */
export interface RequestsState {
  readonly inFlight: number;
  readonly answered: number;
  /** Requests whose client disconnected before the response. */
  readonly abandoned: number;
}

export interface PoolState {
  readonly name: string;
  /** The priority groups, in order of use. */
  readonly groups: readonly GroupState[];
}

export interface GroupState {
  /** Null if it is known only after deployment. */
  readonly priority: number | null;
  /** The names of the backends. */
  readonly backends: readonly string[];
}

export interface BackendState {
  readonly name: string;
  /** The mapped scheme, host and port; null if the backend is not mapped. */
  readonly origin: string | null;
  readonly behaviour: SwitchedBehaviour;
  /** The circuits by unit; empty without a circuit breaker. */
  readonly circuits: readonly CircuitOfUnit[];
}

export interface CircuitOfUnit {
  /** Starts at 1. */
  readonly unit: number;
  readonly state: CircuitState;
  /** The times at which an open circuit opened and closes; null for a closed circuit. */
  readonly since: number | null;
  readonly until: number | null;
  /** The failures that currently count. */
  readonly failures: number;
  /** The number of failures that opens the circuit; null for a percentage. */
  readonly needed: number | null;
}

/** A client request with all its attempts. */
export interface ExchangeState extends Pick<ExchangeResult, 'at'> {
  /** The number that the gateway assigned. */
  readonly id: number;
  readonly method: string;
  /** The path without its query string, shortened. */
  readonly path: string;
  readonly outcome: 'in progress' | 'answered' | 'client left';
  /** Null while it is in progress. */
  readonly duration: number | null;
  /** The status that the client received; null if it received none. */
  readonly status: number | null;
  readonly attempts: readonly AttemptState[];
  /** The number of further attempts that are not listed. */
  readonly furtherAttempts: number;
  /**
   * Errors of the policies themselves, with their locations. Values are omitted, since they can come from requests.
   */
  readonly errors: readonly string[];
}

/** An attempt to forward to a backend. Unknown values are null while it is in progress. */
export interface AttemptState extends Pick<AttemptResult, 'backend' | 'at' | 'status'> {
  readonly duration: number | null;
  /** The reason for a missing response: `context.LastError.Reason`. */
  readonly reason: string | null;
  /** The state of the circuit of the backend after the attempt was counted. */
  readonly breaker: CircuitState | null;
}

/** Converts milliseconds to seconds, rounded to microseconds: a real clock returns more digits than it measures. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1e6;
}
