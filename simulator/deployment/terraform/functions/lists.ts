import { equals } from '../language/equality';
import { asInteger, asList, asNumber, asText, Functions, giveUp, Refusal, refuse } from '../language/function';
import { compareTexts, kindOf, ofKind } from '../language/kinds';
import { areIdentical } from '../language/symbols';
import { canBeEmpty } from '../language/text';
import { convert, toBool, toText } from '../language/convert';
import { isMixed, itemOf, itemTypes, ofType, typeOf, unify } from '../language/types';
import { Invalid, isList, Unresolved, Value } from '../../value';

/** Functions of lists. Their items need not be known, except where the result depends on them. */
export const LISTS: Functions = {
  alltrue: { unknowns: 'nested', run: ([list]) => allOf(asList(list), false) },
  anytrue: { unknowns: 'nested', run: ([list]) => allOf(asList(list), true) },
  chunklist: { unknowns: 'nested', run: ([list, size]) => chunks(asList(unified(asList(list))), asInteger(size)) },
  compact: { unknowns: 'nested', run: ([list]) => textsOf(asList(list).map(toItemText).filter(isNotEmpty)) },
  concat: {
    unknowns: 'nested',
    run: (lists, { budget }) => {
      if (lists.length === 0 || lists.some((list) => kindOf(list) === 'set')) refuse('concat needs lists');
      budget.items(lists.reduce<number>((sum, list) => sum + asList(list).length, 0));
      const items = lists.flatMap((list) => [...asList(list)]);
      const item = lists.every(isTyped) ? unify(lists.flatMap((list) => itemTypes(typeOf(list)))) : undefined;
      return item === undefined ? ofKind('tuple', items) : convert(items, { kind: 'list', item });
    },
  },
  contains: { unknowns: 'nested', run: ([list, value]) => contains(asList(list), notNull(value)) },
  distinct: { unknowns: 'nested', run: ([list]) => distinct(asList(unified(asList(list)))) },
  element: { unknowns: 'nested', isQuick: true, run: ([list, index]) => element(indexed(list), asInteger(index)) },
  flatten: { unknowns: 'nested', run: ([list]) => ofKind('tuple', flattened(asList(list))) },
  index: { unknowns: 'nested', run: ([list, value]) => indexOf(indexed(list), notNull(value)) },
  one: { unknowns: 'nested', run: ([list]) => one(list) },
  range: { run: (args, { budget }) => range(args.map(asNumber), (length) => budget.items(length)) },
  reverse: { unknowns: 'nested', run: ([list]) => sameKind(list, [...asList(list)].reverse()) },
  slice: { unknowns: 'nested', run: ([list, from, to]) => slice(list, asInteger(from), asInteger(to)) },
  sort: { run: ([list]) => textsOf(asList(list).map(asText).sort(compareTexts)) },
};

export function listOf(items: readonly Value[]): readonly Value[] {
  return ofKind('list', items);
}

/** Returns a list of strings, which has this type also if it is empty. */
export function textsOf(texts: readonly Value[]): readonly Value[] {
  return ofType({ kind: 'list', item: 'string' }, listOf(texts));
}

/** Returns a list with the type of another. */
export function listLike(of: Value, items: readonly Value[]): readonly Value[] {
  const type = typeOf(of);
  return typeof type === 'object' && type.kind === 'list' ? ofType(type, listOf(items)) : listOf(items);
}

export function isTyped(value: Value): boolean {
  return kindOf(value) === 'list' || kindOf(value) === 'set';
}

/** Returns a list whose items have one type. */
export function unified(items: readonly Value[]): Value {
  const types = itemTypes(typeOf(items));
  const item = unify(types);
  if (item === undefined || isMixed(item, types)) return refuse('the items of a list have different types');
  return convert(items, { kind: 'list', item });
}

function sameKind(of: Value | undefined, items: readonly Value[]): readonly Value[] {
  return isTyped(of ?? null) ? listLike(of ?? null, items) : ofKind('tuple', items);
}

