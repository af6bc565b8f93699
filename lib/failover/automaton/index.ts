export { type Assumption, ASSUMPTIONS, assumptionsFor, DEFAULT_ASSUMPTIONS, type NumberRange } from './assumptions';
export { type BreakerRule, CircuitBreaker, type Outcome, ruleOf } from './circuit-breaker';
export type { CircuitState } from './circuit-state';
export { type Clock, VirtualClock } from './clock';
export { effectOf, type Fault, HEALTHY_STATUS, isHealthyAt, isSlow, takesTime } from './fault';
export type { GatewayAssumptions } from './gateway-assumptions';
export { GatewayUnit, type Transition, turningFirstTo, type UnitPlan } from './gateway-unit';
export { MemberChoice } from './member-choice';
export {
  BODY_IS_GONE,
  NotPlayedError,
  play,
  type PlayedAttempt,
  type PlayedExchange,
  type PlayedGateway,
  UndecidedError,
} from './play';
export {
  BODILESS_METHODS,
  isPlayable,
  type Playable,
  playable,
  type PlayableRetry,
  retriedUnlessHealthy,
  type Unknowns,
  type Unplayable,
} from './playable';
export { decisionAfter, errorAfter, EXHAUSTED_STATUS, NO_ERROR } from './retried';
export { type RetryWaits, waitBeforeRetry } from './retry-wait';
