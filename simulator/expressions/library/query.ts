import { budget } from '../budget';
import * as t from '../types';
import { keyOf, SequenceValue, Value } from '../value';
import { CSharpException, invalidOperation } from '../errors';
import { typed } from './declare';
import { walked } from './items';

/** The result of a query. It is computed immediately, which is unobservable without side effects. */
export function query(element: t.Type, items: readonly Value[]): SequenceValue {
  budget.scan(items.length);
  return new SequenceValue('sequence', element, [...items]);
}

export function none(): CSharpException {
  return invalidOperation('Sequence contains no elements');
}

export type Test = (item: Value) => boolean;

export function first(items: readonly Value[]): Value {
  if (items.length === 0) throw none();
  return items[0];
}

export function element(of: (parameter: string) => t.Type): t.Type {
  return of('T');
}

/** Declares a method that returns a query with the same element type. */
export function own(work: (items: readonly Value[], ...args: never[]) => readonly Value[]): ReturnType<typeof typed> {
  return typed(
    (of) =>
      (source: Value, ...args: never[]) =>
        query(element(of), work(walked(source), ...args)),
  );
}

export function distinct(items: readonly Value[]): Value[] {
  budget.spend(4 * items.length);
  const seen = new Map<Value, Value>();
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item);
  return [...seen.values()];
}

export function test1(test: Test): Test {
  return (item) => test(item);
}
