import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FindingAcknowledgement } from './acknowledgement';
import type { IApiManagement } from './api-management';
import type { BackendCredentials } from './backend-credentials';
import type { CircuitBreakerRule } from './circuit-breaker-rule';

/** A backend of an API Management service. */
export interface ICircuitBreakerBackend extends IConstruct {
  /** The name of the backend, for use in policies. */
  readonly backendName: string;
  /** The full Azure Resource Manager ID of the backend, for use in pools. */
  readonly backendId: string;
  /** The name of the service that the backend belongs to. */
  readonly apiManagementName: string;
  /** The SKU of the service, if it is known before deployment. */
  readonly skuName?: string;
  /** The circuit breaker rule of the backend. */
  readonly circuitBreaker: CircuitBreakerRule;
  /** The credentials with which the service authenticates to the backend. */
  readonly credentials: BackendCredentials[];
}

/** A proxy between the service and the backend. */
export interface BackendProxy {
  /** The URL of the proxy. */
  readonly url: string;
  /** The user name for the proxy. */
  readonly username: string;
  /**
   * The password for the proxy. Use the `stringValue` of a sensitive variable: a literal value appears in the
   * synthesized JSON.
   * @default - none
   */
  readonly password?: string;
}

/** Options that are common to all backends. */
export interface CircuitBreakerBackendOptions {
  /** The service that the backend belongs to. */
  readonly apiManagement: IApiManagement;
  /**
   * The circuit breaker rule of the backend.
   * @default CircuitBreakerRule.gatewayFailures()
   */
  readonly circuitBreaker?: CircuitBreakerRule;
  /**
   * The title of the backend. Up to 300 characters.
   * @default - none
   */
  readonly title?: string;
  /**
   * The description of the backend. Up to 2000 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * The credentials with which the service authenticates to the backend.
   * @default - no credentials; for a function app, its host key
   */
  readonly credentials?: BackendCredentials[];
  /**
   * The proxy through which the service reaches the backend.
   * @default - no proxy
   */
  readonly proxy?: BackendProxy;
  /**
   * Whether to validate the chain of the TLS certificate of the backend.
   * @default true
   */
  readonly validateCertificateChain?: boolean;
  /**
   * Whether to validate that the name in the TLS certificate of the backend matches the host name.
   * @default true
   */
  readonly validateCertificateName?: boolean;
  /**
   * The findings about this backend to acknowledge.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azurerm provider.
   * @default - the azurerm provider of the service
   */
  readonly azurermProvider?: TerraformProvider;
  /**
   * The azapi provider.
   * @default - the azapi provider of the service
   */
  readonly azapiProvider?: TerraformProvider;
}

/** Properties of a backend that is identified by its URL. */
export interface CircuitBreakerBackendProps extends CircuitBreakerBackendOptions {
  /** The name of the backend. 1 to 80 letters, digits, underscores and hyphens. */
  readonly name: string;
  /** The HTTP or HTTPS URL of the backend. Up to 2000 characters. */
  readonly url: string;
}

/** A reference to a function app, on any hosting plan and operating system. */
export interface FunctionAppReference {
  /** The name of the function app. */
  readonly name: string;
  /** The name of the resource group that contains the function app. */
  readonly resourceGroupName: string;
  /**
   * The ID of the subscription that contains the function app.
   * @default - the subscription of the API Management service
   */
  readonly subscriptionId?: string;
  /**
   * The name of the host key. Allowed only if the backend has no `credentials`, which replace the key.
   * @default 'default'
   */
  readonly keyName?: string;
  /**
   * The version of the host key. Change it to send the key again after someone replaced it in API Management by hand,
   * which Azure does not show. A renewed key, another `keyName` and another function app are sent without it. It becomes
   * a tag of the named value: 1 to 80 letters, digits, underscores, periods and hyphens. Allowed only if the backend has
   * no `credentials`, which replace the key.
   * @default - no tag
   */
  readonly keyVersion?: string;
  /**
   * The azapi provider that is allowed to read the function app and list its keys.
   * @default - the azapi provider of the backend
   */
  readonly azapiProvider?: TerraformProvider;
}

/** Properties of a backend for a function app. */
export interface FunctionAppBackendProps extends CircuitBreakerBackendOptions {
  /** The function app. It must exist. */
  readonly functionApp: FunctionAppReference;
  /**
   * The name of the backend.
   * @default - the name of the function app
   */
  readonly name?: string;
}
