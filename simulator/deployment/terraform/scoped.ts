import type { Environment, Step } from './evaluator';
import { select } from './evaluator';
import { withoutSymbol } from './language/symbols';
import type { Unresolved, Value } from '../value';

/** Adds names such as `each` and `count`, or the iterators of dynamic blocks, to an environment. */
export class Scoped implements Environment {
  constructor(
    private readonly outer: Environment,
    /** The values by name. */
    private readonly names: ReadonlyMap<string, Value>,
  ) {}

  refer(steps: readonly Step[]): Value {
    const [name, ...rest] = steps;
    const value = this.names.get(String(name));
    return value === undefined ? this.outer.refer(steps) : select(value, rest, String(name));
  }

  get files(): Environment['files'] {
    return this.outer.files;
  }
}

/** The values of `each` in an instance. */
export function eachScope(key: string, value: Value): ReadonlyMap<string, Value> {
  return new Map([['each', { key, value }]]);
}

export function countScope(index: number): ReadonlyMap<string, Value> {
  return new Map([['count', { index }]]);
}

/** The values in an instance that stands for all, because their number is not known. They differ in each instance. */
export function unknownScope(why: Unresolved): ReadonlyMap<string, Value> {
  const differs = withoutSymbol(why);
  return new Map([
    ['each', differs],
    ['count', differs],
  ]);
}
