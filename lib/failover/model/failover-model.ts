import type { Known } from './known';
import type { RetryDecision } from './retry-decision';
import type { StatusCodeRangeModel } from './status-codes';

/**
 * Failover as plain data: backends with their circuit breakers, pools with their members, APIs with their retry.
 *
 * The constructs describe it as they are built; a reader can rebuild it from Terraform JSON. Checks work on the model
 * only. Durations are seconds. `unknown` stands for what is set, but will be known only after a deployment.
 */
export interface FailoverModel {
  readonly backends: readonly BackendModel[];
  readonly pools: readonly PoolModel[];
  readonly apis: readonly ApiModel[];
  /** Policy expressions that are no C#; left out where nobody has parsed them. */
  readonly expressionFaults?: readonly ExpressionFaultModel[];
  /** What is declared under which names; left out where nobody has listed it. */
  readonly declarations?: readonly DeclarationModel[];
}

export interface BackendModel {
  /** Where it is declared: a construct path, or a Terraform address. */
  readonly address: string;
  readonly name: string;
  readonly service: ServiceModel;
  /** Left out: it has none. */
  readonly breaker?: Known<BreakerModel>;
  /** A pool may name a pool by mistake; then this says so. */
  readonly isPool?: boolean;
  /** The codes of findings that are acknowledged where it is declared; left out where there are none. */
  readonly acknowledged?: readonly string[];
}

/** The API Management service that something belongs to. */
export interface ServiceModel {
  /** The same key means the same service. */
  readonly key: Known<string>;
  /** As in `Premium_2`: the tier, and the number of units. */
  readonly skuName: Known<string>;
}

export interface BreakerModel extends FailureCounts {
  /** The time in which the failures must fall. */
  readonly interval: Known<number>;
  readonly tripDuration: Known<number>;
  readonly acceptRetryAfter: boolean;
}

/** What counts as a failure, and how many of them trip the circuit. */
export interface FailureCounts {
  readonly count?: Known<number>;
  readonly percentage?: Known<number>;
  readonly statusCodeRanges: readonly StatusCodeRangeModel[];
  readonly errorReasons: readonly string[];
}

export interface PoolModel {
  readonly address: string;
  readonly name: string;
  readonly service: ServiceModel;
  readonly members: readonly MemberModel[];
  /** The status that is answered when no member can be used; 503 if left out. */
  readonly exhaustedStatusCode?: Known<number>;
}

export interface MemberModel {
  readonly backend: BackendModel;
  /** Lower comes first. */
  readonly priority: Known<number>;
  readonly weight?: Known<number>;
}

export interface ApiModel {
  readonly address: string;
  readonly name: string;
  readonly service: ServiceModel;
  /** The pools that its requests may go to: several where the policy chooses by region. */
  readonly pools: readonly PoolModel[];
  /** The names of those whose members are not known, and which are not among `pools`; left out where there are none. */
  readonly unknownPools?: readonly string[];
  /** Left out: each request is forwarded once. */
  readonly retry?: RetryModel;
  /** The forward's timeout. */
  readonly forwardTimeout: Known<number>;
  /** Whether a body can be sent again. */
  readonly bufferRequestBody: boolean;
  /** Whether each attempt chooses the pool anew, and so a member, whenever Azure chooses one. */
  readonly choosesPoolAgain?: boolean;
  /** The forwards that one run of the retry makes; 1 if left out. */
  readonly forwardsPerAttempt?: number;
  /** Left out: the policies do no more than a retry around one forward, and playing the model tells what comes of it. */
  readonly onlyRun?: OnlyRun;
  /** Which requests policies send to other backends than those of its pools; left out: none. */
  readonly sentElsewhere?: SentElsewhere;
  /** The longest that a client may wait while a backend is healthy, where somebody has said so. */
  readonly latencyBudget?: Known<number>;
  /** The methods of its operations; left out where they are not known. */
  readonly methods?: readonly string[];
  /** Backends that its policies name and nobody declares. */
  readonly missingBackends: readonly string[];
  /** How many direct children a `<backend>` section of its policies has, at the most. */
  readonly backendSectionChildren: number;
}

/** Which requests of an API: all of them, or some. */
export type SentElsewhere = 'all' | 'some';

/** Why only running the policies tells what comes of a request. */
export type OnlyRun = 'switches backends' | 'nests retries' | 'forwards again';

export interface RetryModel {
  readonly count: Known<number>;
  readonly interval: Known<number>;
  readonly delta?: Known<number>;
  readonly maxInterval?: Known<number>;
  readonly firstFastRetry: boolean;
  /** The condition as written; a secret may stand in it. */
  readonly condition: string;
  /** The condition as it may be shown. */
  readonly shownCondition: string;
  /** What the condition decides; left out where it could not be read. */
  readonly decision?: RetryDecision;
}

/** A policy expression with a syntax error. */
export interface ExpressionFaultModel {
  /** The policy that holds it. */
  readonly address: string;
  /** The expression as written. */
  readonly expression: string;
  readonly reason: string;
  /** Where in the policy document: line and column, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** A backend, a pool or an API, by what its service takes once. */
export interface DeclarationModel {
  readonly kind: 'backend' | 'pool' | 'API';
  readonly address: string;
  /** The same text means the same service. */
  readonly service: string;
  readonly name: string;
  /** An API's; left out for all else. */
  readonly revision?: string;
  /** An API's, without a slash first or last; left out where it is not known. */
  readonly path?: string;
  /** An API's; left out where it has none. */
  readonly version?: string;
  /** The name of an API's version set; left out where it has none. */
  readonly versionSet?: Known<string>;
}
