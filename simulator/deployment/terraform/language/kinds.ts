import type { Value } from '../../value';

/**
 * What JSON cannot express: whether a list is a tuple, a list or a set, whether an object is a map, and whether an
 * object represents its JSON text.
 */
type Kind = 'tuple' | 'list' | 'set' | 'object' | 'map' | 'json';

const KINDS = new WeakMap<object, Kind>();

/** Returns the kind of a list or an object; undefined if it depends on a schema. */
export function kindOf(value: Value): Kind | undefined {
  return typeof value === 'object' && value !== null ? KINDS.get(value) : undefined;
}

export function ofKind<T extends object>(kind: Kind, value: T): T {
  KINDS.set(value, kind);
  return value;
}

/** Compares as Go does: by code points. */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a === b) continue;
    // Surrogates stand for code points above all others.
    return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return one.length - other.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}

/** The entries of large objects, which take long to sort. */
const SORTED = new WeakMap<object, readonly (readonly [string, unknown])[]>();
const LARGE = 100;

/** The entries of an object in Terraform's order. */
export function sortedEntries<T>(object: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  const known = SORTED.get(object) as readonly (readonly [string, T])[] | undefined;
  if (known) return known;
  const entries = Object.entries(object).sort(([one], [other]) => compareTexts(one, other));
  if (entries.length > LARGE) SORTED.set(object, entries);
  return entries;
}
