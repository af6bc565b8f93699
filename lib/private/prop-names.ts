import type { FindingAcknowledgement } from '../acknowledgement';
import type { ApiManagementAttributes, ApiManagementLookup, ApiManagementProviders } from '../api-management';
import type { FunctionKeyProps, KeyVaultSecretProps, ManagedIdentityProps } from '../backend-credentials';
import type {
  BackendProxy,
  CircuitBreakerBackendOptions,
  CircuitBreakerBackendProps,
  FunctionAppBackendProps,
  FunctionAppReference,
} from '../circuit-breaker-backend-props';
import type {
  CircuitBreakerPresetProps,
  CircuitBreakerRuleProps,
  FailureCondition,
  StatusCodeRange,
} from '../circuit-breaker-rule';
import type {
  FailoverApiOperation,
  FailoverApiOptions,
  FailoverApiProps,
  PolicySections,
  RegionalPool,
} from '../failover-api-props';
import type { FailureResponse, PoolMember, PriorityPoolProps, SessionAffinity } from '../priority-pool-props';
import type { FailoverRegion, RegionalFailoverProps } from '../regional-failover';
import type { Retry } from '../retry';

/** The names of all props of an interface, which the compiler keeps complete. */
export type PropNames<T> = { readonly [Name in keyof Required<T>]: true };

export const ACKNOWLEDGEMENT: PropNames<FindingAcknowledgement> = { code: true, reason: true };

export const PROVIDERS: PropNames<ApiManagementProviders> = { azurermProvider: true, azapiProvider: true };

export const LOOKUP: PropNames<ApiManagementLookup> = { name: true, resourceGroupName: true, ...PROVIDERS };

export const ATTRIBUTES: PropNames<ApiManagementAttributes> = {
  ...{ apiManagementId: true, location: true, skuName: true, gatewayUrl: true },
  ...PROVIDERS,
};

export const FUNCTION_KEY: PropNames<FunctionKeyProps> = {
  ...{ functionAppId: true, keyName: true, keyVersion: true, azapiProvider: true },
};

export const KEY_VAULT_SECRET: PropNames<KeyVaultSecretProps> = {
  header: true,
  secretId: true,
  identityClientId: true,
};

export const MANAGED_IDENTITY: PropNames<ManagedIdentityProps> = { resource: true, clientId: true };

export const PROXY: PropNames<BackendProxy> = { url: true, username: true, password: true };

const BACKEND_OPTIONS: PropNames<CircuitBreakerBackendOptions> = {
  ...{ apiManagement: true, circuitBreaker: true, title: true, description: true, credentials: true, proxy: true },
  ...{ validateCertificateChain: true, validateCertificateName: true, acknowledge: true },
  ...{ azurermProvider: true, azapiProvider: true },
};

export const BACKEND: PropNames<CircuitBreakerBackendProps> = { name: true, url: true, ...BACKEND_OPTIONS };

export const FUNCTION_APP_BACKEND: PropNames<FunctionAppBackendProps> = {
  ...{ functionApp: true, name: true },
  ...BACKEND_OPTIONS,
};

export const FUNCTION_APP: PropNames<FunctionAppReference> = {
  ...{ name: true, resourceGroupName: true, subscriptionId: true },
  ...{ keyName: true, keyVersion: true, azapiProvider: true },
};

export const RULE: PropNames<CircuitBreakerRuleProps> = {
  ...{ name: true, tripDuration: true, acceptRetryAfter: true, failureCondition: true },
};

export const PRESET: PropNames<CircuitBreakerPresetProps> = { count: true, interval: true, tripDuration: true };

export const FAILURE_CONDITION: PropNames<FailureCondition> = {
  ...{ count: true, percentage: true, interval: true, statusCodeRanges: true, errorReasons: true },
};

export const STATUS_CODE_RANGE: PropNames<StatusCodeRange> = { min: true, max: true };

export const MEMBER: PropNames<PoolMember> = { backend: true, priority: true, weight: true };

export const SESSION_AFFINITY: PropNames<SessionAffinity> = { cookieName: true };

export const FAILURE_RESPONSE: PropNames<FailureResponse> = { statusCode: true };

export const POOL: PropNames<PriorityPoolProps> = {
  ...{ apiManagement: true, name: true, members: true, title: true, description: true, sessionAffinity: true },
  ...{ failureResponse: true, acknowledge: true, azapiProvider: true },
};

export const SECTIONS: PropNames<PolicySections> = { inbound: true, backend: true, outbound: true, onError: true };

export const OPERATION: PropNames<FailoverApiOperation> = {
  ...{ operationId: true, method: true, urlTemplate: true, displayName: true, description: true },
  ...{ rewriteUri: true, policies: true },
};

export const REGIONAL_POOL: PropNames<RegionalPool> = { region: true, pool: true };

export const RETRY: PropNames<Retry> = {
  ...{ count: true, interval: true, delta: true, maxInterval: true, firstFastRetry: true, condition: true },
};

const API_OPTIONS: PropNames<FailoverApiOptions> = {
  ...{ name: true, path: true, operations: true, openApi: true, displayName: true, description: true },
  ...{ protocols: true, revision: true, version: true, versionSetId: true, subscriptionRequired: true },
  ...{ retry: true, forwardTimeout: true, latencyBudget: true, attemptCountHeader: true, policies: true },
  ...{ acknowledge: true },
};

export const API: PropNames<FailoverApiProps> = {
  ...API_OPTIONS,
  ...{ apiManagement: true, pool: true, regionalPools: true, azurermProvider: true },
};

export const REGION: PropNames<FailoverRegion> = {
  ...{ name: true, apiManagement: true, functionApp: true, url: true, backendName: true, credentials: true },
};

export const REGIONAL_FAILOVER: PropNames<RegionalFailoverProps> = {
  ...{ regions: true, poolName: true, circuitBreaker: true },
  ...API_OPTIONS,
};
