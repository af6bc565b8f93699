import type { BackendModel, DeclarationModel, Known, PoolModel } from '../../lib/failover';
import type { PolicyElement } from '../../lib/policy';

/** What will be deployed, as far as a gateway acts on it: read from Terraform, with all references resolved. */
export interface Deployment {
  /** Of what has the name of another in its service, the first alone. */
  readonly services: readonly DeployedService[];
  /** All that is declared under a name, for the check that none clash. */
  readonly declarations: readonly DeclarationModel[];
}

/** An API Management service, declared here or looked up. */
export interface DeployedService {
  /** Terraform address; that of a reference to it where it is declared elsewhere. */
  readonly address: string;
  readonly name: string;
  /** As in `Premium_2`. */
  readonly skuName: Known<string>;
  /** The region of its first gateway. */
  readonly location?: string;
  /** The regions of its other gateways; unknown if one of them is, left out where there are none. */
  readonly additionalLocations?: Known<readonly string[]>;
  readonly backends: readonly DeployedBackend[];
  readonly pools: readonly DeployedPool[];
  readonly apis: readonly DeployedApi[];
  readonly products: readonly DeployedProduct[];
  readonly fragments: readonly DeployedFragment[];
  readonly namedValues: readonly DeployedNamedValue[];
  /** The policy for all APIs; left out where the stack declares none, and the service has its default one. */
  readonly policy?: DeployedPolicy;
}

/** A backend of its own. */
export interface DeployedBackend {
  readonly model: BackendModel;
  readonly url: Known<string>;
  /** What is added to each request; named values as they stand, `{{name}}`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What is answered while its circuit is open, where requests go to it and not to a pool. */
  readonly failureResponse?: DeclaredResponse;
  /** Where it runs, as its declaration says. */
  readonly azureRegion?: string;
}

export interface DeployedPool {
  readonly model: PoolModel;
  readonly sessionAffinity?: { readonly cookieName: string };
  /** What is answered when no member can be used. */
  readonly failureResponse?: DeclaredResponse;
  /** Whether a member is passed over while its region's carbon emission is above what the member prefers. */
  readonly isCarbonAware?: boolean;
}

/** A response that a declaration holds. */
export interface DeclaredResponse {
  readonly statusCode: number;
  readonly reason?: string;
  readonly body?: string;
}

export interface DeployedApi {
  readonly address: string;
  /** The API's id within the service, without its revision. */
  readonly name: string;
  readonly displayName: string;
  /** Below the gateway's URL, without a slash first or last. */
  readonly path: string;
  readonly protocols: readonly string[];
  readonly serviceUrl?: Known<string>;
  readonly subscriptionRequired: boolean;
  /** The query parameter and header that a subscription key may come in. */
  readonly subscriptionKeyNames: { readonly header: string; readonly query: string };
  readonly revision: string;
  readonly isCurrent: boolean;
  readonly version?: DeployedVersion;
  /** `unknown` where they are imported from a document that cannot be read here. */
  readonly operations: Known<readonly DeployedOperation[]>;
  readonly policy?: DeployedPolicy;
  /** Policies of operations, by operation id; also where the operations are unknown. */
  readonly operationPolicies: ReadonlyMap<string, DeployedPolicy>;
}

export interface DeployedVersion {
  readonly value: string;
  /** `unknown` where the version set is not declared here. */
  readonly scheme: Known<VersioningScheme>;
}

export type VersioningScheme =
  { readonly kind: 'Segment' } | { readonly kind: 'Header' | 'Query'; readonly name: string };

export interface DeployedOperation {
  readonly address: string;
  readonly id: string;
  readonly displayName: string;
  readonly method: string;
  readonly urlTemplate: string;
}

export interface DeployedProduct {
  readonly address: string;
  readonly id: string;
  readonly displayName: string;
  /** The names of its APIs. */
  readonly apis: readonly string[];
  readonly policy?: DeployedPolicy;
}

export interface DeployedFragment {
  readonly id: string;
  readonly policy: DeployedPolicy;
}

export interface DeployedNamedValue {
  /** What stands between the braces in a policy. */
  readonly displayName: string;
  /** `unknown` for a secret, and what is known only after deployment. */
  readonly value: Known<string>;
}

/** A policy document as deployed: read, with named values put in where they are known. */
export interface DeployedPolicy {
  /** The Terraform address of the resource that holds it. */
  readonly address: string;
  /** `<policies>`, or `<fragment>`. */
  readonly document: PolicyElement;
}
