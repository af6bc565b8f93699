import { QueryValue } from '../collection';
import { Value } from '../value';
import { defaultOf } from '../conversions';
import { CSharpException, invalidOperation, outOfRange } from '../errors';
import { areEqual } from '../operators';
import { declare, typed } from './declare';
import { countOf, each, itemsOf, walked } from './items';
import { folded } from './text';
import { element, first, none, Test } from './query';

function noMatch(): CSharpException {
  return invalidOperation('Sequence contains no matching element');
}

/** Returns the only item; undefined if there is none. Does not visit the items after the second. */
function single(items: Iterable<Value>): Value | undefined {
  let found: Value | undefined;
  for (const item of items) {
    if (found !== undefined) throw invalidOperation('Sequence contains more than one element');
    found = item;
  }
  return found;
}

/** Returns the first item that passes a test, without visiting the following ones. */
function find(source: Value, test: Test): Value | undefined {
  for (const item of each(source)) if (test(item)) return item;
  return undefined;
}

/** Returns whether an item passes a test that calls no lambda. A query does not make the items after it. */
function has(source: Value, test: Test): boolean {
  return source instanceof QueryValue ? find(source, test) !== undefined : walked(source).some(test);
}

function filtered(source: Value, test: Test): Value[] {
  return itemsOf(source).filter((item) => test(item));
}

/** Returns the item at an index, without visiting the following ones; undefined if there are fewer items. */
function itemAt(source: Value, index: number): Value | undefined {
  let at = 0;
  if (index >= 0) for (const item of each(source)) if (at++ === index) return item;
  return undefined;
}

declare(
  'IEnumerable<T>',
  {
    'bool Any()': (source: Value) => itemAt(source, 0) !== undefined,
    'bool Any(Func<T, bool>)': (source: Value, test: Test) => find(source, test) !== undefined,
    'bool All(Func<T, bool>)': (source: Value, test: Test) => find(source, (item) => !test(item)) === undefined,
    'bool Contains(T)': (source: Value, item: Value) => has(source, (one) => areEqual(one, item)),
    'bool Contains(T, StringComparer)': (source: Value, item: Value, by: { readonly ignoresCase: boolean }) =>
      has(source, (one) =>
        by.ignoresCase && typeof one === 'string' && typeof item === 'string'
          ? folded(one) === folded(item)
          : areEqual(one, item),
      ),
    'int Count()': (source: Value) => countOf(source),
    'int Count(Func<T, bool>)': (source: Value, test: Test) => filtered(source, test).length,
    'T First()': (source: Value) => first(each(source)),
    'T First(Func<T, bool>)': (source: Value, test: Test) => {
      const found = find(source, test);
      if (found === undefined) throw noMatch();
      return found;
    },
    'T FirstOrDefault()': typed((of) => (source: Value) => itemAt(source, 0) ?? defaultOf(element(of))),
    'T FirstOrDefault(Func<T, bool>)': typed(
      (of) => (source: Value, test: Test) => find(source, test) ?? defaultOf(element(of)),
    ),
    'T Last()': (source: Value) => first(itemsOf(source).slice(-1)),
    'T Last(Func<T, bool>)': (source: Value, test: Test) => {
      const found = filtered(source, test).at(-1);
      if (found === undefined) throw noMatch();
      return found;
    },
    'T LastOrDefault()': typed((of) => (source: Value) => itemsOf(source).at(-1) ?? defaultOf(element(of))),
    'T LastOrDefault(Func<T, bool>)': typed(
      (of) => (source: Value, test: Test) => filtered(source, test).at(-1) ?? defaultOf(element(of)),
    ),
    'T Single()': (source: Value) => {
      const found = single(each(source));
      if (found === undefined) throw none();
      return found;
    },
    'T Single(Func<T, bool>)': (source: Value, test: Test) => {
      const found = single(filtered(source, test));
      if (found === undefined) throw noMatch();
      return found;
    },
    'T SingleOrDefault()': typed((of) => (source: Value) => single(each(source)) ?? defaultOf(element(of))),
    'T SingleOrDefault(Func<T, bool>)': typed(
      (of) => (source: Value, test: Test) => single(filtered(source, test)) ?? defaultOf(element(of)),
    ),
    'T ElementAt(int)': (source: Value, index: number) => {
      const item = itemAt(source, index);
      if (item === undefined) throw outOfRange('index');
      return item;
    },
    'T ElementAtOrDefault(int)': typed(
      (of) => (source: Value, index: number) => itemAt(source, index) ?? defaultOf(element(of)),
    ),
    'bool SequenceEqual(IEnumerable<T>)': (source: Value, other: Value) => {
      const [a, b] = [walked(source), walked(other)];
      return a.length === b.length && a.every((item, index) => areEqual(item, b[index]));
    },
  },
  { isExtension: true },
);
