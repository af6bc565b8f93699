import type { Environment, Step } from './evaluator';
import { ofKind } from './language/kinds';
import { unknownIn } from './language/symbols';
import type { Repetition } from './repetition';
import { countScope, eachScope, Scoped, unknownScope } from './scoped';
import { Invalid, Unresolved, Value, withSymbols } from '../value';

/** The instances of a resource or of a module. */
export type Instances<T> =
  | { readonly kind: 'once'; readonly only: T }
  | { readonly kind: 'count'; readonly items: readonly T[]; readonly assumed?: Unresolved }
  | { readonly kind: 'for_each'; readonly items: ReadonlyMap<string, T> }
  | { readonly kind: 'unknown'; readonly why: Unresolved; readonly representative: T };

/**
 * Makes the instances of a block.
 *
 * @param make - makes an instance; if their number is not known, one that represents all of them, or that may exist
 */
export function expand<T>(
  repetition: Repetition,
  address: string,
  outer: Environment,
  make: (address: string, scope: Environment) => T,
): Instances<T> {
  switch (repetition.kind) {
    case 'once':
      return { kind: 'once', only: make(address, outer) };
    case 'count': {
      const { length } = repetition;
      const items = Array.from({ length }, (_, index) =>
        make(`${address}[${index}]`, new Scoped(outer, countScope(index))),
      );
      return { kind: 'count', items };
    }
    case 'assumed': {
      const item = make(`${address}[0]`, new Scoped(outer, countScope(0)));
      return { kind: 'count', items: [item], assumed: repetition.why };
    }
    case 'for_each': {
      const items = repetition.entries.map(([key, value]) => {
        const scope = new Scoped(outer, eachScope(key, value));
        return [key, make(`${address}[${withSymbols(JSON.stringify(key))}]`, scope)] as const;
      });
      return { kind: 'for_each', items: new Map(items) };
    }
    case 'unknown': {
      const { why } = repetition;
      const representative = make(address, new Scoped(outer, unknownScope(why)));
      return { kind: 'unknown', why, representative };
    }
  }
}

/** Returns all instances, or the one that represents them. */
export function allOf<T>(instances: Instances<T>): readonly T[] {
  switch (instances.kind) {
    case 'once':
      return [instances.only];
    case 'count':
      return instances.items;
    case 'for_each':
      return [...instances.items.values()];
    case 'unknown':
      return [instances.representative];
  }
}

/** Returns what the steps refer to: an instance, a part of it, or all instances. */
export function referIn<T>(
  instances: Instances<T>,
  address: string,
  steps: readonly Step[],
  refer: (instance: T, rest: readonly Step[]) => Value,
): Value {
  const [key, ...rest] = steps;
  switch (instances.kind) {
    case 'once':
      return refer(instances.only, steps);
    case 'count': {
      if (key === undefined) {
        return ofKind(
          'tuple',
          instances.items.map((item) => refer(item, [])),
        );
      }
      const item = /^\d+$/.test(String(key)) ? instances.items[Number(key)] : undefined;
      return item === undefined ? missing(address, steps, []) : refer(item, rest);
    }
    case 'for_each': {
      if (key === undefined) {
        const wholes = [...instances.items].map(([name, item]) => [name, refer(item, [])] as const);
        return ofKind('object', Object.fromEntries(wholes));
      }
      const item = instances.items.get(String(key));
      return item === undefined ? missing(address, steps, [...instances.items.keys()]) : refer(item, rest);
    }
    case 'unknown':
      return unknownPart(address, steps, instances.why);
  }
}

/** What stands for an instance that has none of the keys. A key that is not known can be any. */
function missing(address: string, steps: readonly Step[], keys: readonly string[]): Unresolved {
  const [key = ''] = steps;
  const unknown = unknownIn([String(key), ...keys]);
  if (unknown) return unknownPart(address, steps, unknown);
  return new Invalid(`${address} has no [${typeof key === 'number' ? key : JSON.stringify(key)}]`);
}

/** An attribute of an instance, if there is one: only its value is not known. */
function unknownPart(address: string, steps: readonly Step[], why: Unresolved): Unresolved {
  const parts = steps.map((step, index) =>
    index === 0 || typeof step === 'number' ? `[${JSON.stringify(step)}]` : `.${step}`,
  );
  return new Unresolved(why.reason, address + parts.join(''), why);
}
