import type { DeploymentContext } from '../expressions/context';
import type { Clock, GatewayAssumptions } from '../../lib/failover';
import type { Counters } from './counters';
import type { Watch } from './gateway-event';
import type { ServicePlan } from './service-plan';
import type { Transport } from './transport';
import type { ValueCache } from './value-cache';
import type { Work } from './work';

/** The services that all exchanges of a gateway share. */
export interface GatewayServices {
  readonly clock: Clock;
  readonly transport: Transport;
  /** Assumptions are read only when they matter. */
  readonly assumptions: GatewayAssumptions;
  readonly plan: ServicePlan;
  readonly random: () => number;
  readonly counters: Counters;
  readonly cache: ValueCache;
  readonly watch: Watch | undefined;
  /** Whether policies that validate tokens accept them. */
  readonly acceptsTokens: boolean;
  /** The work of all exchanges together; undefined if the gateway runs indefinitely. */
  readonly work: Work | undefined;
  /** Throws an error, because something cannot be simulated. */
  refuse(what: string): never;
  deploymentIn(region: string | undefined): DeploymentContext;
}
