import type { Known } from './known';
import type { RetryDecision } from './retry-decision';
import type { StatusCodeRangeModel } from './status-codes';

/**
 * The failover model as plain data: backends with their circuit breakers, pools with their members, APIs with their
 * retry.
 *
 * The constructs create the model, and the simulator reads it from Terraform JSON. Checks work only on the model.
 * Durations are in seconds. `unknown` represents a value that is known only after deployment.
 */
export interface FailoverModel {
  readonly backends: readonly BackendModel[];
  readonly pools: readonly PoolModel[];
  readonly apis: readonly ApiModel[];
  /** The policy expressions that are not valid C#; undefined if expressions were not parsed. */
  readonly expressionFaults?: readonly ExpressionFaultModel[];
  /** Where policies differ from Microsoft's reference; undefined if they were not compared. */
  readonly referenceFaults?: readonly ReferenceFaultModel[];
  /** The declared names; undefined if they were not collected. */
  readonly declarations?: readonly DeclarationModel[];
}

export interface BackendModel {
  /** The construct path or address of the declaration. */
  readonly address: string;
  readonly name: string;
  readonly service: ServiceModel;
  /** Undefined if the backend has no circuit breaker. */
  readonly breaker?: Known<BreakerModel>;
  /** The URL as it is declared; undefined if it is not known. */
  readonly url?: Known<string>;
  /** Whether the Terraform that the model is read from does not declare the backend; false at synth. */
  readonly isUndeclared?: boolean;
  /** Whether the backend is itself a pool, which a pool may contain by mistake. */
  readonly isPool?: boolean;
  /** The codes of findings that are acknowledged on the backend; undefined if there are none. */
  readonly acknowledged?: readonly string[];
}

/** The API Management service that an object belongs to. */
export interface ServiceModel {
  /** A key that identifies the service. */
  readonly key: Known<string>;
  /** The tier and the number of units, for example `Premium_2`. */
  readonly skuName: Known<string>;
}

export interface BreakerModel extends FailureCounts {
  /** The interval during which failures are counted. */
  readonly interval: Known<number>;
  readonly tripDuration: Known<number>;
  readonly acceptRetryAfter: boolean;
}

/** What counts as a failure, and how many failures trip the circuit. */
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
  /** The status of the response when no member is usable; 503 if undefined. */
  readonly exhaustedStatusCode?: Known<number>;
}

export interface MemberModel {
  readonly backend: BackendModel;
  /** The priority. Lower numbers are used first. */
  readonly priority: Known<number>;
  readonly weight?: Known<number>;
}

export interface ApiModel {
  readonly address: string;
  readonly name: string;
  readonly service: ServiceModel;
  /** The pools that receive the requests; several if the policy selects a pool by region. */
  readonly pools: readonly PoolModel[];
  /** The names of pools whose members are not known, and which are not in `pools`; undefined if there are none. */
  readonly unknownPools?: readonly string[];
  /** If undefined, each request is forwarded once. */
  readonly retry?: RetryModel;
  /** The forward-request timeout. */
  readonly forwardTimeout: Known<number>;
  /** Whether the request body is buffered and can be sent again. */
  readonly bufferRequestBody: boolean;
  /** Whether each attempt selects the pool again, and therefore a member, whenever Azure selects members. */
  readonly choosesPoolAgain?: boolean;
  /** The number of forwards in one run of the retry; 1 if undefined. */
  readonly forwardsPerAttempt?: number;
  /**
   * The reason why the policies must be run; undefined if they are only a retry around one forward, which the model
   * covers.
   */
  readonly onlyRun?: OnlyRun;
  /** Which requests the policies send to backends outside the pools; undefined for none. */
  readonly sentElsewhere?: SentElsewhere;
  /** The maximum time that a client may wait while a backend is healthy; undefined if it is not set. */
  readonly latencyBudget?: Known<number>;
  /** The HTTP methods of the operations; undefined if they are not known. */
  readonly methods?: readonly string[];
  /** The values in the policies that API Management does not accept, as sentences; undefined if there are none. */
  readonly attributeFaults?: readonly string[];
  /** The undeclared backends that the policies name. */
  readonly missingBackends: readonly string[];
  /**
   * The backends and pools that the policies name, and that may be deployed elsewhere: the Terraform that the model is
   * read from declares neither them nor their service. Undefined if there are none.
   */
  readonly undeclaredBackends?: readonly string[];
  /** The maximum number of direct children in a `<backend>` section of the policies. */
  readonly backendSectionChildren: number;
}

/** Which requests of an API: all of them, or some. */
export type SentElsewhere = 'all' | 'some';

/** The reason why the outcome of a request is known only from running the policies. */
export type OnlyRun = 'switches backends' | 'nests retries' | 'forwards again';

export interface RetryModel {
  readonly count: Known<number>;
  readonly interval: Known<number>;
  readonly delta?: Known<number>;
  readonly maxInterval?: Known<number>;
  readonly firstFastRetry: Known<boolean>;
  /** The condition as written. It may contain a secret. */
  readonly condition: string;
  /** The condition without possible secrets, for messages. */
  readonly shownCondition: string;
  /** Whether an error status of a backend may set `context.LastError`: `fail-on-error-status-code`. */
  readonly failsOnStatus?: boolean;
  /** The decision of the condition; undefined if the condition could not be read. */
  readonly decision?: RetryDecision;
}

/** A policy expression that does not compile. */
export interface ExpressionFaultModel {
  /** The policy that contains the expression. */
  readonly address: string;
  /** The expression as written. */
  readonly expression: string;
  readonly reason: string;
  /** The line in the policy document, starting at 1, like the column. */
  readonly line: number;
  readonly column: number;
}

/** A place in a policy document where it differs from Microsoft's policy reference. */
export interface ReferenceFaultModel {
  /** The policy document. */
  readonly address: string;
  /** For example, `<retry> has no attribute cuont`. */
  readonly fault: string;
  /** The line in the policy document, starting at 1, like the column. */
  readonly line: number;
  readonly column: number;
}

/** A backend, pool, named value or API with the names and paths that must be unique within its service. */
export interface DeclarationModel {
  readonly kind: 'backend' | 'pool' | 'named value' | 'API';
  readonly address: string;
  /** A key that identifies the service. */
  readonly service: string;
  readonly name: string;
  /** The revision of an API; undefined for all other kinds. */
  readonly revision?: string;
  /** The path of an API, without a slash at the start or end; undefined if it is not known. */
  readonly path?: string;
  /** The version of an API; undefined if it has none. */
  readonly version?: string;
  /** The name of the version set of an API; undefined if it has none. */
  readonly versionSet?: Known<string>;
}
