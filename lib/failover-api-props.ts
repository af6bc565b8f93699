import type { TerraformProvider } from 'cdktf';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { ApiProtocol } from './api-protocol';
import type { Duration } from './duration';
import type { HttpMethod } from './http-method';
import type { OpenApiDocument } from './open-api-document';
import type { IPriorityPool } from './priority-pool-props';
import type { Retry } from './retry';
import { PolicySections } from './policy-sections';

/** An operation of an API. */
export interface FailoverApiOperation {
  /** The operation's id: 1 to 80 letters, digits, hyphens and underscores. */
  readonly operationId: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /** The path below the API's, with parameters in braces, as in `/orders/{id}`. */
  readonly urlTemplate: string;
  /**
   * The name that people read.
   * @default - the operation's id
   */
  readonly displayName?: string;
  /**
   * What it does.
   * @default - none
   */
  readonly description?: string;
  /**
   * The path that the backend knows, as in `api/ProcessRequestFunction`.
   * @default - the path that the client called
   */
  readonly rewriteUri?: string;
  /**
   * Policies of one's own for this operation; `backend` is the API's alone.
   * @default - none
   */
  readonly policies?: PolicySections;
}

/** A pool for the gateways of one region. */
export interface RegionalPool {
  /** The Azure region by its display name, as in `Norway East`. */
  readonly region: string;
  /** The pool that they use. */
  readonly pool: IPriorityPool;
}

/** What an API with failover takes, whatever its pool is. */
export interface FailoverApiOptions {
  /** The API's name: 1 to 256 characters. */
  readonly name: string;
  /** The path below the gateway's URL, up to 400 characters. */
  readonly path: string;
  /**
   * Its operations.
   * @default - those of the OpenAPI document, or none yet; see addOperation
   */
  readonly operations?: FailoverApiOperation[];
  /**
   * The document that its operations are taken from.
   * @default - none; `operations` says them
   */
  readonly openApi?: OpenApiDocument;
  /**
   * The name that people read.
   * @default - the API's name
   */
  readonly displayName?: string;
  /**
   * What it is for.
   * @default - none
   */
  readonly description?: string;
  /**
   * The protocols that clients may use.
   * @default [ApiProtocol.HTTPS]
   */
  readonly protocols?: ApiProtocol[];
  /**
   * The revision.
   * @default '1'
   */
  readonly revision?: string;
  /**
   * The version, in a version set.
   * @default - none
   */
  readonly version?: string;
  /**
   * The id of the version set. Goes with `version`.
   * @default - none
   */
  readonly versionSetId?: string;
  /**
   * Whether clients need a subscription key.
   * @default true
   */
  readonly subscriptionRequired?: boolean;
  /**
   * How a request is tried again.
   * @default - as often as the pool needs to fail over, on what its circuit breakers count
   */
  readonly retry?: Retry;
  /**
   * How long an attempt may take: whole milliseconds, up to 240 s.
   * @default - the longest that costs no failover which a shorter one makes, within the latency budget where that can be
   * kept
   */
  readonly forwardTimeout?: Duration;
  /**
   * The longest that a client may wait for an answer while a backend is healthy: whole milliseconds. The forward timeout
   * is chosen so that it is kept.
   * @default - the longest interval of the circuit breakers ahead of the last priority, where it can be kept
   */
  readonly latencyBudget?: Duration;
  /**
   * A response header that says how many attempts were made.
   * @default - none
   */
  readonly attemptCountHeader?: string;
  /**
   * Policies of one's own for all operations.
   * @default - none
   */
  readonly policies?: PolicySections;
  /**
   * Findings about this API that are accepted.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
}

/** An API with failover. */
export interface FailoverApiProps extends FailoverApiOptions {
  /** The service that the API belongs to. */
  readonly apiManagement: IApiManagement;
  /** The pool that requests go to. */
  readonly pool: IPriorityPool;
  /**
   * Pools for the gateways of some regions, where one service is deployed to several; all others use `pool`.
   * @default - none
   */
  readonly regionalPools?: RegionalPool[];
  /**
   * The azurerm provider.
   * @default - that of the service
   */
  readonly azurermProvider?: TerraformProvider;
}
