import { budget } from '../budget';
import * as t from '../types';
import { Callable, DecimalValue, DoubleValue, SequenceValue, Value } from '../value';
import { invalidOperation } from '../errors';
import { toDouble } from '../numeric';
import { typed, declare } from './declare';
import { itemsOf } from './items';
import { element } from './query';
import { compareWords } from './text';

export function compareValues(a: Value, b: Value): number {
  budget.spend(1);
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

/** A sorted query, with its order for `ThenBy`. */
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
  const order = (a: Value, b: Value): number => {
    budget.spend(2);
    return before?.(a, b) || direction * compareValues(keys.get(a) ?? null, keys.get(b) ?? null);
  };
  return new Ordered(of, [...items].sort(order), order);
}

function orderBy(direction: number): ReturnType<typeof typed> {
  return typed((of) => (source: Value, key: Callable) => sorted(element(of), source, key, direction));
}

function thenBy(direction: number): ReturnType<typeof typed> {
  return typed((of) => (source: Ordered, key: Callable) => sorted(element(of), source, key, direction, source.order));
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
