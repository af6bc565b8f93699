import { Invalid, isList, isObject, Unresolved, Value, ValueObject, Whole } from '../../value';
import { compareTexts, kindOf, ofKind, sortedEntries } from './kinds';
import { numberText, parseNumber } from './numbers';
import { unknownIn } from './symbols';

/** A type of a value. `any` is the type of null, and of what is not known; it can be converted to any other type. */
export type Type =
  | 'any'
  | 'string'
  | 'number'
  | 'bool'
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'list' | 'set' | 'map'; readonly item: Type }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, Type> };

export function typeOf(value: Value): Type {
  switch (typeof value) {
    case 'string':
    case 'number':
      return typeof value as 'string' | 'number';
    case 'boolean':
      return 'bool';
  }
  if (value === null || value instanceof Unresolved || value instanceof Whole) return 'any';
  const kind = kindOf(value);
  if (isList(value)) {
    const items = value.map(typeOf);
    return kind === 'list' || kind === 'set' ? { kind, item: unify(items) ?? 'any' } : { kind: 'tuple', items };
  }
  if (kind === 'json') return 'string';
  const attributes = new Map(sortedEntries(value).map(([name, item]) => [name, typeOf(item)]));
  return kind === 'map' ? { kind, item: unify([...attributes.values()]) ?? 'any' } : { kind: 'object', attributes };
}

/** Returns the type to which Terraform converts all of them; undefined if there is none. */
export function unify(types: readonly Type[]): Type | undefined {
  const known = types.filter((type) => type !== 'any');
  const [first] = known;
  if (first === undefined) return 'any';
  if (known.every((type) => typeof type === 'string')) return unifyPrimitives(known);
  if (known.some((type) => typeof type === 'string')) return undefined;
  const complex = known as readonly Exclude<Type, string>[];
  const kinds = new Set(complex.map(({ kind }) => kind));
  if (kinds.size === 1 && (kinds.has('tuple') || kinds.has('object'))) {
    return kinds.has('tuple') ? unifyTuples(complex) : unifyObjects(complex);
  }
  if ([...kinds].every((kind) => kind === 'tuple' || kind === 'list')) return collection('list', complex);
  if ([...kinds].every((kind) => kind === 'object' || kind === 'map')) return collection('map', complex);
  // Whether a set can become a list depends on more than the types.
  return kinds.size === 1 && kinds.has('set') ? collection('set', complex) : undefined;
}

function unifyPrimitives(types: readonly Type[]): Type | undefined {
  const [first] = types;
  return types.every((type) => type === first) ? first : types.includes('string') ? 'string' : undefined;
}

type Complex = Exclude<Type, string>;

function unifyTuples(types: readonly Complex[]): Type | undefined {
  const tuples = types.map((type) => itemsOf(type));
  const length = tuples[0]?.length ?? 0;
  if (tuples.every((items) => items.length === length)) {
    const items = Array.from({ length }, (_, index) => unify(tuples.map((each) => each[index] ?? 'any')));
    if (items.every((item) => item !== undefined)) return { kind: 'tuple', items };
  }
  return collection('list', types);
}

function unifyObjects(types: readonly Complex[]): Type | undefined {
  const objects = types.map((type) => (type.kind === 'object' ? type.attributes : new Map<string, Type>()));
  const names = [...(objects[0] ?? new Map<string, Type>()).keys()];
  if (objects.every((object) => object.size === names.length && names.every((name) => object.has(name)))) {
    const attributes = names.map((name) => [name, unify(objects.map((object) => object.get(name) ?? 'any'))] as const);
    if (attributes.every((entry): entry is [string, Type] => entry[1] !== undefined)) {
      return { kind: 'object', attributes: new Map(attributes) };
    }
  }
  return collection('map', types);
}

function collection(kind: 'list' | 'set' | 'map', types: readonly Complex[]): Type | undefined {
  const item = unify(types.flatMap((type) => itemsOf(type)));
  return item === undefined ? undefined : { kind, item };
}

function itemsOf(type: Complex): readonly Type[] {
  if (type.kind === 'tuple') return type.items;
  return type.kind === 'object' ? [...type.attributes.values()] : [type.item];
}

