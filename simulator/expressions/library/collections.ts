import { budget } from '../budget';
import { runtimeType } from '../runtime-type';
import { argument, argumentNull, CSharpException, outOfRange, Unsupported } from '../errors';
import { areEqual } from '../operators';
import * as t from '../types';
import { Callable, DictionaryValue, OutCell, PairValue, SequenceValue, SetValue, Value } from '../value';
import { defaultOf } from '../conversions';
import { declare, typed } from './declare';
import { countOf, each, itemsOf, walked } from './items';
import { compareValues } from './order';
import { outOfBounds } from './text';

type Items = SequenceValue | Uint8Array;

function at(items: Items, index: number, error: () => CSharpException): number {
  const length = items instanceof Uint8Array ? items.length : items.items.length;
  if (index < 0 || index >= length) throw error();
  return index;
}

function copy(from: Items, start: number, to: Items, place: number, count: number): null {
  const items = walked(from).slice(start, start + count);
  if (start < 0 || place < 0 || count < 0) throw outOfRange('length');
  if (items.length < count || place + count > countOf(to))
    throw argument('The array is not long enough. Check the index, the length, and the lower bounds.');
  if (from instanceof Uint8Array !== to instanceof Uint8Array || runtimeType(from) !== runtimeType(to))
    throw new Unsupported('copying between arrays of different types is not supported');
  if (to instanceof Uint8Array) to.set(items as number[], place);
  else for (const [index, item] of items.entries()) to.items[place + index] = item;
  return null;
}

declare(
  'Array',
  {
    'int Length': (array: Items) => countOf(array),
    'static int IndexOf<T>(T[], T)': (array: Items, item: Value) =>
      walked(array).findIndex((one) => areEqual(one, item)),
    'static void Copy(Array, Array, int)': (from: Items, to: Items, count: number) => copy(from, 0, to, 0, count),
    'static void Copy(Array, int, Array, int, int)': copy,
    'static bool Exists<T>(T[], Func<T, bool>)': (array: Items, test: Callable) =>
      itemsOf(array).some((item) => test(item) === true),
    'static T Find<T>(T[], Func<T, bool>)': typed(
      (of) => (array: Items, test: Callable) =>
        itemsOf(array).find((item) => test(item) === true) ?? defaultOf(of('T')),
    ),
  },
  { bases: ['object'] },
);

// The type for T[] is named `[]`, which is not a valid name in C#.
declare('T[]', {
  'T this[int]': (array: Items, index: number) => {
    at(array, index, outOfBounds);
    return array instanceof Uint8Array ? array[index] : array.items[index];
  },
  'void set[int, T]': (array: Items, index: number, value: Value) => {
    at(array, index, outOfBounds);
    if (array instanceof Uint8Array) array[index] = value as number;
    else array.items[index] = value;
    return null;
  },
});

function add(list: SequenceValue, item: Value): null {
  list.add(item);
  return null;
}

function removeAt(list: SequenceValue, index: number): void {
  list.items.splice(index, 1);
  list.version++;
}

/** Spends the cost of moving the items after an index, for an insertion or a removal. */
function moveUp({ items }: SequenceValue, from: number): void {
  budget.scan(items.length - from);
}

const index = (): CSharpException => outOfRange('index');

declare(
  'List<T>',
  {
    'new()': typed((of) => () => new SequenceValue('list', of('T'), [])),
    'new(int)': typed((of) => () => new SequenceValue('list', of('T'), [])),
    'new(IEnumerable<T>)': typed((of) => (items: Value) => new SequenceValue('list', of('T'), [...walked(items)])),
    'int Count': (list: SequenceValue) => list.items.length,
    'T this[int]': (list: SequenceValue, key: number) => list.items[at(list, key, index)],
    'void set[int, T]': (list: SequenceValue, key: number, value: Value) => {
      list.items[at(list, key, index)] = value;
      list.version++;
      return null;
    },
    'void Add(T)': add,
    'void AddRange(IEnumerable<T>)': (list: SequenceValue, items: Value) => {
      for (const item of [...walked(items)]) list.add(item);
      return null;
    },
    'void Clear()': (list: SequenceValue) => {
      list.items.length = 0;
      list.version++;
      return null;
    },
    'bool Contains(T)': (list: SequenceValue, item: Value) => walked(list).some((one) => areEqual(one, item)),
    'bool Exists(Func<T, bool>)': (list: SequenceValue, test: Callable) =>
      list.items.some((item) => test(item) === true),
    'T Find(Func<T, bool>)': typed(
      (of) => (list: SequenceValue, test: Callable) =>
        list.items.find((item) => test(item) === true) ?? defaultOf(of('T')),
    ),
    'void ForEach(Action<T>)': (list: SequenceValue, action: Callable) => {
      for (const item of each(list)) action(item);
      return null;
    },
    'int IndexOf(T)': (list: SequenceValue, item: Value) => walked(list).findIndex((one) => areEqual(one, item)),
    'void Insert(int, T)': (list: SequenceValue, key: number, item: Value) => {
      if (key < 0 || key > list.items.length) throw index();
      moveUp(list, key);
      list.insert(key, item);
      return null;
    },
    'bool Remove(T)': (list: SequenceValue, item: Value) => {
      const found = walked(list).findIndex((one) => areEqual(one, item));
      if (found >= 0) removeAt(list, found);
      return found >= 0;
    },
    'void RemoveAt(int)': (list: SequenceValue, key: number) => {
      moveUp(list, at(list, key, index));
      removeAt(list, key);
      return null;
    },
    'void Reverse()': (list: SequenceValue) => {
      budget.walk(list.items.length);
      list.items.reverse();
      list.version++;
      return null;
    },
    'void Sort()': (list: SequenceValue) => {
      list.items.sort(compareValues);
      list.version++;
      return null;
    },
  },
  { bases: ['IList<T>', 'IReadOnlyList<T>'] },
);
for (const name of ['IList<T>', 'IReadOnlyList<T>', 'ICollection<T>']) {
  declare(name, { 'int Count': (list: SequenceValue) => list.items.length }, { bases: ['IEnumerable<T>'] });
}
for (const name of ['IList<T>', 'IReadOnlyList<T>']) {
  declare(name, { 'T this[int]': (list: SequenceValue, key: number) => list.items[at(list, key, index)] });
}

