import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { ICircuitBreakerBackend } from './circuit-breaker-backend-props';

/** A backend's place in a pool. */
export interface PoolMember {
  /** The backend, of the same service as the pool. */
  readonly backend: ICircuitBreakerBackend;
  /**
   * The group it is in, 0 to 100: a group is used only while every circuit of the groups with lower numbers is open.
   * @default 1
   */
  readonly priority?: number;
  /**
   * Its share of the group's requests, 0 to 100, against the weights of the others.
   * @default - the group takes turns
   */
  readonly weight?: number;
}

/** A load-balanced pool of an API Management service. */
export interface IPriorityPool extends IConstruct {
  /** The pool's name, that policies use like a backend's. */
  readonly poolName: string;
  /** The pool's full Azure Resource Manager id. */
  readonly poolId: string;
  /** The name of the service it belongs to. */
  readonly apiManagementName: string;
  /** The members, in the order they were added. Left out where they are not known. */
  readonly members?: PoolMember[];
}

/** Keeps a client on one backend by a cookie. */
export interface SessionAffinity {
  /** The name of the cookie. */
  readonly cookieName: string;
}

/** What a client gets while every circuit of the pool is open. */
export interface FailureResponse {
  /** The status code, 200 to 599. */
  readonly statusCode: number;
}

/** A pool's settings. */
export interface PriorityPoolProps {
  /** The service that the pool and its backends belong to. */
  readonly apiManagement: IApiManagement;
  /** The pool's name: 1 to 80 letters, digits, underscores and hyphens. Pools and backends share their names. */
  readonly name: string;
  /**
   * The backends, up to 30, each once.
   * @default - none yet; see addMember
   */
  readonly members?: PoolMember[];
  /**
   * The name that people read, up to 300 characters.
   * @default - none
   */
  readonly title?: string;
  /**
   * What it is for, up to 2000 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * Keeps each client on one backend. Chooses a preview version of Azure's API.
   * @default - none
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * What a client gets while every circuit is open. Chooses a preview version of Azure's API.
   * @default - status 503
   */
  readonly failureResponse?: FailureResponse;
  /**
   * Findings about this pool that are accepted.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azapi provider.
   * @default - that of the service
   */
  readonly azapiProvider?: TerraformProvider;
}
