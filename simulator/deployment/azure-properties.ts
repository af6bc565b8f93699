import { Shape, SHAPES } from './azurerm-names';
import type { Declaration } from './declaration';
import { isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/** Returns the properties of an azurerm resource as the Azure API names them. */
export function azureProperties({ kind, resource }: Declaration): ValueObject {
  const { rules, sku, ...properties } = renamed(
    (name) => resource.attribute(name),
    SHAPES[kind] ?? {},
  ) as ValueObject & {
    readonly rules?: Value;
    readonly sku?: Value;
  };
  return {
    ...properties,
    ...(rules !== undefined && { circuitBreaker: { rules } }),
    ...(sku !== undefined && { sku: skuOf(sku) }),
  };
}

function renamed(get: (name: string) => Value | undefined, shape: Shape): ValueObject {
  const properties: Record<string, Value> = {};
  for (const [attribute, target] of Object.entries(shape)) {
    const value = get(attribute) ?? undefined;
    // In a state, a number that is not set is 0.
    if (value === undefined || value === 0) continue;
    if (typeof target === 'string') properties[target] = value;
    else addBlock(properties, value, ...target);
  }
  return properties;
}

/** A block is an object or a list of objects. Only those of the Azure API that end in `[]` are lists there. */
function addBlock(properties: Record<string, Value>, value: Value, name: string, shape: Shape): void {
  if (value instanceof Unresolved) {
    properties[name.replace('[]', '')] = value;
    return;
  }
  const items = (isList(value) ? value : [value]).map((item) =>
    isObject<ValueObject>(item) ? renamed((key) => own(item, key), shape) : item,
  );
  if (items.length === 0) return;
  if (name.endsWith('[]')) properties[name.slice(0, -2)] = items;
  else if (name !== '') properties[name] = items[0];
  else if (isObject<ValueObject>(items[0])) Object.assign(properties, items[0]);
}

/** Converts `Premium_2`. */
function skuOf(sku: Value): Value {
  if (typeof sku !== 'string') return sku;
  const [name, capacity] = sku.split('_');
  return capacity === undefined ? { name } : { name, capacity: Number(capacity) };
}
