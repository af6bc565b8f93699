import type { Value } from '../value';

/** The iterations and lambda variables around an expression. */
export interface Locals {
  /** The index of each iteration, by name in lower case. */
  readonly loops: ReadonlyMap<string, Value>;
  /** The index of the iteration of the resource, or else of the outermost iteration. */
  readonly loop?: Value;
  readonly variables?: Variable;
}

/** A variable of a lambda expression, and those around it. */
interface Variable {
  /** In lower case. */
  readonly name: string;
  readonly value: Value;
  readonly outer?: Variable;
}

export const NO_LOCALS: Locals = { loops: new Map() };

/** @param index - the index, or `Unresolved` if the number of iterations is not known */
export function within(locals: Locals, name: string, index: Value): Locals {
  const loops = new Map(locals.loops).set(name.toLowerCase(), index);
  return { ...locals, loops, loop: locals.loop ?? index };
}

/** @param names - the names in lower case */
export function withVariables(locals: Locals, names: readonly string[], values: readonly Value[]): Locals {
  let { variables } = locals;
  names.forEach((name, index) => {
    variables = { name, value: values[index] ?? null, outer: variables };
  });
  return { ...locals, variables };
}

export function variableOf({ variables }: Locals, name: string): Value | undefined {
  let variable = variables;
  while (variable && variable.name !== name) variable = variable.outer;
  return variable?.value;
}
