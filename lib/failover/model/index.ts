export { CONNECTION_FAILURE, NO_AVAILABLE_BACKEND, TIMEOUT } from './error-reasons';
export type {
  ApiModel,
  BackendModel,
  BreakerModel,
  DeclarationModel,
  ExpressionFaultModel,
  FailoverModel,
  FailureCounts,
  MemberModel,
  OnlyRun,
  PoolModel,
  ReferenceFaultModel,
  RetryModel,
  SentElsewhere,
  ServiceModel,
} from './failover-model';
export type { Known } from './known';
export { ASSUMED_FAILURES, HIGHEST_MEMBER_NUMBER, LONGEST_FORWARD, LONGEST_TIME, MOST_RETRIES } from './limits';
export {
  type AttributeFault,
  attributeFaults,
  describeFault,
  flagIn,
  FORWARD_FLAGS,
  FORWARD_NUMBERS,
  isAllowed,
  NEEDED_FLAG,
  neededNumber,
  numberIn,
  type NumberRule,
  RETRY_FLAGS,
  RETRY_NUMBERS,
  TIME,
  writtenFlag,
  writtenNumber,
} from './policy-attributes';
export { failuresToTrip, membersAhead, type PriorityGroup, priorityGroups } from './priority-groups';
export { type Decision, readRetryDecision, type RetryDecision, retryExpression, type Seen } from './retry-decision';
export {
  FIRST_ERROR,
  FIRST_STATUS_CODE,
  formatStatusCodes,
  GATEWAY_FAILURES,
  LAST_STATUS_CODE,
  spansOf,
  statusCodesIn,
  statusCodesWhere,
  without,
} from './status-codes';
export { milliseconds } from './time';
export { hasCircuitBreakers, instancesOf, unitsOf } from './units';
