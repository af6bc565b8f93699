import * as t from '../types';
import { SequenceValue, SetValue } from '../collection';
import { Value } from '../value';
import { declare, typed } from './declare';
import { walked } from './items';

type Comparer = { readonly ignoresCase: boolean } | null;

/** Returns the items of another collection as a set. */
function setOf(items: Value, elementType: t.Type): SetValue {
  return items instanceof SetValue ? items : new SetValue(elementType, walked(items));
}

declare(
  'ISet<T>',
  {
    'bool Add(T)': (set: SetValue, item: Value) => set.addNew(item),
    'void UnionWith(IEnumerable<T>)': (set: SetValue, items: Value) => {
      for (const item of walked(items)) set.addNew(item);
      return null;
    },
    'void ExceptWith(IEnumerable<T>)': (set: SetValue, items: Value) => {
      const others = setOf(items, set.elementType);
      set.keep((item) => !others.has(item));
      return null;
    },
    'void IntersectWith(IEnumerable<T>)': (set: SetValue, items: Value) => {
      const others = setOf(items, set.elementType);
      set.keep((item) => others.has(item));
      return null;
    },
    'bool Overlaps(IEnumerable<T>)': (set: SetValue, items: Value) => walked(items).some((item) => set.has(item)),
    'bool IsSupersetOf(IEnumerable<T>)': (set: SetValue, items: Value) => walked(items).every((item) => set.has(item)),
    'bool IsSubsetOf(IEnumerable<T>)': (set: SetValue, items: Value) => {
      const others = setOf(items, set.elementType);
      return walked(set).every((item) => others.has(item));
    },
    'bool SetEquals(IEnumerable<T>)': (set: SetValue, items: Value) => {
      const others = setOf(items, set.elementType);
      return others.items.length === set.items.length && walked(set).every((item) => others.has(item));
    },
  },
  { bases: ['ICollection<T>'] },
);

declare(
  'HashSet<T>',
  {
    'new()': typed((of) => () => new SetValue(of('T'), [])),
    'new(StringComparer)': typed((of) => (by: Comparer) => new SetValue(of('T'), [], by?.ignoresCase)),
    'new(IEnumerable<T>)': typed((of) => (items: Value) => new SetValue(of('T'), walked(items))),
    'new(IEnumerable<T>, StringComparer)': typed(
      (of) => (items: Value, by: Comparer) => new SetValue(of('T'), walked(items), by?.ignoresCase),
    ),
    'int Count': (set: SequenceValue) => set.items.length,
    'bool Contains(T)': (set: SetValue, item: Value) => set.has(item),
    'bool Remove(T)': (set: SetValue, item: Value) => set.remove(item),
    'void Clear()': (set: SetValue) => {
      set.keep(() => false);
      return null;
    },
  },
  { bases: ['ISet<T>'] },
);
