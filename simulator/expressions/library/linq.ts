import { CSharpException, invalidCast, invalidOperation, outOfRange, Unsupported } from '../errors';
import { defaultOf, isOfType, toDouble } from '../conversions';
import { areEqual, DECIMAL_OPERATORS, DOUBLE_OPERATORS, INT_OPERATORS, LONG_OPERATORS } from '../operators';
import { runtimeType } from '../runtime-type';
import * as t from '../types';
import { Callable, DecimalValue, DictionaryValue, DoubleValue, keyOf, SequenceValue, Value } from '../value';
import { declare, typed } from './declare';
import { itemsOf } from './items';
import { compareWords } from './strings';

/** What a query gives; it is worked out at once, which no expression without side effects can tell. */
function query(element: t.Type, items: readonly Value[]): SequenceValue {
  return new SequenceValue('sequence', element, [...items]);
}

function none(): CSharpException {
  return invalidOperation('Sequence contains no elements');
}
function noMatch(): CSharpException {
  return invalidOperation('Sequence contains no matching element');
}

type Test = (item: Value) => boolean;

function first(items: readonly Value[]): Value {
  if (items.length === 0) throw none();
  return items[0];
}
function single(items: readonly Value[]): Value {
  if (items.length > 1) throw invalidOperation('Sequence contains more than one element');
  return first(items);
}

function last(items: readonly Value[], test: Test): Value | undefined {
  return items.filter(test1(test)).at(-1);
}

function element(of: (parameter: string) => t.Type): t.Type {
  return of('T');
}

/** A method that gives a query of its own element type. */
function own(work: (items: readonly Value[], ...args: never[]) => readonly Value[]): ReturnType<typeof typed> {
  return typed(
    (of) =>
      (source: Value, ...args: never[]) =>
        query(element(of), work(itemsOf(source), ...args)),
  );
}

function distinct(items: readonly Value[]): Value[] {
  const seen = new Map<Value, Value>();
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item);
  return [...seen.values()];
}

export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string') return compareWords(a, b);
  const [x, y] = [orderOf(a), orderOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function orderOf(value: NonNullable<Value>): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') {
    if ('ticks' in value) return value.ticks as bigint;
    if ('code' in value) return value.code as number;
    if ('number' in value) return value.number as number;
    if (value instanceof DoubleValue || value instanceof DecimalValue) return toDouble(value);
  }
  throw invalidOperation('Failed to compare two elements in the array.');
}

/** A sorted query, which knows how it was sorted, for ThenBy. */
class Ordered extends SequenceValue {
  constructor(
    elementType: t.Type,
    items: Value[],
    readonly order: (a: Value, b: Value) => number,
  ) {
    super('sequence', elementType, items);
  }
}

function sorted(of: t.Type, source: Value, key: Callable, direction: number, before?: Ordered['order']): Ordered {
  const items = itemsOf(source);
  const keys = new Map(items.map((item) => [item, key(item)]));
  const order = (a: Value, b: Value): number =>
    before?.(a, b) || direction * compareValues(keys.get(a) ?? null, keys.get(b) ?? null);
  return new Ordered(of, [...items].sort(order), order);
}

function orderBy(direction: number): ReturnType<typeof typed> {
  return typed((of) => (source: Value, key: Callable) => sorted(element(of), source, key, direction));
}
function thenBy(direction: number): ReturnType<typeof typed> {
  return typed((of) => (source: Ordered, key: Callable) => sorted(element(of), source, key, direction, source.order));
}

function sum(type: t.Type, items: readonly Value[]): Value {
  const bare = t.underlying(type);
  const values = items.filter((item) => item !== null);
  switch (bare) {
    case t.INT: {
      const total = values.reduce<number>((so, item) => so + (item as number), 0);
      if (total !== (total | 0))
        throw new CSharpException('OverflowException', 'Arithmetic operation resulted in an overflow.');
      return INT_OPERATORS.get('+')!(total, 0);
    }
    case t.LONG:
      return values.reduce<Value>((so, item) => LONG_OPERATORS.get('+')!(so as bigint, item as bigint), 0n);
    case t.DOUBLE:
      return values.reduce<Value>((so, item) => DOUBLE_OPERATORS.get('+')!(so, item), new DoubleValue(0));
    case t.DECIMAL:
      return values.reduce<Value>((so, item) => DECIMAL_OPERATORS.get('+')!(so, item), new DecimalValue(0n, 0));
    default:
      throw new Unsupported(`a sum of ${type.text} is not supported`);
  }
}

function extreme(type: t.Type, items: readonly Value[], direction: number): Value {
  const values = items.filter((item) => item !== null);
  if (values.length === 0) {
    if (defaultOf(type) === null) return null;
    throw none();
  }
  return values.reduce((best, item) => (direction * compareValues(item, best) > 0 ? item : best));
}

