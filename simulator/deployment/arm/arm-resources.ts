import { readable } from '../resource/symbolic-names';
import { isKnown, Unresolved, Value, withSymbols } from '../value';
import type { Place, DeclaredResource } from '../resource/resource';
import type { Deployable, Nested } from './deployable';
import { Lazy } from './lazy';
import { currentProperties, currentType } from './older-versions';
import { textIn } from './select';
import { unknown } from './symbols';
import type { Template } from './template';
import type { TemplateFile } from './template-file';

/** Resources of other providers can extend a service: `Microsoft.ApiManagement/service/providers/locks`. */
const SERVICE = /^microsoft\.apimanagement\/service(?:\/(?!.*\bproviders\/)|$)/i;

const SCRIPT = /^microsoft\.resources\/deploymentscripts$/i;
const SCRIPTED = 'it runs a script, which can change API Management; nothing is known about what it changes';

/** Returns the API Management resources of a template and of all templates that are nested in it, in azapi's form. */
export function armResources(template: Template, file: TemplateFile): DeclaredResource[] {
  const found: Deployable[] = [];
  const left: Nested[] = [template];
  for (let next = left.pop(); next; next = left.pop()) {
    const nested: Nested[] = [];
    for (const resource of next.resources) {
      if (SERVICE.test(resource.type)) found.push(resource);
      else if (resource.nested) nested.push(resource.nested);
      else if (SCRIPT.test(resource.type) && !resource.isExisting)
        file.warn(resource.json, addressOf(resource), SCRIPTED);
    }
    left.push(...nested.reverse());
  }
  return found.map((resource) => azapiForm(resource, file));
}

/** A resource as `azapi_resource` declares it. */
function azapiForm(resource: Deployable, file: TemplateFile): DeclaredResource {
  const { type, names, json, doubt } = resource;
  const values = new Lazy<Value | undefined>();
  const attribute = (name: string): Value | undefined => {
    switch (name) {
      case 'type':
        return `${currentType(type)}@${textIn(json, 'apiVersion')}`;
      case 'name':
        return names instanceof Unresolved ? names : names.at(-1);
      case 'parent_id':
        return names instanceof Unresolved ? names : resource.parentId;
      case 'location': {
        const location = resource.value('location');
        return typeof location === 'string' && !isKnown(location) ? unknown(withSymbols(location)) : location;
      }
      case 'body':
        return {
          properties: currentProperties(resource.value('properties') ?? {}),
          sku: resource.value('sku') ?? null,
        };
      default:
        return undefined;
    }
  };
  const place: Place = { source: file.name, address: addressOf(resource), lineOf: () => file.lineOf(json) };
  return {
    ...place,
    ...(doubt && { repeated: { ...doubt, at: place } }),
    mode: resource.isExisting ? 'data' : 'managed',
    type: 'azapi_resource',
    isArm: true,
    attribute: (name) =>
      values.get(
        name,
        () => attribute(name),
        () => unknown(`${name} refers to itself`),
      ),
  };
}

/** For example, `Microsoft.ApiManagement/service/apim/backends/orders`. */
function addressOf({ type, names, symbolicName }: Deployable): string {
  if (names instanceof Unresolved) return symbolicName ?? type;
  const [namespace, ...collections] = type.split('/');
  return readable([namespace, ...collections.flatMap((each, index) => [each, names[index]])].join('/'));
}
