import type { BreakerRule, GatewayAssumptions, PlayedGateway } from '../automaton';
import type { FailureKind } from './failure-kinds';
import type { PlayLimit } from './play-limit';

/** What is proved: a gateway that can be started afresh, and what may happen to its backends. */
export interface Subject {
  /** The backends by priority, the first to be used first. */
  readonly groups: readonly (readonly string[])[];
  /** What makes two members of a group alike. */
  readonly kindOf: (backend: string) => string;
  readonly kinds: readonly FailureKind[];
  /** The rule of a backend's circuit breaker; undefined where it has none. */
  readonly ruleOf: (backend: string) => BreakerRule | undefined;
  /** The requests until every member of a group has had its turn. */
  readonly turns: number;
  /** The gateway instances of the service. */
  readonly units: number;
  /** The status that a client gets when all backends are healthy. */
  readonly healthyStatus: number;
  /** @param first backends that have every turn while they can be used */
  readonly start: (assumptions: GatewayAssumptions, units: number, first?: ReadonlySet<string>) => PlayedGateway;
  /** How much may be played of all its failures; left out where somebody else bounds that. */
  readonly limit?: PlayLimit;
}
