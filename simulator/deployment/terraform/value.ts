/** A JSON value. Names come from files, so only own properties count; see `own`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A Terraform value, or `Unresolved` if it cannot be determined. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unresolved;
export interface ValueObject {
  readonly [name: string]: Value;
}

/**
 * Represents a value that cannot be determined. It keeps its identity when it is passed on, so that it is reported as
 * one fault.
 */
export class Unresolved {
  constructor(
    /** The reference and the reason why it is not known, for example `var.sku has no default`. */
    readonly reason: string,
  ) {}
}

export function isObject<T extends JsonObject | ValueObject>(value: T | Value | undefined): value is T & ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Returns an own property, so that names such as `constructor` are not special. */
export function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Returns an unresolved part of the value. A part that occurs several times is visited once. */
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
