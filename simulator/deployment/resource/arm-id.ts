import type { DeclaredResource } from './resource';
import { isSymbol, nameIn, readable } from './symbolic-names';
import { LATER, Unresolved, Value } from '../value';

/** An Azure Resource Manager id of an API Management resource. */
interface ArmId {
  /** The name of the service; undefined in a short id such as `/backends/orders`. */
  readonly service?: string;
  /** For example, `['apis', 'orders', 'operations', 'list']`; empty for the service. */
  readonly path: readonly string[];
}

const IN_SERVICE =
  /^(?:\/subscriptions\/[^/]+\/resourceGroups\/[^/]+|[^$]*\$\{.*)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)((?:\/[^/]+\/[^/]+)*)\/?$/i;
const SHORT = /^(?:\/[^/]+\/[^/]+)+$/;

export function readArmId(given: string): ArmId | undefined {
  const id = readable(given);
  const full = IN_SERVICE.exec(id);
  if (full) return { service: full[1], path: full[2].split('/').slice(1) };
  return SHORT.test(id) && !/^\/subscriptions\//i.test(id) ? { path: id.split('/').slice(1) } : undefined;
}

/** Returns the id as far as it is known before deployment. Service names are unique in Azure. */
function armId(service: string, ...path: readonly string[]): string {
  return [SERVICES, service, ...path].join('/');
}

const SERVICES = `/subscriptions/${LATER}/resourceGroups/${LATER}/providers/Microsoft.ApiManagement/service`;

/** A step of a path: a collection, and the attribute with the name of the item. A policy has a fixed name. */
type PathStep = readonly [collection: string, attribute?: string];

const API: PathStep = ['apis', 'api_name'];
const OPERATION: PathStep = ['operations', 'operation_id'];
const PRODUCT: PathStep = ['products', 'product_id'];
const POLICY: PathStep = ['policies'];

/** The place of an azurerm resource within its service. */
interface ResourcePath {
  /** The steps below the parent. */
  readonly steps: readonly PathStep[];
  /** The collection of the parent that an attribute refers to by id; undefined for the service. */
  readonly parent?: keyof typeof PARENT_ID;
}

/** The attributes with the id of a parent, by its collection. */
const PARENT_ID = { workspaces: 'api_management_workspace_id', apis: 'api_id' } as const;

function below(...steps: readonly PathStep[]): ResourcePath {
  return { steps };
}

function inWorkspace(...steps: readonly PathStep[]): ResourcePath {
  return { steps, parent: 'workspaces' };
}

/** The azurerm resources that are read. */
export const PATHS: ReadonlyMap<string, ResourcePath> = new Map<string, ResourcePath>([
  ['azurerm_api_management', below()],
  ['azurerm_api_management_api', below(['apis', 'name'])],
  ['azurerm_api_management_api_operation', below(API, OPERATION)],
  ['azurerm_api_management_api_operation_policy', below(API, OPERATION, POLICY)],
  ['azurerm_api_management_api_policy', below(API, POLICY)],
  ['azurerm_api_management_api_release', { steps: [['releases', 'name']], parent: 'apis' }],
  ['azurerm_api_management_api_version_set', below(['apiVersionSets', 'name'])],
  ['azurerm_api_management_backend', below(['backends', 'name'])],
  ['azurerm_api_management_named_value', below(['namedValues', 'name'])],
  ['azurerm_api_management_policy', below(POLICY)],
  ['azurerm_api_management_policy_fragment', below(['policyFragments', 'name'])],
  ['azurerm_api_management_product', below(PRODUCT)],
  ['azurerm_api_management_product_api', below(PRODUCT, API)],
  ['azurerm_api_management_product_policy', below(PRODUCT, POLICY)],
  ['azurerm_api_management_workspace', below(['workspaces', 'name'])],
  ['azurerm_api_management_workspace_api_version_set', inWorkspace(['apiVersionSets', 'name'])],
  ['azurerm_api_management_workspace_policy', inWorkspace(POLICY)],
  ['azurerm_api_management_workspace_policy_fragment', inWorkspace(['policyFragments', 'name'])],
]);

