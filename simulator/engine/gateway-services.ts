import type { DeployedBackend } from '../deployment/deployment';
import type { DeploymentContext } from '../expressions/context';
import type { GatewayAssumptions } from '../../lib/failover';
import type { Clock } from '../../lib/failover';
import type { Attempt, Target } from './exchange';
import type { Counters } from './counters';
import type { Transport } from './transport';
import type { ValueCache } from './value-cache';

/** What all exchanges of a gateway share. */
export interface GatewayServices {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly assumptions: GatewayAssumptions;
  readonly random: () => number;
  readonly counters: Counters;
  readonly cache: ValueCache;
  readonly observer: AttemptObserver | undefined;
  /** Whether the policies that validate tokens accept them. */
  readonly acceptsTokens: boolean;
  /** A backend or pool by its name, in any case. */
  target(name: string): Target | undefined;
  backend(name: string): DeployedBackend | undefined;
  /** Ends the simulation if what opens a circuit on the way there is not known. */
  checkKnown(target: Target): void;
  /** Ends the simulation: something cannot be simulated. */
  refuse(what: string): never;
  deploymentIn(region: string | undefined): DeploymentContext;
}

/** Who watches attempts, by the number of their exchange. */
export interface AttemptObserver {
  attemptStarted(id: number, backend: string): void;
  attemptEnded(id: number, attempt: Attempt): void;
}
