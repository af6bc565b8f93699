import { budget } from '../budget';
import * as t from '../types';
import { QueryValue } from '../collection';
import { Callable, DecimalValue, DoubleValue, IntegerValue, Value } from '../value';
import { argumentNull, invalidOperation } from '../errors';
import { toDouble } from '../numeric';
import { areEqual, DECIMAL_OPERATORS } from '../operators';
import { registerClass } from '../runtime-type';
import { typed, declare } from './declare';
import { itemsOf } from './items';
import { element } from './query';
import { compareWords } from './text';

export function compareValues(a: Value, b: Value): number {
  budget.spend(1);
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string') return compareWords(a, b);
  if (a instanceof DecimalValue && b instanceof DecimalValue) {
    return DECIMAL_OPERATORS.get('<')!(a, b) ? -1 : areEqual(a, b) ? 0 : 1;
  }
  const [x, y] = [orderOf(a), orderOf(b)];
  if (x < y) return -1;
  if (x > y) return 1;
  // A double that is not a number is smaller than all others.
  return x === y || (Number.isNaN(x) && Number.isNaN(y)) ? 0 : Number.isNaN(x) ? -1 : 1;
}

function orderOf(value: NonNullable<Value>): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') {
    if ('ticks' in value) return value.ticks as bigint;
    if ('code' in value) return value.code as number;
    if ('number' in value) return value.number as number;
    if (value instanceof IntegerValue) return value.value;
    if (value instanceof DoubleValue || value instanceof DecimalValue) return toDouble(value);
  }
  throw invalidOperation('Failed to compare two elements in the array.');
}

/** A sorted query, with its orders for `ThenBy`. */
class OrderedQuery extends QueryValue {
  constructor(
    elementType: t.Type,
    readonly source: Value,
    readonly orders: readonly Order[],
  ) {
    super(elementType, () => sorted(source, orders));
  }
}

interface Order {
  readonly key: Callable;
  readonly direction: number;
}

/** Sorts by several keys. Equal items keep their order. */
function sorted(source: Value, orders: readonly Order[]): Value[] {
  const items = itemsOf(source).map((item) => ({ item, keys: orders.map(({ key }) => key(item)) }));
  budget.allocate(64 * items.length);
  items.sort((a, b) => {
    budget.spend(2);
    for (const [index, { direction }] of orders.entries()) {
      const order = direction * compareValues(a.keys[index], b.keys[index]);
      if (order !== 0) return order;
    }
    return 0;
  });
  return items.map(({ item }) => item);
}

function orderBy(direction: number): ReturnType<typeof typed> {
  return typed((of) => (source: Value, key: Callable) => {
    if (source === null) throw argumentNull('source');
    return new OrderedQuery(element(of), source, [{ key, direction }]);
  });
}

function thenBy(direction: number): ReturnType<typeof typed> {
  return typed(
    (of) =>
      ({ source, orders }: OrderedQuery, key: Callable) =>
        new OrderedQuery(element(of), source, [...orders, { key, direction }]),
  );
}

declare(
  'IEnumerable<T>',
  {
    'IOrderedEnumerable<T> OrderBy<K>(Func<T, K>)': orderBy(1),
    'IOrderedEnumerable<T> OrderByDescending<K>(Func<T, K>)': orderBy(-1),
  },
  { isExtension: true },
);

declare(
  'IOrderedEnumerable<T>',
  {
    'IOrderedEnumerable<T> ThenBy<K>(Func<T, K>)': thenBy(1),
    'IOrderedEnumerable<T> ThenByDescending<K>(Func<T, K>)': thenBy(-1),
  },
  { bases: ['IEnumerable<T>'] },
);
registerClass(OrderedQuery, ({ elementType }: OrderedQuery) => t.generic('IOrderedEnumerable', elementType));
