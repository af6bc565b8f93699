import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { ICircuitBreakerBackend } from './circuit-breaker-backend-props';

/** A backend in a load-balanced pool. */
export interface PoolMember {
  /** The backend. It must belong to the same service as the pool. */
  readonly backend: ICircuitBreakerBackend;
  /**
   * The priority group of the backend. 0 to 100. The pool uses a group only while all circuits in the groups with lower
   * numbers are open.
   * @default 1
   */
  readonly priority?: number;
  /**
   * The weight of the backend within its priority group. 0 to 100. Requests are distributed in proportion to the
   * weights.
   * @default - requests are distributed evenly, in round-robin order
   */
  readonly weight?: number;
  /**
   * Whether the pool leaves the backend out for now, for example for maintenance. The backend stays deployed. The retry
   * and the forward timeout are computed as if it were in the pool, so that only the pool changes. At least one member
   * must not be drained.
   * @default false
   */
  readonly drained?: boolean;
}

/** A load-balanced pool of an API Management service. */
export interface IPriorityPool extends IConstruct {
  /** The name of the pool, for use in policies in place of the name of a backend. */
  readonly poolName: string;
  /** The full Azure Resource Manager ID of the pool. */
  readonly poolId: string;
  /** The name of the service that the pool belongs to. */
  readonly apiManagementName: string;
  /** The members, in the order in which they were added, including drained ones. Undefined if they are not known. */
  readonly members?: PoolMember[];
}

/** Session affinity: a cookie that keeps a client on the same backend. */
export interface SessionAffinity {
  /** The name of the cookie. */
  readonly cookieName: string;
}

/** The response of the pool while all its circuits are open. */
export interface FailureResponse {
  /** The status code of the response. 200 to 599. */
  readonly statusCode: number;
}

/** Properties of a load-balanced pool. */
export interface PriorityPoolProps {
  /** The service that the pool and its backends belong to. */
  readonly apiManagement: IApiManagement;
  /**
   * The name of the pool. 1 to 80 letters, digits, underscores and hyphens. The name must be unique among the pools and
   * backends of the service.
   */
  readonly name: string;
  /**
   * The members of the pool. 1 to 30 distinct backends, including drained ones.
   * @default - none; add members with `addMember`
   */
  readonly members?: PoolMember[];
  /**
   * The title of the pool. Up to 300 characters.
   * @default - none
   */
  readonly title?: string;
  /**
   * The description of the pool. Up to 2000 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * The session affinity of the pool. Requires a preview version of the Azure API, which is then used.
   * @default - no session affinity
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * The response while all circuits are open. Requires a preview version of the Azure API, which is then used.
   * @default - status 503
   */
  readonly failureResponse?: FailureResponse;
  /**
   * The findings about this pool to acknowledge.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azapi provider.
   * @default - the azapi provider of the service
   */
  readonly azapiProvider?: TerraformProvider;
}
