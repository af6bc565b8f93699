import { budget } from '../budget';
import { runtimeType } from '../runtime-type';
import { argument, CSharpException, outOfRange, Unsupported } from '../errors';
import { areEqual } from '../operators';
import { SequenceValue } from '../collection';
import { Callable, Value } from '../value';
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

function copy(from: Items, start: number, to: Items, place: number, count: number): void {
  const items = walked(from).slice(start, start + count);
  if (start < 0 || place < 0 || count < 0) throw outOfRange('length');
  if (items.length < count || place + count > countOf(to))
    throw argument('The array is not long enough. Check the index, the length, and the lower bounds.');
  if (from instanceof Uint8Array !== to instanceof Uint8Array || runtimeType(from) !== runtimeType(to))
    throw new Unsupported('copying between arrays of different types is not supported');
  if (to instanceof Uint8Array) to.set(items as number[], place);
  else for (const [index, item] of items.entries()) to.items[place + index] = item;
}

declare(
  'Array',
  {
    'int Length': (array: Items) => countOf(array),
    'static int IndexOf<T>(T[], T)': (array: Items, item: Value) =>
      walked(array).findIndex((one) => areEqual(one, item)),
    'static void Copy(Array, Array, int)': (from: Items, to: Items, count: number) => copy(from, 0, to, 0, count),
    'static void Copy(Array, int, Array, int, int)': copy,
    'static T[] Empty<T>()': typed((of) => () => new SequenceValue('array', of('T'), [])),
    'static void Reverse(Array)': (array: Items) => {
      budget.walk(countOf(array));
      if (array instanceof Uint8Array) array.reverse();
      else array.items.reverse();
    },
    'static void Sort(Array)': (array: Items) => {
      if (array instanceof Uint8Array) array.sort();
      else array.items.sort(compareValues);
    },
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
  },
});

function removeAt(list: SequenceValue, index: number): void {
  list.items.splice(index, 1);
  list.version++;
}

/** Returns the end of a part of a list, which must be inside of the list. */
function range({ items }: SequenceValue, start: number, count: number): number {
  if (start < 0 || count < 0) throw outOfRange(start < 0 ? 'index' : 'count');
  if (start + count > items.length)
    throw argument(
      'Offset and length were out of bounds for the array or count is greater than the number of elements.',
    );
  budget.walk(items.length);
  return start + count;
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
    },
    'void Add(T)': (list: SequenceValue, item: Value) => list.add(item),
    'void AddRange(IEnumerable<T>)': (list: SequenceValue, items: Value) => {
      for (const item of [...walked(items)]) list.add(item);
    },
    'void Clear()': (list: SequenceValue) => {
      list.items.length = 0;
      list.version++;
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
    },
    'T FindLast(Func<T, bool>)': typed(
      (of) => (list: SequenceValue, test: Callable) =>
        list.items.filter((item) => test(item) === true).at(-1) ?? defaultOf(of('T')),
    ),
    'int FindIndex(Func<T, bool>)': (list: SequenceValue, test: Callable) =>
      list.items.findIndex((item) => test(item) === true),
    'List<T> FindAll(Func<T, bool>)': typed(
      (of) => (list: SequenceValue, test: Callable) =>
        new SequenceValue(
          'list',
          of('T'),
          list.items.filter((item) => test(item) === true),
        ),
    ),
    'bool TrueForAll(Func<T, bool>)': (list: SequenceValue, test: Callable) =>
      list.items.every((item) => test(item) === true),
    'int RemoveAll(Func<T, bool>)': (list: SequenceValue, test: Callable) =>
      list.replace(list.items.filter((item) => test(item) !== true)),
    'List<T> GetRange(int, int)': typed(
      (of) => (list: SequenceValue, start: number, count: number) =>
        new SequenceValue('list', of('T'), list.items.slice(start, range(list, start, count))),
    ),
    'void RemoveRange(int, int)': (list: SequenceValue, start: number, count: number) => {
      const end = range(list, start, count);
      list.replace([...list.items.slice(0, start), ...list.items.slice(end)]);
    },
    'void InsertRange(int, IEnumerable<T>)': (list: SequenceValue, start: number, items: Value) => {
      const added = walked(items);
      budget.allocate(16 * added.length);
      range(list, start, 0);
      list.replace([...list.items.slice(0, start), ...added, ...list.items.slice(start)]);
    },
    'int IndexOf(T)': (list: SequenceValue, item: Value) => walked(list).findIndex((one) => areEqual(one, item)),
    'void Insert(int, T)': (list: SequenceValue, key: number, item: Value) => {
      if (key < 0 || key > list.items.length) throw index();
      moveUp(list, key);
      list.insert(key, item);
    },
    'bool Remove(T)': (list: SequenceValue, item: Value) => {
      const found = walked(list).findIndex((one) => areEqual(one, item));
      if (found >= 0) removeAt(list, found);
      return found >= 0;
    },
    'void RemoveAt(int)': (list: SequenceValue, key: number) => {
      moveUp(list, at(list, key, index));
      removeAt(list, key);
    },
    'void Reverse()': (list: SequenceValue) => {
      budget.walk(list.items.length);
      list.items.reverse();
      list.version++;
    },
    'void Sort(Func<T, T, int>)': (list: SequenceValue, order: Callable) => {
      list.items.sort((a, b) => order(a, b) as number);
      list.version++;
    },
    'void Sort()': (list: SequenceValue) => {
      list.items.sort(compareValues);
      list.version++;
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
