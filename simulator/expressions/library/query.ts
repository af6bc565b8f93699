import { budget } from '../budget';
import { argumentNull, CSharpException, invalidOperation } from '../errors';
import * as t from '../types';
import { QueryValue } from '../collection';
import { keyOf, Value } from '../value';
import { typed } from './declare';
import { each } from './items';

/** Creates a query, whose items are determined when it is enumerated. */
export function query(element: t.Type, source: Value, items: () => Iterable<Value>): QueryValue {
  if (source === null) throw argumentNull('source');
  return new QueryValue(element, items);
}

export function none(): CSharpException {
  return invalidOperation('Sequence contains no elements');
}

export type Test = (item: Value) => boolean;

export function first(items: Iterable<Value>): Value {
  for (const item of items) return item;
  throw none();
}

export function element(of: (parameter: string) => t.Type): t.Type {
  return of('T');
}

/** Declares a method that returns a query with the same element type. */
export function own(work: (items: Iterable<Value>, ...args: never[]) => Iterable<Value>): ReturnType<typeof typed> {
  return typed(
    (of) =>
      (source: Value, ...args: never[]) =>
        query(element(of), source, () => work(each(source), ...args)),
  );
}

/** Declares a method that returns a query of the items that it makes of others. */
export function other(
  work: (items: Iterable<Value>, of: (parameter: string) => t.Type, ...args: never[]) => Iterable<Value>,
): ReturnType<typeof typed> {
  return typed(
    (of) =>
      (source: Value, ...args: never[]) =>
        query(of('R'), source, () => work(each(source), of, ...args)),
  );
}

/** The bytes of a key in a set. */
const KEY = 64;

/** Keys of items that were seen, after spending the cost of their memory. */
export class Keys {
  private readonly keys = new Set<Value>();

  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.add(item);
  }

  /** Returns false if an equal item was added before. */
  add(item: Value): boolean {
    budget.spend(4);
    const key = keyOf(item);
    if (this.keys.has(key)) return false;
    budget.allocate(KEY);
    this.keys.add(key);
    return true;
  }

  has(item: Value): boolean {
    budget.spend(1);
    return this.keys.has(keyOf(item));
  }
}
