import { failoverMatchers } from './jest-matchers';

export { Gateway, GatewayClock, SimulatedBackend } from './gateway';
export type { BackendResponse, GatewayOptions } from './gateway';
export type { ClientRequest } from './client-request';
export { DEFAULT_ASSUMPTIONS } from '../lib/failover';
export type { GatewayAssumptions } from '../lib/failover';
export { failoverMatchers };
export { guarantees } from './guarantees';
export type { GuaranteesOptions } from './guarantees';
export type { Seconds } from './seconds';
export type { SurvivalExpectation } from './survival';
export type {
  Place,
  ProofReport,
  ReportedAnswer,
  ReportedAssumption,
  ReportedGap,
  ReportedGuarantee,
  ReportedRequest,
} from './prove/proof-report';
export type { FailoverExpectation } from './jest-matchers';
export { SimulationError } from './simulation-error';
export type * from './results';

/** A test that imports this has the matchers; elsewhere `expect.extend(failoverMatchers)` adds them. */
const { expect } = globalThis as { expect?: { extend?: (matchers: typeof failoverMatchers) => void } };
expect?.extend?.(failoverMatchers);
