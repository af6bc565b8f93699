import { readArmId } from './resource/arm-id';
import { isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/** The properties that identify the items of a list, by the path of the list: `properties.pool.services` to `id`. */
export type UniqueIds = ReadonlyMap<string, readonly string[]>;

const BY_NAME: readonly string[] = ['name'];

/**
 * Merges the body of an update into the body of a resource, as azapi does: objects by property; lists by the property
 * that identifies their items, or else item by item if they have the same length; anything else is replaced. Null
 * removes a property.
 */
export function merge(before: Value | undefined, update: Value, ids: UniqueIds, path = ''): Value {
  // What the update does not set stays unknown.
  if (before instanceof Unresolved && typeof update === 'object' && update !== null) return before;
  if (isObject<ValueObject>(before) && isObject<ValueObject>(update)) {
    const changed = Object.entries(update).map(([name, value]) => [
      name,
      merge(own(before, name), value, ids, path === '' ? name : `${path}.${name}`),
    ]);
    return { ...before, ...(Object.fromEntries(changed) as ValueObject) };
  }
  return isList(before) && isList(update) ? mergeLists(before, update, ids, path) : update;
}

function mergeLists(before: readonly Value[], update: readonly Value[], ids: UniqueIds, path: string): Value {
  if (before.length === 0 || update.length === 0) return update;
  const names = ids.get(path) ?? BY_NAME;
  const [first] = before;
  if (identityOf(first, names) === undefined || identityOf(update[0], names) === undefined) {
    return before.length === update.length
      ? before.map((item, index) => merge(item, update[index], ids, path))
      : update;
  }
  const left = [...update];
  const kept = before.map((item) => {
    const identity = identityOf(item, names);
    const index = identity === undefined ? -1 : left.findIndex((each) => identityOf(each, names) === identity);
    return index < 0 ? item : merge(item, left.splice(index, 1)[0], ids, path);
  });
  return [...kept, ...left];
}

/** Returns what identifies an item; undefined if a property is missing. */
function identityOf(item: Value, names: readonly string[]): string | undefined {
  const values = names.map((name) => (isObject<ValueObject>(item) ? own(item, name) : undefined));
  return values.every((value) => typeof value === 'string' && value !== '')
    ? JSON.stringify(values.map((value) => plain(value as string)))
    : undefined;
}

/** An id can contain parts that are known only to Azure, such as the subscription. */
function plain(text: string): string {
  const id = readArmId(text);
  return id ? JSON.stringify([id.service, id.path]).toLowerCase() : text;
}

/** Returns the path of a property that both updates set, to different values; undefined if they do not conflict. */
export function conflictOf(a: Value, b: Value, path = ''): string | undefined {
  if (!isObject<ValueObject>(a) || !isObject<ValueObject>(b)) {
    return isEqual(a, b) ? undefined : path;
  }
  for (const [name, value] of Object.entries(a)) {
    const other = own(b, name);
    const conflict = other === undefined ? undefined : conflictOf(value, other, path === '' ? name : `${path}.${name}`);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function isEqual(a: Value, b: Value): boolean {
  if (a instanceof Unresolved || b instanceof Unresolved) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}
