import { budget } from '../budget';
import * as t from '../types';
import { Callable, DictionaryValue, keyOf, SequenceValue, SetValue, Value } from '../value';
import { CSharpException } from '../errors';
import { declare, typed } from './declare';
import { itemsOf, walked } from './items';
import { element, query } from './query';

function dictionary(of: (parameter: string) => t.Type, source: Value, key: Callable, value: Callable): DictionaryValue {
  const result = new DictionaryValue(of('K'), of('V'));
  for (const item of itemsOf(source)) {
    const name = key(item);
    if (result.get(name))
      throw new CSharpException('ArgumentException', 'An item with the same key has already been added.');
    result.set(name, value(item));
  }
  return result;
}

function toArray(type: t.Type, items: readonly Value[]): Value {
  if (type === t.BYTE) budget.allocate(items.length);
  return type === t.BYTE ? Uint8Array.from(items as number[]) : new SequenceValue('array', type, [...items]);
}

class Group extends SequenceValue {
  constructor(
    readonly key: Value,
    elementType: t.Type,
    items: Value[],
  ) {
    super('sequence', elementType, items);
  }
}

declare('IGrouping<K, T>', { 'K Key': (group: Group) => group.key }, { bases: ['IEnumerable<T>'] });

declare(
  'IEnumerable<T>',
  {
    'T[] ToArray()': typed((of) => (source: Value) => toArray(element(of), walked(source))),
    'List<T> ToList()': typed((of) => (source: Value) => new SequenceValue('list', element(of), [...walked(source)])),
    'HashSet<T> ToHashSet()': typed((of) => (source: Value) => new SetValue(element(of), walked(source))),
    'Dictionary<K, V> ToDictionary<K, V>(Func<T, K>, Func<T, V>)': typed(
      (of) => (source: Value, key: Callable, value: Callable) => dictionary(of, source, key, value),
    ),
    'Dictionary<K, T> ToDictionary<K>(Func<T, K>)': typed(
      (of) => (source: Value, key: Callable) =>
        dictionary(
          (name) => of(name === 'V' ? 'T' : name),
          source,
          key,
          (item) => item,
        ),
    ),
    'IEnumerable<IGrouping<K, T>> GroupBy<K>(Func<T, K>)': typed((of) => (source: Value, key: Callable) => {
      const groups = new Map<Value, Group>();
      for (const item of itemsOf(source)) {
        const name = key(item);
        budget.spend(8);
        const group = groups.get(keyOf(name)) ?? new Group(name, element(of), []);
        groups.set(keyOf(name), group);
        group.add(item);
      }
      return query(t.generic('IGrouping', of('K'), element(of)), [...groups.values()]);
    }),
  },
  { isExtension: true },
);
