import type { ApiManagementBackend } from '@cdktf/provider-azurerm/lib/api-management-backend';
import type { Construct } from 'constructs';
import type { Resource as AzapiResource } from '../azapi/resource';
import type { CircuitBreakerBackendProps } from '../circuit-breaker-backend-props';
import type { CircuitBreakerRule } from '../circuit-breaker-rule';
import { addressInAzure } from './addresses';
import { needsAzapiProvider } from './azapi-provider';
import { azapi, azurerm } from './bindings';
import type { BoundCredential } from './credentials/credential';
import { literalServiceName } from './service-name';
import { MovedBackend } from './moved-backend';
import { terraformText } from './terraform-text';

/** A version of the Azure API that accepts `credentials.managedIdentity`. No version documents this property. */
const MANAGED_IDENTITY_VERSION = '2024-10-01-preview';

/** Creates the backend in Azure, with azurerm unless it has a setting that azurerm does not support. */
export function createBackend(
  scope: Construct,
  props: CircuitBreakerBackendProps,
  circuitBreaker: CircuitBreakerRule,
  bound: readonly BoundCredential[],
): ApiManagementBackend | AzapiResource {
  const resource = backendResource(scope, props, circuitBreaker, bound);
  addressInAzure(resource, 'backend', literalServiceName(props.apiManagement), props.name);
  return resource;
}

function backendResource(
  scope: Construct,
  props: CircuitBreakerBackendProps,
  circuitBreaker: CircuitBreakerRule,
  bound: readonly BoundCredential[],
): ApiManagementBackend | AzapiResource {
  const { apiManagement, name, url, proxy } = props;
  const { header, query, certificate, managedIdentity } = merged(bound);
  const dependsOn = bound.flatMap((credential) => credential.dependsOn ?? []);
  const settings = {
    protocol: 'http',
    url,
    title: props.title && terraformText(props.title),
    description: props.description && terraformText(props.description),
    proxy: proxy && {
      url: proxy.url,
      username: terraformText(proxy.username),
      password: proxy.password && terraformText(proxy.password),
    },
    tls: {
      validateCertificateChain: props.validateCertificateChain ?? true,
      validateCertificateName: props.validateCertificateName ?? true,
    },
  };
  const meta = {
    dependsOn: some(dependsOn),
    // A backend can be deleted only after no pool refers to it: create the new backend, update the pool, delete the old
    // backend.
    lifecycle: { createBeforeDestroy: true },
  };
  if (!managedIdentity) {
    return new azurerm.ApiManagementBackend(scope, 'Resource', {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      name,
      ...settings,
      circuitBreakerRule: circuitBreaker._toTerraform(),
      credentials: some({ header: some(header), query: some(query), certificate: some(certificate) }),
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
      ...meta,
    });
  }
  const { resource, clientId } = managedIdentity;
  needsAzapiProvider(scope);
  const backend: AzapiResource = new azapi.Resource(scope, 'Resource', {
    type: `Microsoft.ApiManagement/service/backends@${MANAGED_IDENTITY_VERSION}`,
    name,
    parentId: apiManagement.apiManagementId,
    body: {
      properties: {
        ...settings,
        circuitBreaker: circuitBreaker._toAzure(),
        credentials: {
          header: some(listed(header)),
          query: some(listed(query)),
          certificate: some(certificate),
          managedIdentity: { resource, clientId },
        },
      },
    },
    // Azure accepts the managed identity, but the published types against which azapi validates the body omit it.
    schemaValidationEnabled: false,
    provider: props.azapiProvider ?? apiManagement.azapiProvider,
    ...meta,
  });
  new MovedBackend(backend);
  return backend;
}

function merged(
  bound: readonly BoundCredential[],
): Required<Omit<BoundCredential, 'managedIdentity' | 'dependsOn'>> & Pick<BoundCredential, 'managedIdentity'> {
  return {
    header: Object.assign({}, ...bound.map((credential) => credential.header)) as Record<string, string>,
    query: Object.assign({}, ...bound.map((credential) => credential.query)) as Record<string, string>,
    certificate: bound.flatMap((credential) => credential.certificate ?? []),
    managedIdentity: bound.find((credential) => credential.managedIdentity)?.managedIdentity,
  };
}

/** Wraps each value in a list, because Azure accepts several values per name. */
function listed(values: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

/** Returns undefined if all values are undefined or there are none. */
function some<T extends object>(values: T): T | undefined {
  return Object.values(values).some((value) => value !== undefined) ? values : undefined;
}
