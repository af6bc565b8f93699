import { Attributes } from './attributes';
import { ReadingFaults } from './reading-faults';
import { azapiType, idOf, pathOf, PATHS, readArmId, serviceOf } from './terraform/arm-id';
import type { TerraformResource } from './terraform/resource';
import { isObject, own, Unresolved, Value, ValueObject } from './terraform/value';

/** An API Management resource that is declared with azurerm or azapi, or looked up. */
export interface Declaration {
  /** The kind of the resource, as a path of collections such as `apis/policies`; empty for a service. */
  readonly kind: string;
  /** The name of the service that it belongs to. */
  readonly service: string;
  /** The names along the path, for example of an API and of its operation. */
  readonly names: readonly string[];
  readonly resource: TerraformResource;
  /** The azurerm attributes, or the properties in the azapi body. */
  readonly properties: Attributes;
  /** Whether the attributes have the names of the Azure API instead of those of azurerm. */
  readonly isAzapi: boolean;
}

/** Returns the declaration of a resource that affects how requests are handled; otherwise undefined. */
export function declarationOf(resource: TerraformResource, faults: ReadingFaults): Declaration | undefined {
  const isAzapi = resource.type === 'azapi_resource' || resource.type === 'azapi_update_resource';
  return isAzapi ? azapiDeclaration(resource, faults) : azurermDeclaration(resource, faults);
}

const AZURERM = 'azurerm_api_management';
/** Resources that affect requests but are not supported: the deployment cannot be read without them. */
const UNSUPPORTED = /^azurerm_api_management_(?:.*_policy|api_release)$/;
/** Resources of workspaces, which the service itself does not use. */
const WORKSPACE = /^azurerm_api_management_workspace/;
const PASSED_OVER = 'is not supported and is passed over; nothing is known about requests that it affects';

function azurermDeclaration(resource: TerraformResource, faults: ReadingFaults): Declaration | undefined {
  const { type, mode } = resource;
  const steps = PATHS.get(type);
  // Among looked-up resources, only services matter here.
  if (mode === 'ephemeral' || (mode === 'data' && type !== AZURERM)) return undefined;
  if (!steps) {
    if (WORKSPACE.test(type)) faults.warn(resource, `${type} ${PASSED_OVER}`);
    else if (UNSUPPORTED.test(type)) faults.about(resource, `${type} is not supported`);
    return undefined;
  }
  if (!isSingle(resource, faults)) return undefined;
  const attributes = new Attributes(resource, faults, (name) => resource.attribute(name));
  const service = serviceOf(resource);
  const path = pathOf(resource, steps);
  if (typeof service === 'string' && isPath(path)) {
    const names = path.filter((_, index) => index % 2 === 1);
    return { kind: KIND_OF.get(type) ?? '', names, service, resource, properties: attributes, isAzapi: false };
  }
  textOf(resource, type === AZURERM ? 'name' : serviceAttribute(resource), service, faults);
  for (const [, name] of steps) {
    if (name !== undefined) textOf(resource, name, resource.attribute(name), faults);
  }
  return undefined;
}

function serviceAttribute(resource: TerraformResource): string {
  return (resource.attribute('api_management_id') ?? undefined) === undefined
    ? 'api_management_name'
    : 'api_management_id';
}

function isPath(path: ReturnType<typeof pathOf>): path is readonly string[] {
  return Array.isArray(path);
}

/** Collections that do not affect how requests are handled. */
const ASIDE =
  /^(?:loggers|diagnostics|users|groups|subscriptions|certificates|authorization\w+|identityproviders|notifications|openidconnectproviders|caches|schemas|tags|templates|portal\w+|tenant|privateendpointconnections|documentations|contenttypes|apis\/(?:diagnostics|schemas|tags|tagdescriptions|issues|wikis)|products\/(?:groups|tags|wikis|grouplinks)|apis\/operations\/tags)(?:\/|$)/;

/** The kind of each azurerm resource. */
const KIND_OF: ReadonlyMap<string, string> = new Map(
  [...PATHS].map(([type, steps]) => [type, steps.map(([collection]) => collection).join('/')]),
);
const KINDS: ReadonlyMap<string, string> = new Map([...KIND_OF.values()].map((kind) => [kind.toLowerCase(), kind]));
const SERVICE_TYPE = 'microsoft.apimanagement/service';

function azapiDeclaration(resource: TerraformResource, faults: ReadingFaults): Declaration | undefined {
  const type = azapiType(resource)?.toLowerCase();
  if (type === undefined || resource.mode === 'ephemeral') return undefined;
  if (type !== SERVICE_TYPE && !type.startsWith(`${SERVICE_TYPE}/`)) return undefined;
  const below = type.slice(SERVICE_TYPE.length + 1);
  const kind = KINDS.get(below);
  const isLookedUp = resource.mode === 'data';
  if (isLookedUp && kind !== '' && kind !== 'backends') return undefined;
  if (kind === undefined || resource.type !== 'azapi_resource') {
    if (below.startsWith('workspaces')) faults.warn(resource, `${resource.type} of type ${type} ${PASSED_OVER}`);
    else if (!ASIDE.test(below)) faults.about(resource, `${resource.type} of type ${type} is not supported`);
    return undefined;
  }
  if (!isSingle(resource, faults)) return undefined;
  const id = textOf(resource, resource.attribute('resource_id') ? 'resource_id' : 'parent_id', idOf(resource), faults);
  if (id === undefined) return undefined;
  const read = readArmId(id);
  const path = split(read?.path ?? []);
  if (read?.service === undefined || path.kind.toLowerCase() !== below) {
    faults.about(resource, `its parent_id does not refer to a ${below || 'service'} of an API Management service`);
    return undefined;
  }
  const properties = isLookedUp ? {} : propertiesOf(resource, faults);
  return {
    kind,
    names: path.names,
    service: read.service,
    resource,
    properties: new Attributes(
      resource,
      faults,
      (name) => own(properties, name),
      'body.properties.',
      Object.keys(properties),
    ),
    isAzapi: true,
  };
}

/** The body is an object or its JSON text. */
function propertiesOf(resource: TerraformResource, faults: ReadingFaults): ValueObject {
  const body = bodyOf(resource, faults);
  const properties = body && own(body, 'properties');
  return isObject<ValueObject>(properties) ? properties : {};
}

export function bodyOf(resource: TerraformResource, faults: ReadingFaults): ValueObject | undefined {
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

/** Returns whether the number of instances is known. */
function isSingle({ repeated }: TerraformResource, faults: ReadingFaults): boolean {
  if (repeated) faults.unresolved(repeated.at, repeated.by, repeated.why);
  return !repeated;
}

function textOf(
  resource: TerraformResource,
  name: string,
  value: Value | undefined,
  faults: ReadingFaults,
): string | undefined {
  // Parts of an id may be known only to Azure. Only its names matter.
  return typeof value === 'string' ? value : new Attributes(resource, faults, () => value).text(name);
}

/** Collections and names alternate. */
function split(path: readonly string[]): { readonly kind: string; readonly names: readonly string[] } {
  return {
    kind: path.filter((_, index) => index % 2 === 0).join('/'),
    names: path.filter((_, index) => index % 2 === 1),
  };
}
