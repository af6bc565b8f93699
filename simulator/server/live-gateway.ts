import type { ClientRequest } from '../common/client-request';
import type { DeployedService } from '../deployment';
import type { CircuitState, GatewayAssumptions } from '../../lib/failover';

/** The observable state and the controls of a running gateway, for the control page. */
export interface LiveGateway {
  readonly service: DeployedService;
  /** The region whose gateway it is; undefined where it is not known. */
  readonly region: string | undefined;
  /** Milliseconds since it began. */
  readonly now: number;
  /** What it does where API Management is not documented. */
  readonly assumptions: GatewayAssumptions;
  /** Backends, in the order of their names' declaration; secrets are not part of it. */
  readonly backends: readonly LiveBackend[];
  /** A request that its first operation takes; undefined where none is known. */
  readonly firstRequest: ClientRequest | undefined;
}

export interface LiveBackend {
  readonly name: string;
  /** Where it is mapped to: scheme, host and port only. */
  readonly origin: string | undefined;
  readonly behaviour: SwitchedBehaviour;
  behave(behaviour: SwitchedBehaviour): void;
  /** One circuit for each unit; none where it has no circuit breaker. */
  readonly circuits: readonly LiveCircuit[];
  /** Closes those that are open, in each unit. */
  closeCircuits(): void;
}

/** What a local backend is made to do, for a demonstration. */
export type SwitchedBehaviour = 'as it is' | 'fails' | 'hangs' | 'is slow';

export interface LiveCircuit {
  readonly unit: number;
  readonly state: CircuitState;
  /** When an open circuit closes: milliseconds since the gateway began. */
  readonly until: number | undefined;
  /** The failures that currently count. */
  readonly failures: number;
  /** The failures that open it; undefined for a percentage. */
  readonly needed: number | undefined;
}
