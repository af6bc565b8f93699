import { isList, TypedNull, Unresolved, Value, ValueObject, Whole } from '../../value';
import { isConfigured } from './configured';
import { kindOf, sortedEntries } from './kinds';
import { giveUp, Refusal } from './refusal';

/**
 * A type of a value. `any` is the type of null, which can be converted to any other type. `unknown` is the type of what
 * is not known.
 */
export type Type =
  | 'any'
  | 'unknown'
  | 'string'
  | 'number'
  | 'bool'
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'list' | 'set' | 'map'; readonly item: Type }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, Type> };

/** The types of lists and objects, also where their items do not show them, as in an empty list. */
const TYPES = new WeakMap<object, Type>();

export function ofType<T extends object>(type: Type, value: T): T {
  TYPES.set(value, type);
  return value;
}

export function typeOf(value: Value): Type {
  switch (typeof value) {
    case 'string':
    case 'number':
      return typeof value as 'string' | 'number';
    case 'boolean':
      return 'bool';
  }
  if (value === null) return 'any';
  if (value instanceof TypedNull) return value.type as Type;
  if (value instanceof Unresolved || value instanceof Whole || isConfigured(value)) return 'unknown';
  const known = TYPES.get(value);
  if (typeof known === 'object' && known.kind === structureOf(value)) return known;
  const type = typeOfItems(value);
  TYPES.set(value, type);
  return type;
}

function structureOf(value: readonly Value[] | ValueObject): Complex['kind'] | undefined {
  const kind = kindOf(value) ?? (isList(value) ? 'tuple' : 'object');
  return kind === 'json' ? undefined : kind;
}

function typeOfItems(value: readonly Value[] | ValueObject): Type {
  const kind = kindOf(value);
  if (isList(value)) {
    const items = value.map(typeOf);
    return kind === 'list' || kind === 'set' ? { kind, item: itemType(items) } : { kind: 'tuple', items };
  }
  if (kind === 'json') return 'string';
  const attributes = new Map(sortedEntries(value).map(([name, item]) => [name, typeOf(item)]));
  return kind === 'map' ? { kind, item: itemType([...attributes.values()]) } : { kind: 'object', attributes };
}

function itemType(types: readonly Type[]): Type {
  try {
    return unify(types) ?? 'unknown';
  } catch (error) {
    if (error instanceof Refusal) return 'unknown';
    throw error;
  }
}

/** Returns an item of a list or an object. Null has the type of its place. */
export function itemOf(of: Value, item: Value, name: string | number): Value {
  if (item !== null) return item;
  const type = typeOf(of);
  if (typeof type === 'string') return null;
  if (type.kind === 'tuple') return nullOf(type.items[Number(name)] ?? 'any');
  return nullOf(type.kind === 'object' ? (type.attributes.get(String(name)) ?? 'any') : type.item);
}

export function nullOf(type: Type): Value {
  return type === 'any' || type === 'unknown' ? null : new TypedNull(type);
}

/**
 * Returns whether null is among lists or objects, which Terraform cannot unify with it.
 *
 * @throws Refusal if that is not certain, because null is within an item
 */
export function isMixed(item: Type, types: readonly Type[]): boolean {
  if (item !== 'any' && holdsNull(item) && !types.every((type) => isSameType(type, item))) {
    return giveUp('null within an item of a collection has no certain type');
  }
  return item === 'any' && types.some((type) => type !== 'any') && !types.includes('unknown');
}

function holdsNull(type: Type): boolean {
  return type === 'any' || (typeof type === 'object' && itemsOf(type).some(holdsNull));
}

export function isSameType(one: Type, other: Type): boolean {
  return one === other || (unify([one, other]) === one && unify([other, one]) === other);
}

/** The results for pairs of types, which are often compared again. */
const UNIFIED = new WeakMap<object, WeakMap<object, Type | undefined>>();

/**
 * Returns the type to which Terraform converts all of them; undefined if there is none.
 *
 * @throws Refusal if the type is not certain
 */
export function unify(types: readonly Type[]): Type | undefined {
  const known = new Set(types.filter((type) => type !== 'unknown'));
  const isNullAmong = known.delete('any');
  const [first, second] = known;
  if (first === undefined) return isNullAmong || types.length === 0 ? 'any' : 'unknown';
  if (typeof first === 'object' && typeof second === 'object' && known.size === 2 && !isNullAmong) {
    const pairs = UNIFIED.get(first) ?? new WeakMap<object, Type | undefined>();
    UNIFIED.set(first, pairs);
    if (!pairs.has(second)) pairs.set(second, unifyKnown([first, second], false));
    return pairs.get(second);
  }
  // Any value can be converted to the type of null, which is no certain type.
  return unifyKnown([...known], isNullAmong) ?? (isNullAmong ? 'any' : undefined);
}

