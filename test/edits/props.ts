import type {
  ApiManagementAttributes,
  ApiManagementLookupOptions,
  CircuitBreakerBackendProps,
  FailoverApiProps,
  FunctionAppBackendProps,
  PriorityPoolProps,
  RegionalFailoverProps,
} from '../../lib';

/** Where the value is true, a row edits the prop. The others reach no resource, or are edited elsewhere. */
type Edited<Props> = Readonly<Record<keyof Props, boolean>>;

const CONSTRUCTS = {
  CircuitBreakerBackend: {
    ...{ apiManagement: true, name: true, url: true, title: true, description: true, circuitBreaker: true },
    ...{ credentials: true, proxy: true, validateCertificateChain: true, validateCertificateName: true },
    ...{ acknowledge: false, azurermProvider: false, azapiProvider: false },
  } satisfies Edited<CircuitBreakerBackendProps>,
  'CircuitBreakerBackend.forFunctionApp': {
    ...{ functionApp: true, name: true, credentials: true },
    // As for a backend with a URL.
    ...{ apiManagement: false, title: false, description: false, circuitBreaker: false, proxy: false },
    ...{ validateCertificateChain: false, validateCertificateName: false },
    ...{ acknowledge: false, azurermProvider: false, azapiProvider: false },
  } satisfies Edited<FunctionAppBackendProps>,
  PriorityPool: {
    ...{ name: true, members: true, title: true, description: true, sessionAffinity: true, failureResponse: true },
    // The service of a backend is exchanged with that of its pool.
    ...{ apiManagement: false, acknowledge: false, azapiProvider: false },
  } satisfies Edited<PriorityPoolProps>,
  FailoverApi: {
    ...{ name: true, path: true, operations: true, openApi: true, displayName: true, description: true },
    ...{ protocols: true, revision: true, version: true, versionSetId: true, subscriptionRequired: true, retry: true },
    ...{ forwardTimeout: true, latencyBudget: true, attemptCountHeader: true, policies: true, pool: true },
    ...{ regionalPools: true, apiManagement: false, acknowledge: false, azurermProvider: false },
  } satisfies Edited<FailoverApiProps>,
  RegionalFailover: {
    ...{ regions: true, poolName: true, circuitBreaker: true, name: true, path: true, operations: true },
    // As for an API.
    ...{ openApi: false, displayName: false, description: false, protocols: false, revision: false, version: false },
    ...{ versionSetId: false, subscriptionRequired: false, retry: false, forwardTimeout: false, latencyBudget: false },
    ...{ attemptCountHeader: false, policies: false, acknowledge: false },
  } satisfies Edited<RegionalFailoverProps>,
  'ApiManagement.fromLookup': {
    // A service that was moved to another resource group has to be imported again.
    ...{ name: true, resourceGroupName: false, skuName: false, azurermProvider: true, azapiProvider: false },
  } satisfies Edited<ApiManagementLookupOptions>,
  'ApiManagement.fromAttributes': {
    ...{ apiManagementId: true, location: false, skuName: false, gatewayUrl: false },
    ...{ azurermProvider: false, azapiProvider: false },
  } satisfies Edited<ApiManagementAttributes>,
};

/** The props that rows edit, with their constructs. */
export const PROPS: readonly (readonly [construct: string, prop: string])[] = Object.entries(CONSTRUCTS).flatMap(
  ([construct, props]) =>
    Object.entries(props)
      .filter(([, isEdited]) => isEdited)
      .map(([prop]) => [construct, prop] as const),
);
