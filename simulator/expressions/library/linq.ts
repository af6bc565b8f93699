import { defaultOf, isOfType, unboxed } from '../conversions';
import { invalidCast, nullReference, outOfRange } from '../errors';
import { runtimeType } from '../runtime-type';
import * as t from '../types';
import { QueryValue } from '../collection';
import { Callable, Value } from '../value';
import { declare, typed } from './declare';
import { each } from './items';
import { Keys, other, own, query, Test } from './query';

type IndexedTest = (item: Value, index: number) => boolean;

function* skipped(items: Iterable<Value>, test: IndexedTest): Iterable<Value> {
  let index = 0;
  let isSkipping = true;
  for (const item of items) {
    isSkipping &&= test(item, index++);
    if (!isSkipping) yield item;
  }
}

function* taken(items: Iterable<Value>, test: IndexedTest): Iterable<Value> {
  let index = 0;
  for (const item of items) {
    if (!test(item, index++)) return;
    yield item;
  }
}

function* filtered(items: Iterable<Value>, test: IndexedTest): Iterable<Value> {
  let index = 0;
  for (const item of items) if (test(item, index++)) yield item;
}

function* mapped(items: Iterable<Value>, _: unknown, map: Callable): Iterable<Value> {
  for (const item of items) yield map(item);
}

declare(
  'IEnumerable<T>',
  {
    'IEnumerable<T> Where(Func<T, bool>)': own((items, test: Test) => filtered(items, (item) => test(item))),
    'IEnumerable<T> Where(Func<T, int, bool>)': own(filtered),
    'IEnumerable<R> Select<R>(Func<T, R>)': other(mapped),
    'IEnumerable<R> Select<R>(Func<T, int, R>)': other(function* (items, _, map: Callable) {
      let index = 0;
      for (const item of items) yield map(item, index++);
    }),
    'IEnumerable<R> SelectMany<R>(Func<T, IEnumerable<R>>)': other(function* (items, _, map: Callable) {
      for (const item of items) {
        const inner = map(item);
        if (inner === null) throw nullReference();
        yield* each(inner);
      }
    }),
    'IEnumerable<R> Cast<R>()': other(function* (items, of) {
      for (const item of items) {
        if (item !== null && !isOfType(item, of('R')))
          throw invalidCast(t.runtimeName(runtimeType(item)), t.runtimeName(of('R')));
        yield unboxed(item);
      }
    }),
    'IEnumerable<R> OfType<R>()': other(function* (items, of) {
      for (const item of items) if (item !== null && isOfType(item, of('R'))) yield unboxed(item);
    }),
    'IEnumerable<T> Skip(int)': own((items, count: number) => skipped(items, (_, index) => index < count)),
    'IEnumerable<T> Take(int)': own(function* (items, count: number) {
      let left = count;
      if (left <= 0) return;
      for (const item of items) {
        yield item;
        if (--left <= 0) return;
      }
    }),
    'IEnumerable<T> SkipWhile(Func<T, bool>)': own((items, test: Test) => skipped(items, (item) => test(item))),
    'IEnumerable<T> TakeWhile(Func<T, bool>)': own((items, test: Test) => taken(items, (item) => test(item))),
    'IEnumerable<T> Distinct()': own((items) => distinct(items)),
    'IEnumerable<T> Reverse()': own((items) => [...items].reverse()),
    'IEnumerable<T> AsEnumerable()': own((items) => items),
    'IEnumerable<T> DefaultIfEmpty()': typed(
      (of) => (source: Value) => query(of('T'), source, () => orElse(each(source), defaultOf(of('T')))),
    ),
    'IEnumerable<T> DefaultIfEmpty(T)': own(orElse),
    'IEnumerable<T> Concat(IEnumerable<T>)': own((items, second: Value) => chained(items, each(second))),
    'IEnumerable<T> Append(T)': own((items, item: Value) => chained(items, [item])),
    'IEnumerable<T> Prepend(T)': own((items, item: Value) => chained([item], items)),
    'IEnumerable<T> Union(IEnumerable<T>)': own((items, second: Value) => distinct(chained(items, each(second)))),
    'IEnumerable<T> Intersect(IEnumerable<T>)': own((items, second: Value) => {
      const keys = new Keys(each(second));
      return distinct(filtered(items, (item) => keys.has(item)));
    }),
    'IEnumerable<T> Except(IEnumerable<T>)': own((items, second: Value) => {
      const keys = new Keys(each(second));
      return distinct(filtered(items, (item) => !keys.has(item)));
    }),
  },
  { bases: ['object'], isExtension: true },
);

export function* distinct(items: Iterable<Value>): Iterable<Value> {
  const seen = new Keys();
  for (const item of items) if (seen.add(item)) yield item;
}

function* chained(first: Iterable<Value>, second: Iterable<Value>): Iterable<Value> {
  yield* first;
  yield* second;
}

function* orElse(items: Iterable<Value>, item: Value): Iterable<Value> {
  let isEmpty = true;
  for (const one of items) {
    isEmpty = false;
    yield one;
  }
  if (isEmpty) yield item;
}

function* range(start: number, count: number): Iterable<Value> {
  for (let index = 0; index < count; index++) yield start + index;
}

function* repeated(item: Value, count: number): Iterable<Value> {
  for (let index = 0; index < count; index++) yield item;
}

declare('Enumerable', {
  'static IEnumerable<int> Range(int, int)': (start: number, count: number) => {
    if (count < 0 || start + count - 1 > 2 ** 31 - 1) throw outOfRange('count');
    return new QueryValue(t.INT, () => range(start, count));
  },
  'static IEnumerable<T> Repeat<T>(T, int)': typed((of) => (item: Value, count: number) => {
    if (count < 0) throw outOfRange('count');
    return new QueryValue(of('T'), () => repeated(item, count));
  }),
  'static IEnumerable<T> Empty<T>()': typed((of) => () => new QueryValue(of('T'), () => [])),
});
