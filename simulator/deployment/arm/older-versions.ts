import { isObject, own, Value, ValueObject } from '../value';

/** Collections of a service that API versions before 2019 name differently. */
const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['api-version-sets', 'apiVersionSets'],
  ['properties', 'namedValues'],
]);

/** Properties that API versions before 2019 name differently, for policies and for APIs. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['policyContent', 'value'],
  ['contentValue', 'value'],
  ['contentFormat', 'format'],
]);

/** Returns a type below `Microsoft.ApiManagement/service` with its current name. */
export function currentType(type: string): string {
  const [namespace, service, collection, ...rest] = type.split('/');
  const current = collection === undefined ? undefined : COLLECTIONS.get(collection.toLowerCase());
  return current === undefined ? type : [namespace, service, current, ...rest].join('/');
}

/** Returns the properties with their current names. */
export function currentProperties(properties: Value): Value {
  if (!isObject<ValueObject>(properties)) return properties;
  const older = [...PROPERTIES].filter(([before, now]) => {
    return own(properties, before) !== undefined && own(properties, now) === undefined;
  });
  return older.length === 0
    ? properties
    : { ...properties, ...Object.fromEntries(older.map(([before, now]) => [now, properties[before]])) };
}