/** Converts a value as Terraform does. */
export function convert(value: Value, type: Type): Value {
  if (type === 'any' || value === null || value instanceof Unresolved) return value;
  switch (type) {
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBool(value);
  }
  if (type.kind === 'map' || type.kind === 'object') {
    if (!isObject<ValueObject>(value)) return mismatch(value, type.kind === 'map' ? 'a map' : 'an object');
    const entries = sortedEntries<Value>(value).map(([name, item]) => {
      const to = 'item' in type ? type.item : (type.attributes.get(name) ?? 'any');
      return [name, convert(item, to)] as const;
    });
    const failed = entries.find(([, item]) => item instanceof Invalid);
    return failed ? failed[1] : ofKind(type.kind, Object.fromEntries(entries));
  }
  if (!isList(value)) return mismatch(value, `a ${type.kind}`);
  const items = value.map((item, index) =>
    convert(item, type.kind === 'tuple' ? (type.items[index] ?? 'any') : type.item),
  );
  const failed = items.find((item) => item instanceof Invalid);
  if (failed) return failed;
  return type.kind === 'set' ? toSet(items) : ofKind(type.kind, items);
}

export function toText(value: Value): string | null | Unresolved {
  if (typeof value === 'string' || value === null || value instanceof Unresolved) return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return mismatch(value, 'a string');
}

export function toNumber(value: Value): number | null | Unresolved {
  if (typeof value === 'number' || value === null || value instanceof Unresolved) return value;
  if (typeof value !== 'string') return mismatch(value, 'a number');
  return unknownIn(value) ?? parseNumber(value) ?? mismatch(value, 'a number');
}

export function toBool(value: Value): boolean | null | Unresolved {
  if (typeof value === 'boolean' || value === null || value instanceof Unresolved) return value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  return (typeof value === 'string' ? unknownIn(value) : undefined) ?? mismatch(value, 'true or false');
}

/** Returns the items in Terraform's order. Whether items that are not known are the same is not known. */
export function toSet(items: readonly Value[]): readonly Value[] | Unresolved {
  const unknown = items.length > 1 ? unknownIn(items) : undefined;
  if (unknown) return unknown;
  const keyed = items.map((item) => ({ item, key: orderKey(item) })).sort((one, other) => compareKeys(one, other));
  const unique = keyed.filter(
    ({ key, item }, index) => index === 0 || compareKeys({ key, item }, keyed[index - 1]) !== 0,
  );
  return ofKind(
    'set',
    unique.map(({ item }) => item),
  );
}

interface Keyed {
  readonly item: Value;
  readonly key: string;
}

function compareKeys(one: Keyed, other: Keyed): number {
  // Null comes last.
  if (one.item === null || other.item === null) return Number(one.item === null) - Number(other.item === null);
  if (typeof one.item === 'number' && typeof other.item === 'number') return one.item - other.item;
  return compareTexts(one.key, other.key);
}

/** The text by which Terraform orders values of a set that are not strings. */
function orderKey(value: Value, isNested = false): string {
  if (value === null) return '~';
  if (typeof value === 'string') return isNested ? JSON.stringify(value) : value;
  if (typeof value === 'number') return String(Number(value.toPrecision(10)));
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  const kind = kindOf(value);
  const below = (item: Value): string => `${orderKey(item, true)};`;
  if (isList(value)) {
    const text = value.map(below).join('');
    return kind === 'list' || kind === 'set' ? `[${text}]` : `<${text}>`;
  }
  const entries = sortedEntries(value as ValueObject);
  return kind === 'map'
    ? `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${below(item)}`).join('')}}`
    : `<${entries.map(([, item]) => below(item)).join('')}>`;
}

function mismatch(value: Value, needed: string): Invalid {
  return new Invalid(`${described(value)} is used where ${needed} is needed`);
}

/** The kind of a value without its content, which can be a secret. */
export function described(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a boolean';
  if (value instanceof Whole) return value.address;
  return isList(value) ? 'a list' : 'an object';
}
