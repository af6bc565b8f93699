export { Gateway, GatewayClock, SimulatedBackend } from './testing/gateway';
export type { BackendResponse, GatewayOptions } from './testing/gateway';
export type { ClientRequest } from './common/client-request';
export { DEFAULT_ASSUMPTIONS } from '../lib/failover';
export type { CircuitState, GatewayAssumptions, Risk, Verdict } from '../lib/failover';
export { failoverMatchers } from './testing/matchers';
export { guarantees } from './testing/guarantees';
export type { GuaranteesOptions } from './testing/guarantees';
export type { Seconds } from './testing/seconds';
export type { SurvivalExpectation } from './testing/survival';
export type {
  Place,
  ProofReport,
  ReportedAnswer,
  ReportedAssumption,
  ReportedGap,
  ReportedGuarantee,
  ReportedRequest,
} from './prove/proof-report';
export type { FailoverExpectation } from './testing/matcher-arguments';
export type { FailoverMatchers } from './testing/matchers';
export type { ScenarioFile } from './scenario/scenario-file';
export { SimulationError } from './common/simulation-error';
export type { AttemptResult, BreakerResult, ExchangeResult, PolicyErrorResult, RecordResult } from './engine/results';
