import type { TerraformResource } from './resource';
import { named, readable } from './symbolic-names';
import { LATER, Unresolved, Value } from './value';

/** An Azure Resource Manager id of an API Management resource. */
interface ArmId {
  /** The name of the service; undefined in a short id such as `/backends/orders`. */
  readonly service?: string;
  /** For example, `['apis', 'orders', 'operations', 'list']`; empty for the service. */
  readonly path: readonly string[];
}

const IN_SERVICE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)((?:\/[^/]+\/[^/]+)*)\/?$/i;
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

/** The paths of azurerm resources within their service. */
export const PATHS: ReadonlyMap<string, readonly PathStep[]> = new Map<string, readonly PathStep[]>([
  ['azurerm_api_management', []],
  ['azurerm_api_management_api', [['apis', 'name']]],
  ['azurerm_api_management_api_operation', [API, OPERATION]],
  ['azurerm_api_management_api_operation_policy', [API, OPERATION, POLICY]],
  ['azurerm_api_management_api_policy', [API, POLICY]],
  ['azurerm_api_management_api_version_set', [['apiVersionSets', 'name']]],
  ['azurerm_api_management_backend', [['backends', 'name']]],
  ['azurerm_api_management_named_value', [['namedValues', 'name']]],
  ['azurerm_api_management_policy', [POLICY]],
  ['azurerm_api_management_policy_fragment', [['policyFragments', 'name']]],
  ['azurerm_api_management_product', [PRODUCT]],
  ['azurerm_api_management_product_api', [PRODUCT, API]],
  ['azurerm_api_management_product_policy', [PRODUCT, POLICY]],
]);

/** Returns the future id of a resource, derived from its attributes. */
export function idOf(resource: TerraformResource): Value {
  const { type } = resource;
  if (type === 'azapi_resource') return azapiId(resource);
  const steps = PATHS.get(type);
  if (!steps) return later(resource);
  const service = serviceOf(resource);
  const path = pathOf(resource, steps);
  if (!Array.isArray(path)) return unknown(resource, path);
  return typeof service === 'string' ? armId(service, ...(path as readonly string[])) : unknown(resource, service);
}

/** Returns collections and names alternately, or the unresolved value of a name. */
export function pathOf(
  resource: TerraformResource,
  steps: readonly PathStep[],
): readonly string[] | Exclude<Value, readonly Value[]> | undefined {
  const path: string[] = [];
  for (const [collection, attribute] of steps) {
    const name = attribute === undefined ? 'policy' : named(resource.attribute(attribute));
    if (typeof name !== 'string') return Array.isArray(name) ? null : (name as Exclude<Value, readonly Value[]>);
    path.push(collection, name);
  }
  return path;
}

/** Returns the name of the service that an azurerm resource belongs to. */
export function serviceOf(resource: TerraformResource): Value | undefined {
  if (resource.type === 'azurerm_api_management') return named(resource.attribute('name'));
  const id = named(resource.attribute('api_management_id'));
  if (id === undefined || id === null) return named(resource.attribute('api_management_name'));
  return typeof id === 'string' ? (readArmId(id)?.service ?? id) : id;
}

/** Returns the Azure resource type without its version, for example `Microsoft.ApiManagement/service/backends`. */
export function azapiType(resource: TerraformResource): string | undefined {
  const type = resource.attribute('type');
  return typeof type === 'string' ? type.split('@')[0] : undefined;
}

const SERVICE_TYPE = 'microsoft.apimanagement/service';

function azapiId(resource: TerraformResource): Value {
  const whole = resource.attribute('resource_id');
  if (typeof whole === 'string' || whole instanceof Unresolved) return whole;
  const azureType = azapiType(resource) ?? '';
  const type = azureType.toLowerCase();
  const name = named(resource.attribute('name'));
  const parent = named(resource.attribute('parent_id'));
  const isInService = type.startsWith(`${SERVICE_TYPE}/`);
  if (type !== SERVICE_TYPE && !isInService) {
    return later(resource);
  }
  if (typeof name !== 'string') return unknown(resource, name);
  if (!isInService) return armId(name);
  const id = typeof parent === 'string' ? readArmId(parent) : undefined;
  const collection = azureType.split('/').at(-1) ?? '';
  return id?.service === undefined ? unknown(resource, parent) : armId(id.service, ...id.path, collection, name);
}

function later({ address }: TerraformResource): Unresolved {
  return new Unresolved(`${address}.id is known only after deployment`, `${address}.id`);
}

function unknown({ address }: TerraformResource, cause: Value | undefined): Unresolved {
  return cause instanceof Unresolved ? cause : new Unresolved(`${address}.id cannot be determined`);
}
