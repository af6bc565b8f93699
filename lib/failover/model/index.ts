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
  RetryModel,
  SentElsewhere,
  ServiceModel,
} from './failover-model';
export type { Known } from './known';
export { ASSUMED_FAILURES, HIGHEST_MEMBER_NUMBER, LONGEST_FORWARD, LONGEST_TIME, MOST_RETRIES } from './limits';
export { failuresToTrip, membersAhead, type PriorityGroup, priorityGroups } from './priority-groups';
export { type Decision, readRetryDecision, type RetryDecision, retryExpression, type Seen } from './retry-decision';
export {
  FIRST_STATUS_CODE,
  formatStatusCodes,
  LAST_STATUS_CODE,
  spansOf,
  statusCodesIn,
  statusCodesWhere,
  without,
} from './status-codes';
export { milliseconds } from './time';
export { instancesOf, unitsOf } from './units';
