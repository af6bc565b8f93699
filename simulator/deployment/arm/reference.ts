import { isObject, Value, ValueObject, Whole, withSymbols } from '../value';
import type { Deployable } from './deployable';
import { propertyOf } from './select';
import { callOf, partOf, textOf, unknown } from './symbols';

/** Finds a resource by its symbolic name, its name, or its id. */
export type Find = (name: string) => Deployable | undefined;

/** The functions `reference` and `resourceInfo`. Only what a template declares, and outputs of deployments, are known. */
export function referenceTo(name: string, args: readonly Value[], find: Find): Value {
  const text = args.length === 0 ? undefined : textOf(args[0]);
  if (text === undefined) return callOf(name, args);
  const resource = find(text);
  const id = resource?.id ?? text;
  const later = unknown(
    `the properties of '${withSymbols(id).split('/').at(-1)}' are known only after deployment`,
    callOf(name, [id]).symbol,
  );
  const memberOf = (of: (member: string) => Value | undefined): Whole =>
    new Whole(later.symbol ?? name, (member) => of(member) ?? partOf(later, member));
  if (!resource) return later;
  if (name === 'resourceinfo') return memberOf((member) => infoOf(resource, member));
  const properties = memberOf((member) => propertyOfResource(resource, member));
  return args[2] === 'Full' || args[2] === 'full'
    ? memberOf((member) => (member.toLowerCase() === 'properties' ? properties : undefined))
    : properties;
}

function infoOf({ id, type, names, json }: Deployable, member: string): Value | undefined {
  switch (member.toLowerCase()) {
    case 'id':
      return id;
    case 'type':
      return type;
    case 'name':
      return Array.isArray(names) ? names.join('/') : undefined;
    case 'apiversion':
      return propertyOf(json, 'apiVersion');
    default:
      return undefined;
  }
}

function propertyOfResource(resource: Deployable, member: string): Value | undefined {
  const { nested, type } = resource;
  if (nested && member.toLowerCase() === 'outputs') {
    return new Whole(
      'outputs',
      (output) =>
        new Whole('output', (part) =>
          part.toLowerCase() === 'value' ? nested.output(output) : callOf(`output.${part}`, []),
        ),
    );
  }
  // Azure returns other properties than the ones that are declared for many types.
  if (!type.toLowerCase().startsWith('microsoft.apimanagement/') || resource.isExisting) return undefined;
  const declared = resource.value('properties', member);
  return isObject<ValueObject>(declared) ? undefined : declared;
}
