/** What JSON holds. Names come from files: only own properties count, see `own`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A value as Terraform has it, or the fact that it cannot be told here. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unresolved;
export interface ValueObject {
  readonly [name: string]: Value;
}

/** Stands for what cannot be told here. One that is passed on stays the same object: it is one fault. */
export class Unresolved {
  constructor(
    /** What it refers to and why that is not known, as in `var.sku has no default`. */
    readonly reason: string,
  ) {}
}

export function isObject<T extends JsonObject | ValueObject>(value: T | Value | undefined): value is T & ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** A property that the object itself has: names such as `constructor` are names like any other. */
export function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Something within the value that cannot be told; one part may stand in many places, and is looked at once. */
export function firstUnresolved(value: Value): Unresolved | undefined {
  const left: Value[] = [value];
  const seen = new Set<Value>();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next instanceof Unresolved) return next;
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const item of Object.values<Value>(next as ValueObject)) left.push(item);
  }
  return undefined;
}
