import type { ApiManagementBackend } from '@cdktf/provider-azurerm/lib/api-management-backend';
import type { Construct } from 'constructs';
import type { Resource as AzapiResource } from '../azapi/resource';
import type { CircuitBreakerBackendProps } from '../circuit-breaker-backend-props';
import type { CircuitBreakerRule } from '../circuit-breaker-rule';
import { needsAzapiProvider } from './azapi-provider';
import { azapi, azurerm } from './bindings';
import type { BoundCredential } from './credentials/credential';
import { terraformText } from './terraform-text';

/** A version of Azure's API with which `credentials.managedIdentity` is in use; no version documents it. */
const MANAGED_IDENTITY_VERSION = '2024-10-01-preview';

/** The backend in Azure: made by azurerm, unless it has what azurerm cannot set. */
export function createBackend(
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
    // A pool must let go of a backend before it can be deleted: a new one comes first, then the pool, then the old one goes.
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
  return new azapi.Resource(scope, 'Resource', {
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
    // Azure takes the managed identity; the types that it publishes, against which azapi checks, leave it out.
    schemaValidationEnabled: false,
    provider: props.azapiProvider ?? apiManagement.azapiProvider,
    ...meta,
  });
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

/** Azure takes several values under each name. */
function listed(values: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

/** Undefined for what holds nothing. */
function some<T extends object>(values: T): T | undefined {
  return Object.values(values).some((value) => value !== undefined) ? values : undefined;
}
