import { Value } from '../value';
import { callOf, textOf, unknown } from './symbols';
import { Unresolved, Whole } from '../value';

/** Where a template is deployed. The strings can be symbolic. */
export interface Target {
  readonly subscription: string;
  /** Undefined for a template that is deployed to a subscription, a management group, or a tenant. */
  readonly resourceGroup?: string;
}

/** Returns the id of the resource group, or else of the subscription. */
export function targetId({ subscription, resourceGroup }: Target): string {
  return `/subscriptions/${subscription}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
}

/** Returns the id of a resource. Its type and its names alternate: `Microsoft.Web/sites`, `func`, for example. */
export function resourceIdIn(scope: string, type: string, names: readonly string[]): string {
  const [namespace, ...collections] = type.split('/');
  const path = collections.flatMap((collection, index) => [collection, names[index] ?? '']);
  return [`${scope === '/' ? '' : scope}/providers`, namespace, ...path].join('/');
}

/** The functions that return ids. The arguments before the type are optional; undefined if they are not valid. */
export function idFunction(name: string, args: readonly Value[], target: Target): Value | undefined {
  const texts = args.map(textOf);
  if (!ID_FUNCTIONS.has(name)) return undefined;
  if (!texts.every((text) => text !== undefined)) return callOf(name, args);
  const at = texts.findIndex((text, index) => (name !== 'extensionresourceid' || index > 0) && TYPE.test(text));
  if (at < 0) return unknown(`${name} needs a resource type`);
  const [before, type, names] = [texts.slice(0, at), texts[at], texts.slice(at + 1)];
  if (names.length !== type.split('/').length - 1) return unknown(`${name} needs a name for each segment of the type`);
  return resourceIdIn(scopeOf(name, before, target), type, names);
}

const ID_FUNCTIONS = new Set([
  'resourceid',
  'subscriptionresourceid',
  'tenantresourceid',
  'extensionresourceid',
  'managementgroupresourceid',
]);
const TYPE = /^[\w-]+(?:\.[\w-]+)+\/[\w./-]+$/;

function scopeOf(name: string, before: readonly string[], target: Target): string {
  switch (name) {
    case 'extensionresourceid':
      return before[0];
    case 'tenantresourceid':
      return '';
    case 'managementgroupresourceid':
      return `/providers/Microsoft.Management/managementGroups/${before.at(0) ?? ''}`;
    case 'subscriptionresourceid':
      return targetId({ subscription: before.at(0) ?? target.subscription });
    default: {
      const [subscription, resourceGroup] = before.length > 1 ? before : [target.subscription, before.at(0)];
      return targetId({ subscription, resourceGroup: resourceGroup ?? target.resourceGroup });
    }
  }
}

/** The functions that return the subscription or the resource group. */
export function scopeFunction(name: string, target: Target): Whole | undefined {
  if (name === 'subscription') {
    const { subscription } = target;
    return members('subscription()', { subscriptionId: subscription, id: targetId({ subscription }) }, subscription);
  }
  if (name !== 'resourcegroup') return undefined;
  const { resourceGroup = '' } = target;
  return members('resourceGroup()', { name: resourceGroup, id: targetId(target) }, targetId(target));
}

/** @param owner - the value that other members depend on */
function members(symbol: string, known: Readonly<Record<string, string>>, owner: string): Whole {
  return new Whole(symbol, (name) => {
    const found = Object.keys(known).find((each) => each.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return known[found];
    const of: Unresolved = callOf(symbol.slice(0, -2), [owner]);
    return unknown(`${symbol}.${name} is known only after deployment`, `${of.symbol}.${name.toLowerCase()}`);
  });
}
