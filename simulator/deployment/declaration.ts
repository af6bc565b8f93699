import { shownText } from '../../lib/messages';
import { Attributes } from './attributes';
import { azurermNaming } from './azurerm-names';
import { AZURERM, isPassedOverKind, isPassedOverType, Kind, KIND_OF, readKind } from './kinds';
import { isRead } from './doubts';
import { NOTHING_KNOWN, ReadingFaults } from './reading-faults';
import { anyPathOf, azapiType, idOf, parentOf, pathOf, PATHS, readArmId } from './resource/arm-id';
import type { DeclaredResource } from './resource/resource';
import { firstUnresolved, isObject, own, Unresolved, Value, ValueObject } from './value';

/** An API Management resource that is declared with azurerm or azapi, updated with azapi, or looked up. */
export interface Declaration {
  readonly kind: Kind;
  /** The name of the service that it belongs to. A workspace is a service of its own: `SERVICE/workspaces/NAME`. */
  readonly service: string;
  /** The names along the path, for example of an API and of its operation. */
  readonly names: readonly string[];
  readonly resource: DeclaredResource;
  /** The azurerm attributes, or the properties in the azapi body, by their names in the Azure API. */
  readonly properties: Attributes;
  /** Whether the attributes have the names of the Azure API instead of those of azurerm. */
  readonly isAzapi: boolean;
  /** Whether it only changes a resource, which can be declared elsewhere. */
  readonly isUpdate?: true;
  /** Whether it is a policy that can belong to its service, or to resources of it with other names. */
  readonly isUnplaced?: true;
}

/** Returns the declaration of a resource that affects how requests are handled; otherwise undefined. */
export function declarationOf(resource: DeclaredResource, faults: ReadingFaults): Declaration | undefined {
  const { type, mode } = resource;
  if (mode === 'ephemeral') return undefined;
  const template = mode === 'managed' ? templateIn(resource, faults) : undefined;
  if (template !== undefined) {
    faults.warn(resource, `it deploys ${template}, which is passed over; ${NOTHING_KNOWN}`);
    return undefined;
  }
  if (type.startsWith('azapi_')) return azapiDeclaration(resource, faults);
  return type === AZURERM || type.startsWith(`${AZURERM}_`) ? azurermDeclaration(resource, faults) : undefined;
}

const PASSED_OVER = `is not supported and is passed over; ${NOTHING_KNOWN}`;

/** The attributes with the templates of other resources. */
const TEMPLATES: ReadonlyMap<string, string> = new Map([
  ['azurerm_resource_group_template_deployment', 'template_content'],
  ['azurerm_subscription_template_deployment', 'template_content'],
  ['azurerm_template_deployment', 'template_body'],
  ['azapi_resource', 'body'],
]);

/** Returns what the resource deploys if it can be a template with a resource of API Management. */
function templateIn(resource: DeclaredResource, faults: ReadingFaults): string | undefined {
  const attribute = TEMPLATES.get(resource.type);
  if (attribute === undefined) return undefined;
  const isBody = attribute === 'body';
  if (isBody && azapiType(resource)?.toLowerCase() !== 'microsoft.resources/deployments') return undefined;
  const value = resource.attribute(attribute) ?? undefined;
  const unknown = value && firstUnresolved(value);
  faults.refused(resource, attribute, unknown);
  const isRead = value !== undefined && unknown === undefined;
  const names = /microsoft\.apimanagement\/service/i.test(JSON.stringify(value ?? ''));
  if (names) return 'API Management with a template';
  // An id can refer to the template.
  return isRead && !(isBody && JSON.stringify(value).includes('templateLink'))
    ? undefined
    : 'a template that is not known';
}

function azurermDeclaration(resource: DeclaredResource, faults: ReadingFaults): Declaration | undefined {
  const { type, mode } = resource;
  const place = PATHS.get(type);
  // Among looked-up resources, only services matter here.
  if (mode === 'data' && type !== AZURERM) return undefined;
  if (!place) {
    if (!isPassedOverType(type)) faults.warn(resource, `${type} ${PASSED_OVER}`);
    return undefined;
  }
  const parent = parentOf(resource, place);
  if (!isRead(resource, KIND_OF.get(type) ?? '', false, faults)) return undefined;
  const path = resource.repeated ? anyPathOf(resource, place.steps) : pathOf(resource, place.steps);
  const { service } = parent;
  if (typeof service === 'string' && isPath(path)) {
    const { kind, service: of, names } = placed(service, [...parent.path, ...path]);
    const properties = azurermProperties(resource, kind, faults);
    return { kind, service: of, names, resource, properties, isAzapi: false };
  }
  const id = resource.attribute(parent.attribute);
  if (service === undefined && typeof id === 'string') {
    faults.about(resource, `${parent.attribute} is ${shownText(id, LONGEST_ID)}, which is not an id of its parent`);
    return undefined;
  }
  textOf(resource, parent.attribute, service, faults);
  for (const [, name] of place.steps) {
    if (name !== undefined) textOf(resource, name, resource.attribute(name), faults);
  }
  return undefined;
}

