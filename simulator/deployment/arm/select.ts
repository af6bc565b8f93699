import { redactName } from '../../../lib/messages';
import { isKnown, isList, isObject, JsonObject, own, Unresolved, Value, ValueObject, Whole } from '../value';
import { callOf, partOf, unknown } from './symbols';

/** Returns a property, whose name is found in any case. */
export function propertyOf<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  const found = own(object, name);
  if (found !== undefined) return found;
  const lower = name.toLowerCase();
  const actual = Object.keys(object).find((each) => each.toLowerCase() === lower);
  return actual === undefined ? undefined : object[actual];
}

/** Returns the name of a property as it is declared. */
export function declaredName(object: JsonObject, name: string): string {
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
}

/** Returns a property that is a string; empty if it is not. */
export function textIn(object: JsonObject, name: string): string {
  const text = propertyOf(object, name);
  return typeof text === 'string' ? text : '';
}

/** Returns the value of `of.key` or `of[key]`. */
export function select(of: Value, key: Value): Value {
  if (key instanceof Unresolved || (typeof key === 'string' && !isKnown(key))) return callOf('index', [of, key]);
  if (typeof key !== 'string' && typeof key !== 'number') return unknown('an index is neither a string nor a number');
  if (of instanceof Unresolved) return partOf(of, key);
  if (of instanceof Whole) return of.attribute(String(key));
  const found =
    isList(of) && typeof key === 'number'
      ? of[key]
      : isObject<ValueObject>(of)
        ? propertyOf(of, String(key))
        : undefined;
  return found ?? (found === null ? null : unknown(missing(of, key)));
}

function missing(of: Value, key: string | number): string {
  if (isList(of) && typeof key === 'number') {
    return `an array with ${of.length} item${of.length === 1 ? '' : 's'} has no item [${key}]`;
  }
  return `a value has no ${typeof key === 'number' ? `[${key}]` : `'${redactName(key)}'`}`;
}
