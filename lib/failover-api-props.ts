import type { TerraformProvider } from 'cdktf';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { ApiProtocol } from './api-protocol';
import type { Duration } from './duration';
import type { HttpMethod } from './http-method';
import type { OpenApiDocument } from './open-api-document';
import type { IPriorityPool } from './priority-pool-props';
import type { RetryOptions } from './retry';
import { PolicySections } from './policy-sections';

/** An operation of an API. */
export interface FailoverApiOperation {
  /** The ID of the operation. 1 to 80 letters, digits, hyphens and underscores. */
  readonly operationId: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /**
   * The path of the operation, relative to the path of the API, with parameters in braces, for example `/orders/{id}`.
   */
  readonly urlTemplate: string;
  /**
   * The display name of the operation.
   * @default - the ID of the operation
   */
  readonly displayName?: string;
  /**
   * The description of the operation.
   * @default - none
   */
  readonly description?: string;
  /**
   * The path on the backend, for example `api/ProcessRequestFunction`.
   * @default - the path of the client request
   */
  readonly rewriteUri?: string;
  /**
   * Custom policies for this operation. The `backend` section is not allowed: it belongs to the API.
   * @default - none
   */
  readonly policies?: PolicySections;
}

/** A pool for the gateways of one region. */
export interface RegionalPool {
  /** The display name of the Azure region, for example `Norway East`. */
  readonly region: string;
  /** The pool that the gateways in the region use. */
  readonly pool: IPriorityPool;
}

/** Options of an API with failover that do not depend on its pool. */
export interface FailoverApiOptions {
  /** The name of the API. 1 to 256 characters. */
  readonly name: string;
  /** The path of the API, relative to the URL of the gateway. Up to 400 characters. */
  readonly path: string;
  /**
   * The operations of the API.
   * @default - the operations of the OpenAPI document; without a document, add operations with `addOperation`
   */
  readonly operations?: FailoverApiOperation[];
  /**
   * The OpenAPI document that defines the operations of the API. The display name, the description, the path and the
   * other settings of the API are those of its props. A document that API Management imports is an exception:
   * https://github.com/cdktf-apim-failover/cdktf-apim-failover/blob/main/docs/getting-started.md#define-operations-with-an-openapi-document
   * @default - none; set `operations` instead
   */
  readonly openApi?: OpenApiDocument;
  /**
   * The display name of the API.
   * @default - the name of the API
   */
  readonly displayName?: string;
  /**
   * The description of the API.
   * @default - none
   */
  readonly description?: string;
  /**
   * The protocols that clients can use.
   * @default [ApiProtocol.HTTPS]
   */
  readonly protocols?: ApiProtocol[];
  /**
   * The revision of the API.
   * @default '1'
   */
  readonly revision?: string;
  /**
   * The version of the API in its version set. Requires `versionSetId`.
   * @default - none
   */
  readonly version?: string;
  /**
   * The ID of the version set. Requires `version`.
   * @default - none
   */
  readonly versionSetId?: string;
  /**
   * Whether clients need a subscription key.
   * @default true
   */
  readonly subscriptionRequired?: boolean;
  /**
   * The retry settings.
   * @default - as many retries as the pool needs to fail over, on the failures that its circuit breakers count
   */
  readonly retry?: RetryOptions;
  /**
   * The forward-request timeout of each attempt. Whole milliseconds, up to 240 s.
   * @default - the longest timeout that survives every failure that a shorter timeout would survive and, if possible,
   * meets the latency budget
   */
  readonly forwardTimeout?: Duration;
  /**
   * The maximum time that a client waits for a response while at least one backend is healthy. Whole milliseconds. The
   * default of `forwardTimeout` is computed from it.
   * @default - the longest interval of the circuit breakers ahead of the last priority, if it can be met
   */
  readonly latencyBudget?: Duration;
  /**
   * The name of a response header that reports the number of attempts.
   * @default - none
   */
  readonly attemptCountHeader?: string;
  /**
   * Custom policies for all operations.
   * @default - none
   */
  readonly policies?: PolicySections;
  /**
   * The findings about this API to acknowledge.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
}

/** Properties of an API with failover. */
export interface FailoverApiProps extends FailoverApiOptions {
  /** The service that the API belongs to. */
  readonly apiManagement: IApiManagement;
  /** The load-balanced pool that receives the requests. */
  readonly pool: IPriorityPool;
  /**
   * The pools for the gateways in specific regions, for a multi-region service. Gateways in all other regions use
   * `pool`.
   * @default - none; all gateways use `pool`
   */
  readonly regionalPools?: RegionalPool[];
  /**
   * The azurerm provider.
   * @default - the azurerm provider of the service
   */
  readonly azurermProvider?: TerraformProvider;
}
