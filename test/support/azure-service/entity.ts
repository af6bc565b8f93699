import { at, Block, Json, shown } from '../terraform-json';
import { unversioned } from '../terraform/resource-types';

export type Kind = 'backend' | 'pool' | 'named value' | 'API' | 'operation' | 'API policy' | 'operation policy';

/** A part of an API Management service, as Azure identifies it. Names are case-insensitive. */
export interface Entity {
  readonly kind: Kind;
  /** The name of the service. */
  readonly service: string;
  /** What identifies it in the service, in lower case: `backends/local`, `apis/orders/operations/process`. */
  readonly path: string;
  /** The last name in the path. */
  readonly name: string;
  /** The arguments with which it was put. */
  readonly arguments: Block;
  /** The backends and pools that it names, in lower case. */
  readonly backends: readonly string[];
  /** The named values that it names, in lower case. */
  readonly namedValues: readonly string[];
  /** Of an API, the operations of its OpenAPI document, if that is JSON in the configuration. */
  readonly imported?: readonly Entity[];
}

/** Returns what a resource is in API Management; undefined if it is not in a service. */
export function entityOf(type: string, args: Block): Entity | undefined {
  const own = type === 'azapi_resource' ? azapiIdentity(args) : azurermIdentity(type, args);
  if (!own) return undefined;
  const { kind, service, path } = own;
  const name = path.split('/').at(-1) ?? '';
  const policy = kind.endsWith('policy') ? shown(args.xml_content) : '';
  return {
    kind,
    service: service.toLowerCase(),
    path: path.toLowerCase(),
    name,
    arguments: args,
    backends: (kind === 'pool' ? membersOf(args) : matches(policy, /backend-id\s*=\s*["']([\w-]+)["']/g)).map(lower),
    // An expression can contain `{{` too, but not around a name.
    namedValues: matches(policy + credentialsOf(kind, args), /\{\{([\w.-]+)\}\}/g).map(lower),
    imported: kind === 'API' ? importedBy(args) : undefined,
  };
}

interface Identity {
  readonly kind: Kind;
  readonly service: string;
  readonly path: string;
}

function azapiIdentity(args: Block): Identity | undefined {
  const service = shown(args.parent_id).split('/').at(-1) ?? '';
  const name = shown(args.name);
  switch (unversioned(args.type)) {
    case 'Microsoft.ApiManagement/service/backends': {
      const isPool = at(args, 'body', 'properties', 'type') === 'Pool';
      return { kind: isPool ? 'pool' : 'backend', service, path: `backends/${name}` };
    }
    case 'Microsoft.ApiManagement/service/namedValues':
      return { kind: 'named value', service, path: `namedvalues/${name}` };
    default:
      return undefined;
  }
}

function azurermIdentity(type: string, args: Block): Identity | undefined {
  const service = shown(args.api_management_name);
  const api = `apis/${shown(args.api_name)}`;
  switch (type) {
    case 'azurerm_api_management_backend':
      return { kind: 'backend', service, path: `backends/${shown(args.name)}` };
    case 'azurerm_api_management_named_value':
      return { kind: 'named value', service, path: `namedvalues/${shown(args.name)}` };
    case 'azurerm_api_management_api':
      return { kind: 'API', service, path: `apis/${shown(args.name)};rev=${shown(args.revision)}` };
    case 'azurerm_api_management_api_operation':
      return { kind: 'operation', service, path: `${api}/operations/${shown(args.operation_id)}` };
    case 'azurerm_api_management_api_policy':
      return { kind: 'API policy', service, path: `${api}/policy` };
    case 'azurerm_api_management_api_operation_policy':
      return { kind: 'operation policy', service, path: `${api}/operations/${shown(args.operation_id)}/policy` };
    default:
      return undefined;
  }
}

function membersOf(args: Block): string[] {
  const pool = at(args, 'body', 'properties', 'pool') as Block | undefined;
  const members = (pool?.services ?? []) as readonly Block[];
  return members.map(({ id }) => shown(id).split('/').at(-1) ?? '');
}

/** Returns the operations of the document that an API imports. */
function importedBy(api: Block): Entity[] | undefined {
  const content = at(api, 'import', 'content_value');
  if (at(api, 'import', 'content_format') !== 'openapi+json' || typeof content !== 'string') return undefined;
  const { paths = {} } = JSON.parse(content) as { paths?: Record<string, Record<string, { operationId?: string }>> };
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId }]) => {
      const args = {
        api_management_name: api.api_management_name ?? '',
        api_name: api.name ?? '',
        operation_id: operationId ?? `${method}${template}`.replace(/\W+/g, '-'),
        method: method.toUpperCase(),
        url_template: template,
      };
      return entityOf('azurerm_api_management_api_operation', args) ?? [];
    }),
  );
}

function credentialsOf(kind: Kind, args: Block): string {
  if (kind !== 'backend') return '';
  const credentials: Json = args.credentials ?? at(args, 'body', 'properties', 'credentials') ?? null;
  return JSON.stringify(credentials);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
}

function lower(text: string): string {
  return text.toLowerCase();
}