declare(
  'HashSet<T>',
  {
    'new()': typed((of) => () => new SetValue(of('T'), [])),
    'int Count': (set: SetValue) => set.items.length,
    'bool Add(T)': (set: SetValue, item: Value) => set.addNew(item),
    'bool Contains(T)': (set: SetValue, item: Value) => set.has(item),
  },
  { bases: ['IEnumerable<T>'] },
);

function noKey(key: Value): CSharpException {
  return new CSharpException(
    'KeyNotFoundException',
    `The given key '${typeof key === 'string' ? key : ''}' was not present in the dictionary.`,
  );
}

function key(given: Value): Value {
  if (given === null) throw argumentNull('key');
  return given;
}

const READ = {
  'int Count': (dictionary: DictionaryValue) => dictionary.entries.size,
  'V this[K]': (dictionary: DictionaryValue, name: Value) => {
    const found = dictionary.get(key(name));
    if (!found) throw noKey(name);
    return found.value;
  },
  'bool ContainsKey(K)': (dictionary: DictionaryValue, name: Value) => dictionary.get(key(name)) !== undefined,
  'bool TryGetValue(K, out V)': typed((of) => (dictionary: DictionaryValue, name: Value, out: OutCell) => {
    const found = dictionary.get(key(name));
    out.value = found ? found.value : defaultOf(of('V'));
    return found !== undefined;
  }),
  'V GetValueOrDefault(K)': typed((of) => (dictionary: DictionaryValue, name: Value) => {
    const found = dictionary.get(key(name));
    return found ? found.value : defaultOf(of('V'));
  }),
  'V GetValueOrDefault(K, V)': (dictionary: DictionaryValue, name: Value, other: Value) => {
    const found = dictionary.get(key(name));
    return found ? found.value : other;
  },
  'IEnumerable<K> Keys': (dictionary: DictionaryValue) => column(dictionary, dictionary.keyType, (pair) => pair.key),
  'IEnumerable<V> Values': (dictionary: DictionaryValue) =>
    column(dictionary, dictionary.valueType, (pair) => pair.value),
};

function column(dictionary: DictionaryValue, type: t.Type, of: (pair: PairValue) => Value): SequenceValue {
  budget.walk(dictionary.entries.size);
  return new SequenceValue('sequence', type, [...dictionary.entries.values()].map(of));
}

const WRITE = {
  'void set[K, V]': (dictionary: DictionaryValue, name: Value, value: Value) => {
    dictionary.set(key(name), value);
    return null;
  },
  'void Add(K, V)': (dictionary: DictionaryValue, name: Value, value: Value) => {
    if (dictionary.get(key(name)))
      throw new CSharpException('ArgumentException', 'An item with the same key has already been added.');
    dictionary.set(name, value);
    return null;
  },
  'bool Remove(K)': (dictionary: DictionaryValue, name: Value) => dictionary.delete(key(name)),
};

const PAIRS = { bases: ['IEnumerable<KeyValuePair<K, V>>'] };
declare('IReadOnlyDictionary<K, V>', READ, PAIRS);
declare('IDictionary<K, V>', { ...READ, ...WRITE }, PAIRS);
declare(
  'Dictionary<K, V>',
  {
    'new()': typed((of) => () => new DictionaryValue(of('K'), of('V'))),
    'new(StringComparer)': typed(
      (of) => (by: { readonly ignoresCase: boolean }) => new DictionaryValue(of('K'), of('V'), by.ignoresCase),
    ),
    ...READ,
    ...WRITE,
  },
  { bases: ['IDictionary<K, V>', 'IReadOnlyDictionary<K, V>'] },
);

declare('StringComparer', {
  'static StringComparer Ordinal': () => ({ ignoresCase: false }),
  'static StringComparer OrdinalIgnoreCase': () => ({ ignoresCase: true }),
  'static StringComparer InvariantCultureIgnoreCase': () => ({ ignoresCase: true }),
});
