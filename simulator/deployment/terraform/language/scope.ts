import { Invalid, Value } from '../../value';

/** A variable of a `for` expression, or all variables of a template. Inner variables hide outer ones. */
export type Scope = Variable | TemplateScope;

interface Variable {
  readonly name: string;
  readonly value: Value;
  readonly outer: Scope | undefined;
}

/** The scope of a file read by `templatefile`, which can refer to nothing else. */
interface TemplateScope {
  readonly variables: ReadonlyMap<string, Value>;
}

export function bind(outer: Scope | undefined, name: string, value: Value): Scope {
  return { name, value, outer };
}

/** Returns the value of a variable; undefined if the name refers to something outside of the scope. */
export function lookUp(scope: Scope | undefined, name: string): Value | undefined {
  for (let inner = scope; inner; inner = inner.outer) {
    if ('variables' in inner) {
      const value = inner.variables.get(name);
      return value === undefined ? new Invalid(`${name} is not a variable of the template`) : value;
    }
    if (inner.name === name) return inner.value;
  }
  return undefined;
}