function average(type: t.Type, items: readonly Value[]): Value {
  if (![t.INT, t.LONG, t.DOUBLE].includes(type)) throw new Unsupported(`an average of ${type.text} is not supported`);
  if (items.length === 0) throw none();
  return new DoubleValue(items.reduce<number>((so, item) => so + toDouble(item), 0) / items.length);
}

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
    'bool Any()': (source: Value) => itemsOf(source).length > 0,
    'bool Any(Func<T, bool>)': (source: Value, test: Test) => itemsOf(source).some(test1(test)),
    'bool All(Func<T, bool>)': (source: Value, test: Test) => itemsOf(source).every(test1(test)),
    'bool Contains(T)': (source: Value, item: Value) => itemsOf(source).some((one) => areEqual(one, item)),
    'bool Contains(T, StringComparer)': (source: Value, item: Value, by: { readonly ignoresCase: boolean }) =>
      itemsOf(source).some((one) =>
        by.ignoresCase ? (one as string).toUpperCase() === (item as string).toUpperCase() : one === item,
      ),
    'int Count()': (source: Value) => itemsOf(source).length,
    'int Count(Func<T, bool>)': (source: Value, test: Test) => itemsOf(source).filter(test1(test)).length,
    'T First()': (source: Value) => first(itemsOf(source)),
    'T First(Func<T, bool>)': (source: Value, test: Test) => {
      const found = itemsOf(source).find(test1(test));
      if (found === undefined) throw noMatch();
      return found;
    },
    'T FirstOrDefault()': typed((of) => (source: Value) => itemsOf(source)[0] ?? defaultOf(element(of))),
    'T FirstOrDefault(Func<T, bool>)': typed(
      (of) => (source: Value, test: Test) => itemsOf(source).find(test1(test)) ?? defaultOf(element(of)),
    ),
    'T Last()': (source: Value) => first([...itemsOf(source)].reverse()),
    'T Last(Func<T, bool>)': (source: Value, test: Test) => {
      const found = last(itemsOf(source), test);
      if (found === undefined) throw noMatch();
      return found;
    },
    'T LastOrDefault()': typed((of) => (source: Value) => itemsOf(source).at(-1) ?? defaultOf(element(of))),
    'T LastOrDefault(Func<T, bool>)': typed(
      (of) => (source: Value, test: Test) => last(itemsOf(source), test) ?? defaultOf(element(of)),
    ),
    'T Single()': (source: Value) => single(itemsOf(source)),
    'T Single(Func<T, bool>)': (source: Value, test: Test) => single(itemsOf(source).filter(test1(test))),
    'T SingleOrDefault()': typed(
      (of) => (source: Value) => (itemsOf(source).length === 0 ? defaultOf(element(of)) : single(itemsOf(source))),
    ),
    'T ElementAt(int)': (source: Value, index: number) => {
      const items = itemsOf(source);
      if (index < 0 || index >= items.length) throw outOfRange('index');
      return items[index];
    },
    'T ElementAtOrDefault(int)': typed(
      (of) => (source: Value, index: number) => itemsOf(source)[index] ?? defaultOf(element(of)),
    ),
    'IEnumerable<T> Where(Func<T, bool>)': own((items, test: Test) => items.filter(test1(test))),
    'IEnumerable<R> Select<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        query(
          of('R'),
          itemsOf(source).map((item) => map(item)),
        ),
    ),
    'IEnumerable<R> Select<R>(Func<T, int, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        query(
          of('R'),
          itemsOf(source).map((item, index) => map(item, index)),
        ),
    ),
    'IEnumerable<R> SelectMany<R>(Func<T, IEnumerable<R>>)': typed(
      (of) => (source: Value, map: Callable) =>
        query(
          of('R'),
          itemsOf(source).flatMap((item) => itemsOf(map(item))),
        ),
    ),
    'IEnumerable<R> Cast<R>()': typed(
      (of) => (source: Value) =>
        query(
          of('R'),
          itemsOf(source).map((item) => {
            if (item === null || isOfType(item, of('R'))) return item;
            throw invalidCast(t.runtimeName(runtimeType(item)), t.runtimeName(of('R')));
          }),
        ),
    ),
    'IEnumerable<R> OfType<R>()': typed(
      (of) => (source: Value) =>
        query(
          of('R'),
          itemsOf(source).filter((item) => item !== null && isOfType(item, of('R'))),
        ),
    ),
    'T[] ToArray()': typed((of) => (source: Value) => toArray(element(of), itemsOf(source))),
    'List<T> ToList()': typed((of) => (source: Value) => new SequenceValue('list', element(of), [...itemsOf(source)])),
    'HashSet<T> ToHashSet()': typed(
      (of) => (source: Value) => new SequenceValue('set', element(of), distinct(itemsOf(source))),
    ),
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
    'IOrderedEnumerable<T> OrderBy<K>(Func<T, K>)': orderBy(1),
    'IOrderedEnumerable<T> OrderByDescending<K>(Func<T, K>)': orderBy(-1),
    'IEnumerable<T> Skip(int)': own((items, count: number) => items.slice(Math.max(count, 0))),
    'IEnumerable<T> Take(int)': own((items, count: number) => items.slice(0, Math.max(count, 0))),
    'IEnumerable<T> SkipWhile(Func<T, bool>)': own((items, test: Test) => {
      const from = items.findIndex((item) => !test(item));
      return from < 0 ? [] : items.slice(from);
    }),
    'IEnumerable<T> TakeWhile(Func<T, bool>)': own((items, test: Test) => {
      const to = items.findIndex((item) => !test(item));
      return to < 0 ? items : items.slice(0, to);
    }),
    'IEnumerable<T> Distinct()': own(distinct),
    'IEnumerable<T> Reverse()': own((items) => [...items].reverse()),
    'IEnumerable<T> AsEnumerable()': own((items) => items),
    'IEnumerable<T> DefaultIfEmpty()': typed(
      (of) => (source: Value) =>
        query(element(of), itemsOf(source).length > 0 ? itemsOf(source) : [defaultOf(element(of))]),
    ),
    'IEnumerable<T> Concat(IEnumerable<T>)': own((items, other: Value) => [...items, ...itemsOf(other)]),
    'IEnumerable<T> Append(T)': own((items, item: Value) => [...items, item]),
    'IEnumerable<T> Prepend(T)': own((items, item: Value) => [item, ...items]),
    'IEnumerable<T> Union(IEnumerable<T>)': own((items, other: Value) => distinct([...items, ...itemsOf(other)])),
    'IEnumerable<T> Intersect(IEnumerable<T>)': own((items, other: Value) => {
      const keys = new Set(itemsOf(other).map(keyOf));
      return distinct(items).filter((item) => keys.has(keyOf(item)));
    }),
    'IEnumerable<T> Except(IEnumerable<T>)': own((items, other: Value) => {
      const keys = new Set(itemsOf(other).map(keyOf));
      return distinct(items).filter((item) => !keys.has(keyOf(item)));
    }),
    'IEnumerable<IGrouping<K, T>> GroupBy<K>(Func<T, K>)': typed((of) => (source: Value, key: Callable) => {
      const groups = new Map<Value, Group>();
      for (const item of itemsOf(source)) {
        const name = key(item);
        const group = groups.get(keyOf(name)) ?? new Group(name, element(of), []);
        groups.set(keyOf(name), group);
        group.items.push(item);
      }
      return query(t.generic('IGrouping', of('K'), element(of)), [...groups.values()]);
    }),
    'bool SequenceEqual(IEnumerable<T>)': (source: Value, other: Value) => {
      const [a, b] = [itemsOf(source), itemsOf(other)];
      return a.length === b.length && a.every((item, index) => areEqual(item, b[index]));
    },
    'T Sum()': typed((of) => (source: Value) => sum(element(of), itemsOf(source))),
    'R Sum<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        sum(
          of('R'),
          itemsOf(source).map((item) => map(item)),
        ),
    ),
    'T Min()': typed((of) => (source: Value) => extreme(element(of), itemsOf(source), -1)),
    'R Min<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        extreme(
          of('R'),
          itemsOf(source).map((item) => map(item)),
          -1,
        ),
    ),
    'T Max()': typed((of) => (source: Value) => extreme(element(of), itemsOf(source), 1)),
    'R Max<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        extreme(
          of('R'),
          itemsOf(source).map((item) => map(item)),
          1,
        ),
    ),
    'double Average()': typed((of) => (source: Value) => average(element(of), itemsOf(source))),
    'double Average<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) =>
        average(
          of('R'),
          itemsOf(source).map((item) => map(item)),
        ),
    ),
    'T Aggregate(Func<T, T, T>)': (source: Value, step: Callable) => {
      first(itemsOf(source));
      return itemsOf(source).reduce((so, item) => step(so, item));
    },
    'R Aggregate<R>(R, Func<R, T, R>)': (source: Value, seed: Value, step: Callable) =>
      itemsOf(source).reduce((so, item) => step(so, item), seed),
    'IEnumerable<R> Zip<U, R>(IEnumerable<U>, Func<T, U, R>)': typed(
      (of) => (source: Value, other: Value, map: Callable) => {
        const second = itemsOf(other);
        return query(
          of('R'),
          itemsOf(source)
            .slice(0, second.length)
            .map((item, index) => map(item, second[index])),
        );
      },
    ),
  },
  { bases: ['object'], isExtension: true },
);

declare(
  'IOrderedEnumerable<T>',
  {
    'IOrderedEnumerable<T> ThenBy<K>(Func<T, K>)': thenBy(1),
    'IOrderedEnumerable<T> ThenByDescending<K>(Func<T, K>)': thenBy(-1),
  },
  { bases: ['IEnumerable<T>'] },
);

declare('Enumerable', {
  'static IEnumerable<int> Range(int, int)': (start: number, count: number) => {
    if (count < 0) throw outOfRange('count');
    if (count > 1_000_000) throw new Unsupported('a range of more than 1000000 numbers is not supported');
    return query(
      t.INT,
      Array.from({ length: count }, (_, index) => start + index),
    );
  },
  'static IEnumerable<T> Empty<T>()': typed((of) => () => query(of('T'), [])),
});

function test1(test: Test): Test {
  return (item) => test(item);
}