/** Returns the future id of a resource, derived from its attributes. */
export function idOf(resource: DeclaredResource): Value {
  const { type } = resource;
  if (type === 'azapi_resource' || type === 'azapi_update_resource') return azapiId(resource);
  const place = PATHS.get(type);
  if (!place) return later(resource);
  const parent = parentOf(resource, place);
  const path = pathOf(resource, place.steps);
  if (!Array.isArray(path)) return unknown(resource, path);
  if (typeof parent.service !== 'string') return unknown(resource, parent.service);
  const id = armId(parent.service, ...parent.path, ...(path as readonly string[]));
  const revision = type === 'azurerm_api_management_api' ? nameIn(resource, 'revision') : undefined;
  if (revision instanceof Unresolved) return unknown(resource, revision);
  return typeof revision === 'string' && !id.includes(';rev=') ? `${id};rev=${revision}` : id;
}

/** Returns collections and names alternately, or the unresolved value of a name. */
export function pathOf(
  resource: DeclaredResource,
  steps: readonly PathStep[],
): readonly string[] | Exclude<Value, readonly Value[]> | undefined {
  const path: string[] = [];
  for (const [collection, attribute] of steps) {
    const name = attribute === undefined ? 'policy' : nameIn(resource, attribute);
    if (typeof name !== 'string') return Array.isArray(name) ? null : (name as Exclude<Value, readonly Value[]>);
    path.push(collection, name);
  }
  return path;
}

/** Returns the path of a resource with several instances, each of which can have other names. */
export function anyPathOf(resource: DeclaredResource, steps: readonly PathStep[]): readonly string[] {
  return steps.flatMap((step) => {
    const path = pathOf(resource, [step]);
    return Array.isArray(path) ? (path as readonly string[]) : [step[0], readable(LATER)];
  });
}

/** The parent of an azurerm resource. */
interface Parent {
  /** The attribute that names it. */
  readonly attribute: string;
  /** The name of the service. */
  readonly service: Value | undefined;
  /** The path within the service. */
  readonly path: readonly string[];
}

/** Returns the parent of an azurerm resource; without a service if an id refers to something else. */
export function parentOf(resource: DeclaredResource, { parent }: ResourcePath): Parent {
  if (resource.type === 'azurerm_api_management') {
    return { attribute: 'name', service: nameIn(resource, 'name'), path: [] };
  }
  const attribute = parent === undefined ? 'api_management_id' : PARENT_ID[parent];
  const id = nameIn(resource, attribute) ?? undefined;
  if (id === undefined && parent === undefined) {
    const name = 'api_management_name';
    return { attribute: name, service: nameIn(resource, name), path: [] };
  }
  if (typeof id !== 'string') return { attribute, service: id, path: [] };
  const read = readArmId(id);
  if (parent === undefined) return { attribute, service: read?.service ?? id, path: [] };
  const isParent = read?.path.at(-2)?.toLowerCase() === parent;
  return { attribute, service: isParent ? read?.service : undefined, path: read?.path ?? [] };
}

/** Returns the Azure resource type without its version, for example `Microsoft.ApiManagement/service/backends`. */
export function azapiType(resource: DeclaredResource): string | undefined {
  const type = resource.attribute('type');
  return typeof type === 'string' ? type.split('@')[0] : undefined;
}

const SERVICE_TYPE = 'microsoft.apimanagement/service';

function azapiId(resource: DeclaredResource): Value {
  const whole = resource.attribute('resource_id');
  if (typeof whole === 'string' || whole instanceof Unresolved) return whole;
  const azureType = azapiType(resource) ?? '';
  const type = azureType.toLowerCase();
  const given = nameIn(resource, 'name');
  // Each of several instances can have another name.
  const name = resource.repeated && given instanceof Unresolved ? readable(LATER) : given;
  const parent = nameIn(resource, 'parent_id');
  const isInService = type.startsWith(`${SERVICE_TYPE}/`);
  if (type !== SERVICE_TYPE && !isInService) return later(resource);
  if (typeof name !== 'string') return unknown(resource, name);
  if (!isInService) return armId(name);
  const id = typeof parent === 'string' ? readArmId(parent) : undefined;
  const collection = azureType.split('/').at(-1) ?? '';
  // A service can be known by an id that is not known.
  const isDirect = azureType.split('/').length === 3;
  const service = id?.service ?? (isDirect && isSymbol(parent) ? parent : undefined);
  return service === undefined ? unknown(resource, parent) : armId(service, ...(id?.path ?? []), collection, name);
}

function later({ address }: DeclaredResource): Unresolved {
  return new Unresolved(`${address}.id is known only after deployment`, `${address}.id`);
}

function unknown({ address }: DeclaredResource, cause: Value | undefined): Unresolved {
  return cause instanceof Unresolved ? cause : new Unresolved(`${address}.id cannot be determined`);
}
