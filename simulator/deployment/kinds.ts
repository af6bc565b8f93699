import { PATHS } from './resource/arm-id';

/** The kind of a resource: its collections within the service, such as `apis/policies`; empty for the service. */
export type Kind = string;

/** The kinds that are read only from azapi, because azurerm has no resource for them. */
const AZAPI_ONLY: readonly Kind[] = ['products/apiLinks'];

/** The kind of each azurerm resource that is read. The path of a workspace is not part of it. */
export const KIND_OF: ReadonlyMap<string, Kind> = new Map(
  [...PATHS].map(([type, { steps, parent }]) => [
    type,
    [...(parent === 'apis' ? [parent] : []), ...steps.map(([collection]) => collection)].join('/'),
  ]),
);

const READ: ReadonlyMap<string, Kind> = new Map(
  [...KIND_OF.values(), ...AZAPI_ONLY].map((kind) => [kind.toLowerCase(), kind]),
);

/** Returns the kind that is read, ignoring case; a workspace is read like a service. */
export function readKind(collections: string): Kind | undefined {
  return READ.get(withoutWorkspace(collections).toLowerCase());
}

/** The kinds that do not affect how requests are handled, with all resources below them. */
export const PASSED_OVER_KINDS: readonly Kind[] = [
  ...['apis/diagnostics', 'apis/issues', 'apis/operations/tags', 'apis/schemas', 'apis/tagDescriptions', 'apis/tags'],
  ...['apis/wikis', 'authorizationProviders', 'authorizationServers', 'caches', 'certificates', 'contentTypes'],
  ...['diagnostics', 'documentations', 'gateways', 'groups', 'identityProviders', 'loggers', 'notifications'],
  ...['openidConnectProviders', 'policyRestrictions', 'portalConfigs', 'portalRevisions', 'portalSettings'],
  ...['privateEndpointConnections', 'products/groupLinks', 'products/groups', 'products/tags', 'products/wikis'],
  ...['schemas', 'settings', 'subscriptions', 'tags', 'templates', 'tenant', 'users'],
];
const PASSED_OVER: ReadonlySet<string> = new Set(PASSED_OVER_KINDS.map((kind) => kind.toLowerCase()));

/** The azurerm resources that do not affect how requests are handled, without `azurerm_api_management_`. */
export const PASSED_OVER_TYPES: readonly string[] = [
  ...['api_diagnostic', 'api_operation_tag', 'api_schema', 'api_tag', 'api_tag_description', 'authorization_server'],
  ...['certificate', 'custom_domain', 'diagnostic', 'email_template', 'gateway', 'gateway_api'],
  ...['gateway_certificate_authority', 'gateway_host_name_configuration', 'global_schema', 'group', 'group_user'],
  ...['identity_provider_aad', 'identity_provider_aadb2c', 'identity_provider_facebook', 'identity_provider_google'],
  ...['identity_provider_microsoft', 'identity_provider_twitter', 'logger', 'notification_recipient_email'],
  ...['notification_recipient_user', 'openid_connect_provider', 'product_group', 'product_tag', 'redis_cache'],
  ...['standalone_gateway', 'subscription', 'tag', 'user', 'workspace_certificate'],
];
const PASSED_OVER_AZURERM: ReadonlySet<string> = new Set(PASSED_OVER_TYPES);

export const AZURERM = 'azurerm_api_management';

/** Returns whether resources of this azurerm type do not affect how requests are handled. */
export function isPassedOverType(type: string): boolean {
  return PASSED_OVER_AZURERM.has(type.slice(AZURERM.length + 1));
}

/** Returns whether resources of this kind do not affect how requests are handled. */
export function isPassedOverKind(collections: string): boolean {
  const steps = withoutWorkspace(collections).toLowerCase().split('/');
  return steps.some((_, index) => PASSED_OVER.has(steps.slice(0, index + 1).join('/')));
}

function withoutWorkspace(collections: string): string {
  return collections.replace(/^workspaces(?:\/|$)/i, '');
}
