import { SequenceValue, SetValue } from '../collection';
import { Value } from '../value';
import { declare, typed } from './declare';
import { walked } from './items';

type Comparer = { readonly ignoresCase: boolean } | null;

declare(
  'ISet<T>',
  {
    'bool Add(T)': (set: SetValue, item: Value) => set.addNew(item),
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
