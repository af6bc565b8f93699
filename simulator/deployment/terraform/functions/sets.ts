import { asList, Functions, giveUp, Refusal, refuse } from '../language/function';
import { kindOf, ofKind } from '../language/kinds';
import { equals } from '../language/equality';
import { convert } from '../language/convert';
import { toSet } from '../language/set';
import { isMixed, itemTypes, ofType, Type, typeOf, unify } from '../language/types';
import { Unresolved, Value } from '../../value';
import { unified } from './lists';

export const SETS: Functions = {
  setintersection: {
    run: (sets) =>
      combined(sets, (items, [, ...others]) => items.filter((item) => others.every((other) => includes(other, item)))),
  },
  setproduct: {
    unknowns: 'nested',
    run: (sets, { budget }) => {
      const types = sets.map((set) => itemTypes(typeOf(set)));
      if (types.some((each) => isMixed(unify(each) ?? 'unknown', each))) giveUp('null in a set has no certain type');
      const lists = sets.map((set) => asList(unified(asList(set))));
      if (lists.length < 2) refuse('setproduct needs two collections');
      budget.items(lists.reduce((product, list) => product * list.length, 1));
      return product(lists, sets);
    },
  },
  setsubtract: {
    run: (sets) => combined(sets, (items, [, other = []]) => items.filter((item) => !includes(other, item))),
  },
  setunion: { run: (sets) => combined(sets, (_, lists) => lists.flat()) },
};

/** Converts the sets to one type, and combines their items. */
function combined(
  sets: readonly Value[],
  combine: (first: readonly Value[], all: readonly (readonly Value[])[]) => readonly Value[],
): Value {
  const lists = sets.map(asList);
  const types = sets.flatMap((set) => itemTypes(typeOf(set)));
  const item = unify(types);
  if (item === undefined || isMixed(item, types)) return refuse('the items of sets have different types');
  // An empty list and null have no type, so that Terraform cannot always convert them.
  const isUncertain = lists.some((list) => list.every((each) => each === null));
  if (typeof item !== 'string' && isUncertain) return giveUp('a set is empty');
  const type: Type = { kind: 'set', item };
  const converted = lists.map((list) => asList(convert(list, type)));
  return convert(combine(converted[0] ?? [], converted), type);
}

function includes(items: readonly Value[], value: Value): boolean {
  return items.some((item) => equals(item, value));
}

/** Lists result in a list, and a set among them in a set. */
function product(lists: readonly (readonly Value[])[], of: readonly Value[]): Value {
  const rows = lists.reduce<readonly (readonly Value[])[]>(
    (all, list) => all.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
  const tuples = rows.map((row) => ofKind('tuple', row));
  const isSet = of.some((set) => kindOf(set) === 'set');
  const set = isSet ? toSet(tuples) : ofKind('list', tuples);
  if (set instanceof Unresolved) throw new Refusal(set);
  const items = lists.map(typeOf).map((type) => (typeof type === 'object' && type.kind === 'list' ? type.item : 'any'));
  return ofType({ kind: isSet ? 'set' : 'list', item: { kind: 'tuple', items } }, set);
}
