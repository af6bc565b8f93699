import { Value } from '../value';
import { defaultOf } from '../conversions';
import { CSharpException, invalidOperation, outOfRange } from '../errors';
import { areEqual } from '../operators';
import { declare, typed } from './declare';
import { countOf, itemsOf, walked } from './items';
import { folded } from './text';
import { first, Test, test1, element } from './query';

function noMatch(): CSharpException {
  return invalidOperation('Sequence contains no matching element');
}

function single(items: readonly Value[]): Value {
  if (items.length > 1) throw invalidOperation('Sequence contains more than one element');
  return first(items);
}

function last(items: readonly Value[], test: Test): Value | undefined {
  return items.filter(test1(test)).at(-1);
}

declare(
  'IEnumerable<T>',
  {
    'bool Any()': (source: Value) => countOf(source) > 0,
    'bool Any(Func<T, bool>)': (source: Value, test: Test) => itemsOf(source).some(test1(test)),
    'bool All(Func<T, bool>)': (source: Value, test: Test) => itemsOf(source).every(test1(test)),
    'bool Contains(T)': (source: Value, item: Value) => walked(source).some((one) => areEqual(one, item)),
    'bool Contains(T, StringComparer)': (source: Value, item: Value, by: { readonly ignoresCase: boolean }) =>
      walked(source).some((one) =>
        by.ignoresCase && typeof one === 'string' && typeof item === 'string'
          ? folded(one) === folded(item)
          : areEqual(one, item),
      ),
    'int Count()': (source: Value) => countOf(source),
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
    'T Last()': (source: Value) => first(itemsOf(source).slice(-1)),
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
    'T Single(Func<T, bool>)': (source: Value, test: Test) => {
      const found = itemsOf(source).filter(test1(test));
      if (found.length === 0) throw noMatch();
      return single(found);
    },
    'T SingleOrDefault()': typed(
      (of) => (source: Value) => (countOf(source) === 0 ? defaultOf(element(of)) : single(itemsOf(source))),
    ),
    'T SingleOrDefault(Func<T, bool>)': typed((of) => (source: Value, test: Test) => {
      const found = itemsOf(source).filter(test1(test));
      return found.length === 0 ? defaultOf(element(of)) : single(found);
    }),
    'T ElementAt(int)': (source: Value, index: number) => {
      const items = itemsOf(source);
      if (index < 0 || index >= items.length) throw outOfRange('index');
      return items[index];
    },
    'T ElementAtOrDefault(int)': typed(
      (of) => (source: Value, index: number) => itemsOf(source)[index] ?? defaultOf(element(of)),
    ),
    'bool SequenceEqual(IEnumerable<T>)': (source: Value, other: Value) => {
      const [a, b] = [walked(source), walked(other)];
      return a.length === b.length && a.every((item, index) => areEqual(item, b[index]));
    },
  },
  { isExtension: true },
);
