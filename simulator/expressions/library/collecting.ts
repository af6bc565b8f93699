import { budget } from '../budget';
import * as t from '../types';
import { DictionaryValue, SequenceValue, SetValue } from '../collection';
import { Callable, Value } from '../value';
import { argument, argumentNull } from '../errors';
import { declare, typed } from './declare';
import { each, walked } from './items';
import { element } from './query';

function dictionary(
  of: (parameter: string) => t.Type,
  source: Value,
  key: Callable,
  value: Callable,
  by?: { readonly ignoresCase: boolean },
): DictionaryValue {
  const result = new DictionaryValue(of('K'), of('V'), by?.ignoresCase);
  for (const item of each(source)) {
    const name = key(item);
    const own = value(item);
    if (name === null) throw argumentNull('key');
    if (result.get(name)) throw argument('An item with the same key has already been added.');
    result.set(name, own);
  }
  return result;
}

function toArray(type: t.Type, items: readonly Value[]): Value {
  if (type === t.BYTE) budget.allocate(items.length);
  return type === t.BYTE ? Uint8Array.from(items as number[]) : new SequenceValue('array', type, [...items]);
}

declare(
  'IEnumerable<T>',
  {
    'T[] ToArray()': typed((of) => (source: Value) => toArray(element(of), walked(source))),
    'List<T> ToList()': typed((of) => (source: Value) => new SequenceValue('list', element(of), [...walked(source)])),
    'HashSet<T> ToHashSet()': typed((of) => (source: Value) => new SetValue(element(of), walked(source))),
    'Dictionary<K, V> ToDictionary<K, V>(Func<T, K>, Func<T, V>[, StringComparer])': typed(
      (of) => (source: Value, key: Callable, value: Callable, by?: { readonly ignoresCase: boolean }) =>
        dictionary(of, source, key, value, by),
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
  },
  { isExtension: true },
);
