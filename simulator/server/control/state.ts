import type { CircuitState, GatewayAssumptions } from '../../../lib/failover';
import type { AttemptResult, ExchangeResult } from '../../engine/results';
import type { SwitchedBehaviour } from '../live-gateway';

/**
 * What `/_gateway/state` tells, and each event of `/_gateway/events`. Times are seconds since the gateway began.
 *
 * It holds names, paths, statuses and times: no header, no body and no query string.
 */
export interface GatewayState {
  readonly now: number;
  readonly service: ServiceState;
  readonly requests: RequestsState;
  readonly pools: readonly PoolState[];
  readonly backends: readonly BackendState[];
  /** The last ones, the newest first. */
  readonly exchanges: readonly ExchangeState[];
  /** What the gateway does where API Management is not documented. */
  readonly assumptions: GatewayAssumptions;
}

export interface ServiceState {
  readonly name: string;
  /** The region whose gateway it is; null where it is not known. */
  readonly region: string | null;
  readonly units: number;
}

/** All requests since the gateway began. */
export interface RequestsState {
  readonly inFlight: number;
  readonly answered: number;
  /** Those whose client left before it was answered. */
  readonly abandoned: number;
}

export interface PoolState {
  readonly name: string;
  /** The group that is used first comes first. */
  readonly groups: readonly GroupState[];
}

export interface GroupState {
  /** Null where it will be known only once deployed. */
  readonly priority: number | null;
  /** Names of backends. */
  readonly backends: readonly string[];
}

export interface BackendState {
  readonly name: string;
  /** Where it is mapped to: scheme, host and port; null where it is not. */
  readonly origin: string | null;
  readonly behaviour: SwitchedBehaviour;
  /** One for each unit; none where it has no circuit breaker. */
  readonly circuits: readonly CircuitOfUnit[];
}

export interface CircuitOfUnit {
  /** Counted from 1. */
  readonly unit: number;
  readonly state: CircuitState;
  /** When an open circuit opened and when it closes; null for a closed one. */
  readonly since: number | null;
  readonly until: number | null;
  /** The failures that count at the moment. */
  readonly failures: number;
  /** The failures that open it; null for a percentage. */
  readonly needed: number | null;
}

/** One client request with all its attempts. */
export interface ExchangeState extends Pick<ExchangeResult, 'at'> {
  /** Counted by the gateway. */
  readonly id: number;
  readonly method: string;
  /** Without its query string, and cut where it is long. */
  readonly path: string;
  readonly outcome: 'in progress' | 'answered' | 'client left';
  /** Null while it is in progress. */
  readonly duration: number | null;
  /** What the client got; null where it has got nothing. */
  readonly status: number | null;
  readonly attempts: readonly AttemptState[];
  /** How many attempts came after those that are told. */
  readonly furtherAttempts: number;
  /** What failed in the policies themselves, with its place; values are left out, since a request may have brought them. */
  readonly errors: readonly string[];
}

/** One forward to a backend; as long as it is in progress, all that is not known of it is null. */
export interface AttemptState extends Pick<AttemptResult, 'backend' | 'at' | 'status'> {
  readonly duration: number | null;
  /** Why there was no response, as in `context.LastError.Reason`. */
  readonly reason: string | null;
  /** The state of the circuit of the backend after the attempt was counted. */
  readonly breaker: CircuitState | null;
}

/** Seconds of a time in milliseconds, to the microsecond: a real clock gives more digits than it knows. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1e6;
}
