import { isList, isObject, Unresolved, Value, ValueObject } from '../../value';
import { kindOf } from './kinds';

/** The references of the blocks of resources, for example `azurerm_api_management.main.identity[0]`. */
const REFERENCES = new WeakMap<object, string>();

/**
 * Returns the value of an attribute or of blocks of a resource, as it is configured. Its objects can have further
 * attributes, which are known only after deployment. An object that an expression makes has no others.
 */
export function configuredAs(value: Value, reference: string): Value {
  if (typeof value !== 'object' || value === null || kindOf(value) !== undefined) return value;
  if (isList(value)) return value.map((item, index) => configuredAs(item, `${reference}[${index}]`));
  if (!isObject<ValueObject>(value)) return value;
  const entries = Object.entries<Value>(value);
  const block = Object.fromEntries(entries.map(([name, item]) => [name, configuredAs(item, `${reference}.${name}`)]));
  REFERENCES.set(block, reference);
  return block;
}

/** Returns whether a value is an object of a resource, which can have further attributes. */
export function isConfigured(value: Value): boolean {
  return typeof value === 'object' && value !== null && REFERENCES.has(value);
}

/** Returns why an attribute of such an object, or the whole object, is known only after deployment. */
export function unknownOf(value: Value, attribute?: string): Unresolved | undefined {
  const reference = typeof value === 'object' && value !== null ? REFERENCES.get(value) : undefined;
  if (reference === undefined) return undefined;
  const symbol = attribute === undefined ? reference : `${reference}.${attribute}`;
  return new Unresolved(`${symbol} is known only after deployment`, symbol);
}
