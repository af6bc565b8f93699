import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { BackendCredentials } from './backend-credentials';
import type { CircuitBreakerRule } from './circuit-breaker-rule';

/** A backend of an API Management service. */
export interface ICircuitBreakerBackend extends IConstruct {
  /** The backend's name, that policies use. */
  readonly backendName: string;
  /** The backend's full Azure Resource Manager id, that pools use. */
  readonly backendId: string;
  /** The name of the service it belongs to. */
  readonly apiManagementName: string;
  /** The SKU of that service, where it is known before a deployment. */
  readonly skuName?: string;
  /** The rule that opens its circuit. */
  readonly circuitBreaker: CircuitBreakerRule;
  /** How the service authenticates to it. */
  readonly credentials: BackendCredentials[];
}

/** A proxy between the service and its backend. */
export interface BackendProxy {
  /** The proxy's URL. */
  readonly url: string;
  /** The user that the proxy knows. */
  readonly username: string;
  /**
   * The user's password, from a sensitive variable: a plain one would stand in the synthesized JSON.
   * @default - none
   */
  readonly password?: string;
}

/** What every backend takes. */
export interface CircuitBreakerBackendOptions {
  /** The service that the backend belongs to. */
  readonly apiManagement: IApiManagement;
  /**
   * What opens its circuit.
   * @default CircuitBreakerRule.gatewayFailures()
   */
  readonly circuitBreaker?: CircuitBreakerRule;
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
   * How the service authenticates to the backend.
   * @default - not at all; for a function app, its host key
   */
  readonly credentials?: BackendCredentials[];
  /**
   * The proxy that leads to the backend.
   * @default - none
   */
  readonly proxy?: BackendProxy;
  /**
   * Whether the chain of the backend's TLS certificate must be valid.
   * @default true
   */
  readonly validateCertificateChain?: boolean;
  /**
   * Whether the name in the backend's TLS certificate must be the host's.
   * @default true
   */
  readonly validateCertificateName?: boolean;
  /**
   * Findings about this backend that are accepted.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azurerm provider.
   * @default - that of the service
   */
  readonly azurermProvider?: TerraformProvider;
  /**
   * The azapi provider.
   * @default - that of the service
   */
  readonly azapiProvider?: TerraformProvider;
}

/** A backend by its URL. */
export interface CircuitBreakerBackendProps extends CircuitBreakerBackendOptions {
  /** The backend's name: 1 to 80 letters, digits, underscores and hyphens. */
  readonly name: string;
  /** The backend's URL, http or https, up to 2000 characters. */
  readonly url: string;
}

/** A function app, of any plan and operating system. */
export interface FunctionAppReference {
  /** The function app's name. */
  readonly name: string;
  /** The resource group it is in. */
  readonly resourceGroupName: string;
  /**
   * The subscription it is in.
   * @default - that of the API Management service
   */
  readonly subscriptionId?: string;
  /**
   * The name of the host key to send.
   * @default 'default'
   */
  readonly keyName?: string;
  /**
   * Change it after the host key has been renewed, and the key is read and sent again.
   * @default '1'
   */
  readonly keyVersion?: string;
  /**
   * The azapi provider that may read the function app and list its keys.
   * @default - that of the backend
   */
  readonly azapiProvider?: TerraformProvider;
}

/** A backend by its function app. */
export interface FunctionAppBackendProps extends CircuitBreakerBackendOptions {
  /** The function app, which must exist. */
  readonly functionApp: FunctionAppReference;
  /**
   * The backend's name.
   * @default - the function app's name
   */
  readonly name?: string;
}
