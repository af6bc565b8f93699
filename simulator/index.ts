import { failoverMatchers } from './testing/jest-matchers';

export { Gateway, GatewayClock, SimulatedBackend } from './testing/gateway';
export type { BackendResponse, GatewayOptions } from './testing/gateway';
export type { ClientRequest } from './common/client-request';
export { DEFAULT_ASSUMPTIONS } from '../lib/failover';
export type { GatewayAssumptions } from '../lib/failover';
export { failoverMatchers };
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
export type { FailoverExpectation } from './testing/jest-matchers';
export { SimulationError } from './common/simulation-error';
export type * from './engine/results';

/** A test that imports this has the matchers; elsewhere `expect.extend(failoverMatchers)` adds them. */
const { expect } = globalThis as { expect?: { extend?: (matchers: typeof failoverMatchers) => void } };
expect?.extend?.(failoverMatchers);
