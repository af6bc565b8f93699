import type { ClientRequest } from '../common/client-request';
import type { DeployedService } from '../deployment';
import type { CircuitState, GatewayAssumptions } from '../../lib/failover';

/** The observable state and the controls of a running gateway, for the control page. */
export interface LiveGateway {
  readonly service: DeployedService;
  /** The region of the gateway; undefined if it is not known. */
  readonly region: string | undefined;
  /** The milliseconds since the gateway started. */
  readonly now: number;
  /** The assumptions about undocumented behavior of API Management. */
  readonly assumptions: GatewayAssumptions;
  /** The backends, in order of declaration, without secrets. */
  readonly backends: readonly LiveBackend[];
  /** A sample request for the first operation; undefined if none is known. */
  readonly firstRequest: ClientRequest | undefined;
}

export interface LiveBackend {
  readonly name: string;
  /** The mapped scheme, host, and port. */
  readonly origin: string | undefined;
  readonly behaviour: SwitchedBehaviour;
  behave(behaviour: SwitchedBehaviour): void;
  /** One circuit for each unit; empty without a circuit breaker. */
  readonly circuits: readonly LiveCircuit[];
  /** Closes the open circuits in all units. */
  closeCircuits(): void;
}

/** The behavior of a local backend, for a demonstration. */
export type SwitchedBehaviour = 'as it is' | 'fails' | 'hangs' | 'is slow';

export interface LiveCircuit {
  readonly unit: number;
  readonly state: CircuitState;
  /** The time at which an open circuit closes, in milliseconds since the gateway started. */
  readonly until: number | undefined;
  /** The failures that currently count. */
  readonly failures: number;
  /** The number of failures that opens the circuit; undefined for a percentage. */
  readonly needed: number | undefined;
}