function unifyKnown(known: readonly Type[], isNullAmong: boolean): Type | undefined {
  const [first] = known;
  if (known.every((type) => typeof type === 'string')) return unifyPrimitives(known);
  if (known.some((type) => typeof type === 'string')) return undefined;
  const complex = known as readonly Complex[];
  const kinds = new Set(complex.map(({ kind }) => kind));
  const areOf = (...expected: readonly Complex['kind'][]): boolean =>
    [...kinds].every((kind) => expected.includes(kind));
  if (kinds.has('set') && areOf('set', 'list', 'tuple') && !areOf('set'))
    return isNullAmong ? 'any' : unifySets(complex);
  if (!areOf('tuple', 'list') && !areOf('object', 'map') && !areOf('set')) return undefined;
  // Which type null has beside these is not certain.
  if (isNullAmong) return 'any';
  if (complex.length === 1) return first;
  if (areOf('tuple')) return unifyTuples(complex);
  const unified = areOf('object')
    ? unifyObjects(complex)
    : collection(areOf('set') ? 'set' : areOf('tuple', 'list') ? 'list' : 'map', complex);
  const isUncertain = unified === undefined && kinds.has('map') && complex.some((type) => isPartOf(type, complex));
  if (isUncertain) giveUp('a map or an object can lose attributes');
  return unified;
}

/** Returns whether all types could be converted to an object, which drops their other attributes. */
function isPartOf(type: Complex, all: readonly Complex[]): boolean {
  if (type.kind !== 'object') return false;
  return all.every((other) =>
    [...type.attributes].every(([name, item]) => {
      const given = other.kind === 'object' ? other.attributes.get(name) : itemsOf(other)[0];
      return given !== undefined && unify([item, given]) !== undefined;
    }),
  );
}

function unifyPrimitives(types: readonly Type[]): Type | undefined {
  const [first] = types;
  return types.length === 1 ? first : types.includes('string') ? 'string' : undefined;
}

type Complex = Exclude<Type, string>;

/** Unifies sets with lists or tuples. Which of them Terraform prefers depends on all types of their items. */
function unifySets(types: readonly Complex[]): Type | undefined {
  const [first, ...others] = new Set(types.flatMap((type) => itemsOf(type)));
  if (others.length > 0 || typeof first === 'object' || first === 'unknown') return giveUp('a set is used as a list');
  return types.find(({ kind }) => kind === 'list') ?? types.find(({ kind }) => kind === 'set');
}

function unifyTuples(types: readonly Complex[]): Type | undefined {
  const tuples = types.map((type) => itemsOf(type));
  const [first = []] = tuples;
  if (tuples.every((items) => items.length === first.length)) {
    const items = first.map((_, index) => unify(tuples.map((each) => each[index] ?? 'any')));
    if (items.every((item, index) => item === first[index])) return types[0];
    if (items.every((item) => item !== undefined)) return { kind: 'tuple', items };
  }
  return collection('list', types);
}

function unifyObjects(types: readonly Complex[]): Type | undefined {
  const objects = types.map((type) => (type.kind === 'object' ? type.attributes : new Map<string, Type>()));
  const [first = new Map<string, Type>()] = objects;
  const names = [...first.keys()];
  if (objects.every((object) => object.size === names.length && names.every((name) => object.has(name)))) {
    const attributes = names.map((name) => [name, unify(objects.map((object) => object.get(name) ?? 'any'))] as const);
    if (attributes.every(([name, type]) => type === first.get(name))) return types[0];
    if (attributes.every((entry): entry is [string, Type] => entry[1] !== undefined)) {
      return { kind: 'object', attributes: new Map(attributes) };
    }
  }
  return collection('map', types);
}

function collection(kind: 'list' | 'set' | 'map', types: readonly Complex[]): Type | undefined {
  const item = unify(types.flatMap((type) => itemsOf(type)));
  if (item === undefined) return undefined;
  const same = types.find((type) => type.kind === kind && type.item === item);
  return same ?? { kind, item };
}

/** Returns the types of the items of a list or an object. */
export function itemTypes(type: Type): readonly Type[] {
  return typeof type === 'object' ? itemsOf(type) : [type];
}

function itemsOf(type: Complex): readonly Type[] {
  if (type.kind === 'tuple') return type.items;
  return type.kind === 'object' ? [...type.attributes.values()] : [type.item];
}
