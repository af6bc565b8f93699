import { Expression, TemplateError } from './language/expression';
import { itemsOf } from './language/for';
import { kindOf } from './language/kinds';
import { readTemplate } from './template';
import { isList, isObject, Json, JsonObject, own, Refused, symbolic, Unresolved, Value, ValueObject } from '../value';

/** How often a resource, a module or a block is declared. */
export type Repetition =
  | { readonly kind: 'once' }
  | { readonly kind: 'count'; readonly length: number }
  /** Either one instance or none. */
  | { readonly kind: 'assumed'; readonly why: Unresolved }
  | { readonly kind: 'for_each'; readonly entries: readonly (readonly [key: string, value: Value])[] }
  | { readonly kind: 'unknown'; readonly by: 'count' | 'for_each'; readonly why: Unresolved };

/** The maximum number of instances of a block. */
const MOST = 10_000;

/** Evaluates `count` and `for_each`. */
export function repetitionOf(body: JsonObject, evaluate: (json: Json) => Value): Repetition {
  const count = own(body, 'count');
  if (count !== undefined && count !== null) return counted(evaluate(count), count);
  const each = own(body, 'for_each');
  if (each === undefined || each === null) return { kind: 'once' };
  const entries = entriesOf(evaluate(each));
  return entries instanceof Unresolved
    ? { kind: 'unknown', by: 'for_each', why: entries }
    : { kind: 'for_each', entries };
}

function counted(value: Value, count: Json): Repetition {
  const isUnknown = value instanceof Unresolved && !(value instanceof Refused);
  if (isUnknown && typeof count === 'string' && isZeroOrOne(count)) return { kind: 'assumed', why: value };
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MOST) {
    return { kind: 'count', length: number };
  }
  const reason =
    typeof number === 'number' ? `it is ${number}; a whole number from 0 to ${MOST} is needed` : 'it is not a number';
  return { kind: 'unknown', by: 'count', why: value instanceof Unresolved ? value : new Unresolved(reason) };
}

/** Returns whether the values of a template such as `${var.create ? 1 : 0}` are only 0 and 1. */
function isZeroOrOne(template: string): boolean {
  const isEither = (each: Expression): boolean =>
    each.kind === 'conditional'
      ? isEither(each.then) && isEither(each.otherwise)
      : each.kind === 'literal' && (each.value === 0 || each.value === 1);
  try {
    return isEither(readTemplate(template));
  } catch (error) {
    if (error instanceof TemplateError) return false;
    throw error;
  }
}

/** Returns the keys and values of a map, or the items of a set of strings. */
function entriesOf(value: Value): (readonly [string, Value])[] | Unresolved {
  if (value instanceof Unresolved) return value;
  if (isObject<ValueObject>(value)) {
    const items = itemsOf(value);
    if (items instanceof Unresolved) return items;
    return bounded(items.map(([key, item]) => [key as string, item] as const));
  }
  if (!isList(value) || kindOf(value) !== 'set') {
    return new Unresolved(`it is ${isList(value) ? 'a list' : 'a single value'}; a map or a set of strings is needed`);
  }
  const keys = value.map(keyOf);
  const unknown = keys.find((key) => key instanceof Unresolved);
  return unknown ?? bounded(keys.map((key) => [key as string, key as string] as const));
}

function bounded(entries: (readonly [string, Value])[]): (readonly [string, Value])[] | Unresolved {
  if (entries.length <= MOST) return entries;
  return new Unresolved(`it has ${entries.length} items; the maximum is ${MOST}`);
}

function keyOf(item: Value): string | Unresolved {
  if (typeof item === 'string') return item;
  if (item instanceof Unresolved) return item.symbol === undefined ? item : symbolic(item.symbol);
  return new Unresolved('it is a set of values that are not strings');
}

/** Returns all items of the collection that a dynamic block repeats, which can also be a list. */
export function dynamicItems(value: Value): (readonly [key: Value, value: Value])[] | Unresolved {
  const items = itemsOf(value);
  if (items instanceof Unresolved || items.length <= MOST) return items;
  return new Unresolved(`it has ${items.length} items; the maximum is ${MOST}`);
}