function allOf(items: readonly Value[], deciding: boolean): Value {
  const values = items.map(toBool);
  const invalid = values.find((value) => value instanceof Invalid);
  if (invalid instanceof Invalid) throw new Refusal(invalid);
  if (values.includes(deciding)) return deciding;
  const unknown = values.find((value) => value instanceof Unresolved);
  if (unknown instanceof Unresolved) throw new Refusal(unknown);
  return !deciding && values.includes(null) ? false : !deciding;
}

function chunks(items: readonly Value[], size: number): Value {
  if (size < 0) return refuse('the size of a chunk is negative');
  if (items.length === 0) return listOf([]);
  const step = size === 0 ? items.length : size;
  const count = Math.ceil(items.length / step);
  return listOf(Array.from({ length: count }, (_, n) => listLike(items, items.slice(n * step, (n + 1) * step))));
}

function toItemText(value: Value): Value {
  const text = toText(value);
  if (text instanceof Invalid) throw new Refusal(text);
  return text;
}

function isNotEmpty(value: Value): boolean {
  if (value === null || value === '') return false;
  const isUncertain = value instanceof Unresolved || (typeof value === 'string' && canBeEmpty(value));
  return isUncertain ? giveUp('whether a string in a list is empty is not known') : true;
}

function contains(items: readonly Value[], value: Value): Value {
  const results = items.map((item) => isSame(item, value));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? giveUp('whether a list contains a value is not known') : false;
}

function isSame(one: Value, other: Value): boolean | undefined {
  return equals(one, other) ?? (areIdentical(one, other) ? true : undefined);
}

function distinct(items: readonly Value[]): Value {
  const kept: Value[] = [];
  for (const item of items) {
    const results = kept.map((other) => isSame(item, other));
    if (results.includes(true)) continue;
    if (results.includes(undefined)) return giveUp('whether two items of a list are equal is not known');
    kept.push(item);
  }
  return listLike(items, kept);
}

function notNull(value: Value | undefined): Value {
  return value ?? refuse('a function is called with null where a value is needed');
}

/** Returns the items of a list or tuple: those of a set have no index. */
function indexed(value: Value | undefined): readonly Value[] {
  return kindOf(value ?? null) === 'set'
    ? refuse('a function is called with a set where a list is needed')
    : asList(value);
}

function element(items: readonly Value[], index: number): Value {
  if (items.length === 0) return refuse('element is called with an empty list');
  // Terraform 1.11 rejects a negative index, and later versions count from the end.
  return index < 0
    ? giveUp('element is called with a negative index')
    : itemOf(items, items[index % items.length] ?? null, index % items.length);
}

function flattened(items: readonly Value[]): readonly Value[] {
  return items.flatMap((item) => {
    if (item instanceof Unresolved) return giveUp(item.reason);
    return isList(item) ? flattened(item) : [item];
  });
}

function indexOf(items: readonly Value[], value: Value): Value {
  for (const [index, item] of items.entries()) {
    const result = isSame(item, value);
    if (result === undefined) return giveUp('which item of a list equals a value is not known');
    if (result) return index;
  }
  return refuse('a list does not contain a value');
}

function one(value: Value | undefined): Value {
  const items = asList(value);
  return items.length > 1 ? refuse('one is called with several items') : itemOf(items, items[0] ?? null, 0);
}

function range(args: readonly number[], spend: (length: number) => void): Value {
  const [start, limit] = args.length === 1 ? [0, args[0] ?? 0] : [args[0] ?? 0, args[1] ?? 0];
  const step = args[2] ?? (limit < start ? -1 : 1);
  if (step === 0) return refuse('the step of a range is zero');
  if ((limit - start) * step < 0)
    return args.length < 3 ? listOf([]) : refuse('the step of a range has the wrong sign');
  const length = Math.ceil((limit - start) / step);
  if (length > 1024) return refuse('a range has more than 1,024 numbers');
  spend(length);
  return listOf(Array.from({ length }, (_, n) => (n === 0 ? start : start + n * step)));
}

function slice(value: Value | undefined, from: number, to: number): Value {
  const items = indexed(value);
  if (from < 0 || to > items.length || from > to) return refuse('slice is called with indexes outside of the list');
  return sameKind(value, items.slice(from, to));
}
