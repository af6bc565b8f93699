export { type Assumption, ASSUMPTIONS, assumptionsFor, DEFAULT_ASSUMPTIONS, type NumberRange } from './assumptions';
export { type BreakerRule, CircuitBreaker, type Outcome, ruleOf } from './circuit-breaker';
export type { CircuitState } from './circuit-state';
export { type Clock, VirtualClock } from './clock';
export { type Fault, isHealthyAt } from './fault';
export type { GatewayAssumptions } from './gateway-assumptions';
export { GatewayUnit, type Transition, turningFirstTo, type UnitPlan } from './gateway-unit';
export { MemberChoice } from './member-choice';
export {
  BODILESS_METHODS,
  BODY_IS_GONE,
  NotPlayedError,
  play,
  playable,
  type Playable,
  type PlayableRetry,
  type PlayedAttempt,
  type PlayedExchange,
  type PlayedGateway,
  retriedUnlessHealthy,
  UndecidedError,
  type Unknowns,
} from './play';
export { decisionAfter, errorAfter, EXHAUSTED_STATUS, NO_ERROR } from './retried';
export { type RetryWaits, waitBeforeRetry } from './retry-wait';
