import type { GatewayAssumptions } from '../../lib/failover';
import type { Behaviour } from '../simulation/behaviour';

/** A simulation of a deployment: how backends behave over time, and which requests clients send. Times are seconds. */
export interface Scenario {
  readonly description?: string;
  /** The name of the API Management service that receives the requests. */
  readonly apiManagement: string;
  /** The time at which the simulation starts, in milliseconds since 1970. */
  readonly start: number;
  /** The seed of the random numbers. */
  readonly seed: number;
  /** The behaviors of backends, by name. A backend that is not listed is healthy. */
  readonly backends: ReadonlyMap<string, readonly Behaviour[]>;
  /** The behaviors of hosts that policies call by URL. */
  readonly hosts: ReadonlyMap<string, readonly Behaviour[]>;
  /** The requests, with repeated ones expanded. The results have the same order. */
  readonly requests: readonly ScenarioRequest[];
  /** Whether policies that validate tokens accept them. */
  readonly tokens: 'accepted' | 'refused';
  /** The policies to skip, by element name. */
  readonly ignorePolicies: readonly string[];
  readonly assumptions: Partial<GatewayAssumptions>;
  readonly expect: readonly Expectation[];
}

export interface ScenarioRequest {
  readonly at: number;
  readonly method: string;
  /** The path and query, relative to the URL of the gateway. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The region of the gateway that receives the request, for a service with several regions. */
  readonly region?: string;
  /** The id of the product whose subscription the request uses. */
  readonly product?: string;
}

/** The expected result of one request. Properties that are undefined are not checked. */
export interface Expectation {
  /** The number of the request, starting at 0. */
  readonly request: number;
  readonly status?: number;
  readonly attempts?: number;
  /** The backend of the last attempt. */
  readonly backend?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly duration?: { readonly least?: number; readonly most?: number };
}
