import type { BreakerRule, GatewayAssumptions, PlayedGateway, UnitPlan } from '../automaton';
import type { FailureKind } from './failure-kinds';
import type { PlayLimit } from './play-limit';

/** Returns other circuit breakers or turns to play. */
export type PlanChange = (plan: UnitPlan) => UnitPlan;

/** The subject of a proof: a gateway that can be started anew, and the possible failures of its backends. */
export interface Subject {
  /** The backends by priority, in the order of use. */
  readonly groups: readonly (readonly string[])[];
  /** Returns the kind of a member. Members of a group with the same kind are interchangeable. */
  readonly kindOf: (backend: string) => string;
  readonly kinds: readonly FailureKind[];
  /** Returns whether a backend may receive no requests, because its weight is 0. */
  readonly mayBeIdle: (backend: string) => boolean;
  /** Returns the circuit breaker rule of a backend; undefined if it has none. */
  readonly ruleOf: (backend: string) => BreakerRule | undefined;
  /** The number of requests until every member of a group has had its turn. */
  readonly turns: number;
  /** The number of gateway instances of the service. */
  readonly units: number;
  /** The status that a client receives when all backends are healthy; several if it depends on assumptions. */
  readonly healthyStatuses: ReadonlySet<number>;
  /** @param change changes the circuit breakers and the turns that are played */
  readonly start: (assumptions: GatewayAssumptions, units: number, change?: PlanChange) => PlayedGateway;
  /** The limit on how much is played for all failures; undefined if the caller sets a limit. */
  readonly limit?: PlayLimit;
}
