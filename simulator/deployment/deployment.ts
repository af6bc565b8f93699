import type { BackendModel, DeclarationModel, Known, PoolModel } from '../../lib/failover';
import type { PolicyElement } from '../../lib/policy';
import type { SourcePlace, SourceText } from './source-text';

/** A deployment as the gateway sees it, read from its declaration with all references resolved. */
export interface Deployment {
  /** If several resources of a service have the same name, only the first is included. */
  readonly services: readonly DeployedService[];
  /** All named declarations, to check for name conflicts. */
  readonly declarations: readonly DeclarationModel[];
  /** What was passed over although it could affect requests, with its location. Nothing is claimed about it. */
  readonly warnings: readonly string[];
  readonly places?: Places;
}

/** What is known of the lines of files, by address. */
export interface Places {
  /** Where resources are declared. */
  readonly declarations: ReadonlyMap<string, SourcePlace>;
  /** What policies are read from; undefined if that is not known, or if several stacks have the address. */
  readonly policies: ReadonlyMap<string, PolicySource | undefined>;
}

/** The text of a policy, and what it can be the content of, or rendered from. */
export interface PolicySource {
  readonly text: string;
  readonly sources: readonly SourceText[];
}

/** An API Management service that is declared or looked up, or a workspace, which has its own APIs and backends. */
export interface DeployedService {
  /** The address, or the address of a reference if the service is deployed elsewhere. */
  readonly address: string;
  /** For a workspace, `SERVICE/workspaces/NAME`. */
  readonly name: string;
  /**
   * True if the service is only looked up or referenced, so that it can have more than is declared here; undefined
   * otherwise.
   */
  readonly isElsewhere?: true;
  /** For example, `Premium_2`. */
  readonly skuName: Known<string>;
  /** The region of the primary gateway. */
  readonly location?: string;
  /** The regions of the other gateways: `unknown` if one of them is not known, undefined if there are none. */
  readonly additionalLocations?: Known<readonly string[]>;
  readonly backends: readonly DeployedBackend[];
  readonly pools: readonly DeployedPool[];
  /** Backends and pools that can have other names than those that are known; undefined if there are none. */
  readonly possibleBackends?: readonly PossibleBackend[];
  readonly apis: readonly DeployedApi[];
  readonly products: readonly DeployedProduct[];
  readonly fragments: readonly DeployedFragment[];
  readonly namedValues: readonly DeployedNamedValue[];
  /** The policy for all APIs; undefined if the stack declares none, so that the default or inherited policy applies. */
  readonly policy?: DeployedPolicy;
  /** The service that a workspace belongs to, and whose policy it inherits; undefined for a service. */
  readonly broader?: { readonly policy?: DeployedPolicy };
}

/** A backend or a pool that can have a name that no other has. */
export interface PossibleBackend {
  /** `${...}` represents what is not known of the name. */
  readonly name: string;
  /** For example, `azurerm_api_management_backend.east, whose service is not known`. */
  readonly what: string;
}

/** A single backend. */
export interface DeployedBackend {
  readonly model: BackendModel;
  readonly url: Known<string>;
  /** The URL with `${...}` in place of what is not known; undefined if it is known. */
  readonly unknownUrl?: string;
  /** The headers that are added to each request. Named values are not replaced: `{{name}}`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The response while the circuit is open, if requests go to the backend directly instead of to a pool. */
  readonly failureResponse?: DeclaredResponse;
  /** The Azure region in the declaration. */
  readonly azureRegion?: Known<string>;
}

export interface DeployedPool {
  readonly model: PoolModel;
  readonly sessionAffinity?: { readonly cookieName: string };
  /** The response if no member is available. */
  readonly failureResponse?: DeclaredResponse;
  /** Whether a member is skipped while the carbon emission of its region exceeds the preferred level of the member. */
  readonly isCarbonAware?: boolean;
}

/** A declared response. */
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
  /** The path relative to the URL of the gateway, without leading or trailing slashes. */
  readonly path: string;
  readonly protocols: readonly string[];
  readonly serviceUrl?: Known<string>;
  readonly subscriptionRequired: boolean;
  /** The query parameter and the header for the subscription key. */
  readonly subscriptionKeyNames: { readonly header: string; readonly query: string };
  readonly revision: string;
  readonly isCurrent: boolean;
  readonly version?: DeployedVersion;
  /** `unknown` if they are imported from a document that cannot be read. */
  readonly operations: Known<readonly DeployedOperation[]>;
  readonly policy?: DeployedPolicy;
  /** The policies of operations, by operation id, even if the operations are unknown. */
  readonly operationPolicies: ReadonlyMap<string, DeployedPolicy>;
}

export interface DeployedVersion {
  readonly value: string;
  /** `unknown` if the version set is not declared. */
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
  /** The name between the braces in a policy. */
  readonly displayName: string;
  /** `unknown` for a secret, and for a value that is known only after deployment. */
  readonly value: Known<string>;
}

/** A policy document as deployed, with known named values inserted. */
export interface DeployedPolicy {
  /** The reason why the document is not known; it is empty then. Undefined if it is known. */
  readonly whyUnknown?: string;
  /** The address of the resource that contains it. */
  readonly address: string;
  /** `<policies>`, or `<fragment>`. */
  readonly document: PolicyElement;
}