const LONGEST_ID = 300;

function isPath(path: ReturnType<typeof pathOf>): path is readonly string[] {
  return Array.isArray(path);
}

/** Collections and names alternate in a path. Those of a workspace become part of the name of the service. */
export function placed(service: string, path: readonly string[]): Pick<Declaration, 'kind' | 'service' | 'names'> {
  const [collection = '', workspace, ...rest] = path;
  if (collection.toLowerCase() === 'workspaces') return placed(`${service}/workspaces/${workspace}`, rest);
  const collections = path.filter((_, index) => index % 2 === 0).join('/');
  return { kind: readKind(collections) ?? collections, service, names: path.filter((_, index) => index % 2 === 1) };
}

const SERVICE_TYPE = 'microsoft.apimanagement/service';

function azapiDeclaration(resource: DeclaredResource, faults: ReadingFaults): Declaration | undefined {
  const type = azapiType(resource)?.toLowerCase();
  const given = resource.attribute('type');
  faults.refused(resource, 'type', given);
  if (given instanceof Unresolved) {
    faults.warn(resource, `its type is not known, and it is passed over; ${NOTHING_KNOWN}`);
  }
  if (type !== SERVICE_TYPE && !type?.startsWith(`${SERVICE_TYPE}/`)) return undefined;
  const below = type.slice(SERVICE_TYPE.length + 1);
  const kind = readKind(below);
  const isLookedUp = resource.mode === 'data';
  if (isLookedUp && (resource.type !== 'azapi_resource' || (kind !== '' && kind !== 'backends'))) return undefined;
  const isUpdate = resource.type === 'azapi_update_resource';
  if (kind === undefined || (resource.type !== 'azapi_resource' && !isUpdate)) {
    if (!isPassedOverKind(below) && !onlyReads(resource)) {
      faults.warn(resource, `${resource.isArm ? 'the resource' : resource.type} of type ${type} ${PASSED_OVER}`);
    }
    return undefined;
  }
  if (!isRead(resource, kind, isUpdate, faults)) return undefined;
  const attribute = resource.isArm ? 'name' : resource.attribute('resource_id') ? 'resource_id' : 'parent_id';
  const id = textOf(resource, attribute, idOf(resource), faults);
  if (id === undefined) return undefined;
  const read = readArmId(id);
  const collections = read?.path.filter((_, index) => index % 2 === 0).join('/');
  if (read?.service === undefined || collections?.toLowerCase() !== below) {
    faults.about(resource, `its ${attribute} does not refer to a ${below || 'service'} of an API Management service`);
    return undefined;
  }
  const properties = isLookedUp ? {} : propertiesIn(bodyOf(resource, faults));
  return {
    ...placed(read.service, read.path),
    resource,
    properties: azapiProperties(resource, properties, faults, propertiesPath(resource)),
    isAzapi: true,
    ...(isUpdate && { isUpdate }),
  };
}

/** What the names of properties begin with in messages. */
export function propertiesPath({ isArm }: DeclaredResource): string {
  return isArm ? 'properties.' : 'body.properties.';
}

/** Any other action can change the service. */
function onlyReads(resource: DeclaredResource): boolean {
  const method = resource.attribute('method') ?? 'POST';
  return resource.type === 'azapi_resource_action' && (method === 'GET' || method === 'POST');
}

function azurermProperties(resource: DeclaredResource, kind: Kind, faults: ReadingFaults): Attributes {
  return new Attributes(resource, faults, (name) => resource.attribute(name), '', [], azurermNaming(kind));
}

export function azapiProperties(
  resource: DeclaredResource,
  properties: ValueObject,
  faults: ReadingFaults,
  where: string,
): Attributes {
  return new Attributes(resource, faults, (name) => own(properties, name), where, Object.keys(properties));
}

/** Returns the properties in a body, and the SKU, which stands beside them. */
export function propertiesIn(body: ValueObject | undefined): ValueObject {
  const properties = body && own(body, 'properties');
  const sku = body && own(body, 'sku');
  return { ...(isObject<ValueObject>(properties) && properties), ...(sku !== undefined && { sku }) };
}

/** The body is an object or its JSON text. */
export function bodyOf(resource: DeclaredResource, faults: ReadingFaults): ValueObject | undefined {
  const body = resource.attribute('body') ?? {};
  if (body instanceof Unresolved) faults.unresolved(resource, 'body', body);
  const parsed = typeof body === 'string' ? parsedJson(body) : body;
  if (isObject<ValueObject>(parsed)) return parsed;
  if (!(body instanceof Unresolved)) faults.about(resource, 'body is neither an object nor a JSON object as text');
  return undefined;
}

function parsedJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function textOf(
  resource: DeclaredResource,
  name: string,
  value: Value | undefined,
  faults: ReadingFaults,
): string | undefined {
  // Parts of an id may be known only to Azure. Only its names matter.
  return typeof value === 'string' ? value : new Attributes(resource, faults, () => value).text(name);
}
