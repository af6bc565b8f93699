import { Invalid, Value } from '../value';

/** The variables of `for` expressions and of files read by `templatefile`. Inner variables hide outer ones. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Value>;
  readonly outer?: Scope;
  /** Whether nothing else can be referred to. */
  readonly isClosed?: boolean;
}

export function bind(outer: Scope | undefined, ...[name, value]: readonly [name: string, value: Value]): Scope {
  return { variables: new Map([[name, value]]), outer };
}

/** Returns the value of a variable; undefined if the name refers to something outside of the scope. */
export function lookUp(scope: Scope | undefined, name: string): Value | undefined {
  for (let inner = scope; inner; inner = inner.outer) {
    const value = inner.variables.get(name);
    if (value !== undefined) return value;
    if (inner.isClosed) return new Invalid(`${name} is not a variable of the template`);
  }
  return undefined;
}
