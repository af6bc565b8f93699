import type { GatewayAssumptions } from '../../lib/failover';

/** What happens while a deployment is simulated: who is sick from when on, and who asks for what. Times are seconds. */
export interface Scenario {
  readonly description?: string;
  /** The name of the API Management service that the requests are sent to. */
  readonly apiManagement: string;
  /** The time of day at which the simulation begins: milliseconds since 1970. */
  readonly start: number;
  /** What random numbers follow from. */
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

/** How a backend behaves, from a time on until its next behaviour. It hangs, refuses connections, or answers. */
export interface Behaviour {
  /** @default 0 */
  readonly from?: number;
  /** Several are answered in turn, beginning again after the last. @default 200 */
  readonly status?: number | readonly number[];
  /** The time until it answers or refuses. @default 0 */
  readonly latency?: number;
  /** It takes the request and never answers. */
  readonly hang?: boolean;
  /** It cannot be connected to. */
  readonly refused?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ScenarioRequest {
  readonly at: number;
  readonly method: string;
  /** Below the gateway's URL, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The region whose gateway takes it, for a service in several. */
  readonly region?: string;
  /** The id of the product whose subscription it comes with. */
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
