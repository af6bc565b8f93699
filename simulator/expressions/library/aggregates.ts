import { budget } from '../budget';
import * as t from '../types';
import { Callable, DecimalValue, DoubleValue, Value } from '../value';
import { defaultOf } from '../conversions';
import { Unsupported } from '../errors';
import { toDouble } from '../numeric';
import { arithmeticOverflow, DOUBLE_OPERATORS, DECIMAL_OPERATORS } from '../operators';
import { declare, typed } from './declare';
import { itemsOf, walked } from './items';
import { compareValues } from './order';
import { none, element, first } from './query';

function checked(value: bigint, bits: number): bigint {
  if (BigInt.asIntN(bits, value) === value) return value;
  throw arithmeticOverflow();
}

function sum(type: t.Type, items: readonly Value[]): Value {
  // Integers are added as bigints.
  budget.spend(4 * items.length);
  const bare = t.underlying(type);
  const values = items.filter((item) => item !== null);
  switch (bare) {
    case t.INT:
      return Number(values.reduce<bigint>((so, item) => checked(so + BigInt(item as number), 32), 0n));
    case t.LONG:
      return values.reduce<bigint>((so, item) => checked(so + (item as bigint), 64), 0n);
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

function mapped(source: Value, map: Callable): Value[] {
  return itemsOf(source).map((item) => map(item));
}

declare(
  'IEnumerable<T>',
  {
    'T Sum()': typed((of) => (source: Value) => sum(element(of), walked(source))),
    'R Sum<R>(Func<T, R>)': typed((of) => (source: Value, map: Callable) => sum(of('R'), mapped(source, map))),
    'T Min()': typed((of) => (source: Value) => extreme(element(of), walked(source), -1)),
    'R Min<R>(Func<T, R>)': typed((of) => (source: Value, map: Callable) => extreme(of('R'), mapped(source, map), -1)),
    'T Max()': typed((of) => (source: Value) => extreme(element(of), walked(source), 1)),
    'R Max<R>(Func<T, R>)': typed((of) => (source: Value, map: Callable) => extreme(of('R'), mapped(source, map), 1)),
    'double Average()': typed((of) => (source: Value) => average(element(of), walked(source))),
    'double Average<R>(Func<T, R>)': typed(
      (of) => (source: Value, map: Callable) => average(of('R'), mapped(source, map)),
    ),
    'T Aggregate(Func<T, T, T>)': (source: Value, step: Callable) => {
      const items = itemsOf(source);
      first(items);
      return items.reduce((so, item) => step(so, item));
    },
    'R Aggregate<R>(R, Func<R, T, R>)': (source: Value, seed: Value, step: Callable) =>
      itemsOf(source).reduce((so, item) => step(so, item), seed),
    'R Aggregate<A, R>(A, Func<A, T, A>, Func<A, R>)': (source: Value, seed: Value, step: Callable, last: Callable) =>
      last(itemsOf(source).reduce((so, item) => step(so, item), seed)),
  },
  { isExtension: true },
);
