import { isList, isObject, Json, own, Unresolved, Value, ValueObject } from '../value';

/** The maximum nesting depth of planned values. */
const DEEPEST = 100;

/** Returns the value with `later` wherever `after_unknown` is true in the plan. */
export function markUnknown(
  value: Value | undefined,
  unknown: Json | undefined,
  later: Unresolved,
  depth = 0,
): Value | undefined {
  if (unknown === true || depth > DEEPEST) return later;
  if (isList(unknown)) {
    const items = isList(value) ? value : [];
    const length = Math.max(items.length, unknown.length);
    return Array.from({ length }, (_, i) => markUnknown(items[i], unknown[i], later, depth + 1) ?? null);
  }
  if (!isObject<ValueObject>(unknown)) return value;
  const known = isObject<ValueObject>(value) ? value : {};
  const names = [...new Set([...Object.keys(known), ...Object.keys(unknown)])];
  if (names.length === 0) return value;
  return Object.fromEntries(
    names.flatMap((name) => {
      const marked = markUnknown(own(known, name), own(unknown, name), later, depth + 1);
      return marked === undefined ? [] : [[name, marked]];
    }),
  );
}

/** Returns the value with unknown parts replaced by those of the other value. */
export function fill(value: Value, other: Value | undefined): Value {
  if (value instanceof Unresolved) return other ?? value;
  if (isList(value)) return value.map((item, index) => fill(item, isList(other) ? other[index] : undefined));
  if (!isObject<ValueObject>(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      fill(item, isObject<ValueObject>(other) ? own(other, name) : undefined),
    ]),
  );
}

/** Returns the objects whose `id` is not known, in document order. */
export function unresolvedIds(value: Value): ValueObject[] {
  if (isList(value)) return value.flatMap(unresolvedIds);
  if (!isObject<ValueObject>(value)) return [];
  const below = Object.values(value).flatMap((item) => unresolvedIds(item));
  return own(value, 'id') instanceof Unresolved ? [value, ...below] : below;
}
