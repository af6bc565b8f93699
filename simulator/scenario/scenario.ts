import type { GatewayAssumptions } from '../../lib/failover';
import type { Behaviour } from '../simulation/behaviour';

/** What happens while a deployment is simulated: who is sick from when on, and who asks for what. Times are seconds. */
export interface Scenario {
  readonly description?: string;
  /** The name of the API Management service that the requests are sent to. */
  readonly apiManagement: string;
  /** The time of day at which the simulation begins: milliseconds since 1970. */
  readonly start: number;
  /** The seed of the random numbers. */
  readonly seed: number;
  /** How backends behave, by name; one that is left out is healthy. */
  readonly backends: ReadonlyMap<string, readonly Behaviour[]>;
  /** The same for hosts that policies call by URL. */
  readonly hosts: ReadonlyMap<string, readonly Behaviour[]>;
  /** Each on its own, repeated ones as often as they are sent; the results come in the same order. */
  readonly requests: readonly ScenarioRequest[];
  /** What the policies that validate tokens make of them. */
  readonly tokens: 'accepted' | 'refused';
  /** Policies that are passed over, by element name. */
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
  /** The region whose gateway takes it, for a service in several. */
  readonly region?: string;
  /** The id of the product whose subscription the request uses. */
  readonly product?: string;
}

/** What is expected of the answer to one request; what is left out may be anything. */
export interface Expectation {
  /** Its place among the requests, counted from 0. */
  readonly request: number;
  readonly status?: number;
  readonly attempts?: number;
  /** The backend of the last attempt. */
  readonly backend?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly duration?: { readonly least?: number; readonly most?: number };
}
