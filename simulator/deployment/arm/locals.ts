import type { Value } from '../terraform/value';

/** The iterations and lambda variables around an expression. */
export interface Locals {
  /** The index of each iteration, by name in lower case. */
  readonly loops: ReadonlyMap<string, Value>;
  /** The index of the iteration of the resource, or else of the outermost iteration. */
  readonly loop?: Value;
  readonly variables: ReadonlyMap<string, Value>;
}

export const NO_LOCALS: Locals = { loops: new Map(), variables: new Map() };

/** @param index - the index, or `Unresolved` if the number of iterations is not known */
export function within(locals: Locals, name: string, index: Value): Locals {
  const loops = new Map(locals.loops).set(name.toLowerCase(), index);
  return { ...locals, loops, loop: locals.loop ?? index };
}

export function withVariables(locals: Locals, variables: readonly (readonly [name: string, value: Value])[]): Locals {
  return { ...locals, variables: new Map([...locals.variables, ...variables]) };
}
