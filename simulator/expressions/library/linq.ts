import { budget } from '../budget';
import { invalidCast, outOfRange } from '../errors';
import { defaultOf, isOfType } from '../conversions';
import { runtimeType } from '../runtime-type';
import * as t from '../types';
import { Callable, keyOf, Value } from '../value';
import { declare, typed } from './declare';
import { countOf, itemsOf, walked } from './items';
import { own, Test, test1, query, distinct, element } from './query';

declare(
  'IEnumerable<T>',
  {
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
          itemsOf(source).flatMap((item) => taken(map(item))),
        ),
    ),
    'IEnumerable<R> Cast<R>()': typed(
      (of) => (source: Value) =>
        query(
          of('R'),
          walked(source).map((item) => {
            if (item === null || isOfType(item, of('R'))) return item;
            throw invalidCast(t.runtimeName(runtimeType(item)), t.runtimeName(of('R')));
          }),
        ),
    ),
    'IEnumerable<R> OfType<R>()': typed(
      (of) => (source: Value) =>
        query(
          of('R'),
          walked(source).filter((item) => item !== null && isOfType(item, of('R'))),
        ),
    ),
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
      (of) => (source: Value) => query(element(of), countOf(source) > 0 ? itemsOf(source) : [defaultOf(element(of))]),
    ),
    'IEnumerable<T> Concat(IEnumerable<T>)': own((items, other: Value) => [...items, ...taken(other)]),
    'IEnumerable<T> Append(T)': own((items, item: Value) => [...items, item]),
    'IEnumerable<T> Prepend(T)': own((items, item: Value) => [item, ...items]),
    'IEnumerable<T> Union(IEnumerable<T>)': own((items, other: Value) => distinct([...items, ...taken(other)])),
    'IEnumerable<T> Intersect(IEnumerable<T>)': own((items, other: Value) => {
      const keys = keysOf(other);
      return distinct(items).filter((item) => keys.has(keyOf(item)));
    }),
    'IEnumerable<T> Except(IEnumerable<T>)': own((items, other: Value) => {
      const keys = keysOf(other);
      return distinct(items).filter((item) => !keys.has(keyOf(item)));
    }),
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

function keysOf(source: Value): ReadonlySet<Value> {
  const items = taken(source);
  budget.spend(4 * items.length);
  return new Set(items.map(keyOf));
}

/** Returns the items to copy into a list, and spends the cost of the copy. */
function taken(source: Value): readonly Value[] {
  const items = walked(source);
  budget.allocate(8 * items.length);
  return items;
}

declare('Enumerable', {
  'static IEnumerable<int> Range(int, int)': (start: number, count: number) => {
    if (count < 0) throw outOfRange('count');
    budget.allocate(8 * count);
    return query(
      t.INT,
      Array.from({ length: count }, (_, index) => start + index),
    );
  },
  'static IEnumerable<T> Repeat<T>(T, int)': typed((of) => (item: Value, count: number) => {
    if (count < 0) throw outOfRange('count');
    budget.allocate(8 * count);
    return query(of('T'), new Array<Value>(count).fill(item));
  }),
  'static IEnumerable<T> Empty<T>()': typed((of) => () => query(of('T'), [])),
});
