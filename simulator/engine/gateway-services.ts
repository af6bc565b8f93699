import type { DeploymentContext } from '../expressions/context';
import type { Clock, GatewayAssumptions } from '../../lib/failover';
import type { Counters } from './counters';
import type { Watch } from './gateway-event';
import type { ServicePlan } from './service-plan';
import type { Transport } from './transport';
import type { ValueCache } from './value-cache';
import type { Work } from './work';

/** What all exchanges of a gateway share. */
export interface GatewayServices {
  readonly clock: Clock;
  readonly transport: Transport;
  /** Each is read where it decides something, and not before. */
  readonly assumptions: GatewayAssumptions;
  readonly plan: ServicePlan;
  readonly random: () => number;
  readonly counters: Counters;
  readonly cache: ValueCache;
  readonly watch: Watch | undefined;
  /** Whether the policies that validate tokens accept them. */
  readonly acceptsTokens: boolean;
  /** What all exchanges take together; undefined where they never end. */
  readonly work: Work | undefined;
  /** Ends the simulation: something cannot be simulated. */
  refuse(what: string): never;
  deploymentIn(region: string | undefined): DeploymentContext;
}
