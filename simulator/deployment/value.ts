/** A JSON value. Names come from files, so only own properties count; see `own`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A Terraform value, or `Unresolved` if it cannot be determined. A string can have symbolic parts. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | TypedNull | Whole | Unresolved;
export interface ValueObject {
  readonly [name: string]: Value;
}

/**
 * Represents a value that cannot be determined. It keeps its identity when it is passed on, and its origin when another
 * value is derived from it, so that it is reported as one fault.
 */
export class Unresolved {
  readonly #origin: Unresolved;

  constructor(
    /** The reference and the reason why it is not known, for example `var.sku has no default`. */
    readonly reason: string,
    /**
     * What the value stands for, for example `random_pet.suffix.id`: equal symbols have equal values. Undefined if not
     * even that is known.
     */
    readonly symbol?: string,
    /** The value that it is derived from. */
    cause?: Unresolved,
  ) {
    this.#origin = cause?.origin ?? this;
  }

  /** The value that it is derived from; the value itself if it is not derived. */
  get origin(): Unresolved {
    return this.#origin;
  }
}

/**
 * Represents a value that Terraform refuses, whatever becomes known later, such as a reference to something that is not
 * declared.
 */
export class Refused extends Unresolved {
  /** @param doubt - what is not known, and decides whether Terraform evaluates it */
  constructor(reason: string, doubt?: Unresolved) {
    super(reason, undefined, doubt);
  }
}

/** Represents an error in an evaluation, which `try` and `can` handle, and which occurs only if Terraform evaluates it. */
export class Invalid extends Refused {}

/** Null with a type, such as `tostring(null)`. It occurs only while an expression is evaluated, and in no list or object. */
export class TypedNull {
  constructor(readonly type: unknown) {}
}

/** A whole resource or module, whose attributes or outputs are evaluated when they are needed. */
export class Whole {
  constructor(
    /** For example, `azurerm_api_management_backend.orders["west"]`. */
    readonly address: string,
    /** Returns an attribute or an output, or the part of it that the steps lead to. */
    readonly attribute: (name: string, steps?: readonly (string | number)[]) => Value,
    /** Whether `attribute` follows the steps. */
    readonly isDeep = false,
  ) {}
}

/** Private-use characters, which no file may contain. */
const OPEN = '\u{10fffb}';
const CLOSE = '\u{10fffc}';
const SYMBOL = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, 'gu');

/** Returns the part of a string that stands for a value that is not known. Equal symbols make equal strings. */
export function symbolic(symbol: string): string {
  return OPEN + symbol + CLOSE;
}

/** Represents a part of an id that only Azure knows, such as the subscription. */
export const LATER = symbolic('');

/** Returns whether the string has no symbolic part. */
export function isKnown(text: string): boolean {
  return !text.includes(OPEN);
}

/** Returns what the symbolic parts of the string stand for. */
export function symbolsIn(text: string): string[] {
  return isKnown(text) ? [] : [...text.matchAll(SYMBOL)].map(([, symbol = '']) => symbol);
}

/** Returns the string with something else in place of its symbolic parts. */
export function replaceSymbols(text: string, write: (symbol: string) => string): string {
  return isKnown(text) ? text : text.replace(SYMBOL, (_, symbol: string) => write(symbol));
}

/** A parameter or a variable of an ARM template, for example `parameters(environment)`. */
const NAMED = /^(?:parameters|variables)\([\w.-]+\)(?:\.\w+|\[\d+\])*$/;

/**
 * Returns the string for a message, for example `orders-${random_pet.suffix.id}`. Arguments of functions are left out:
 * they can contain secrets.
 */
export function withSymbols(text: string): string {
  return replaceSymbols(text, (symbol) => {
    if (symbol === '') return '${...}';
    return `\${${NAMED.test(symbol) ? symbol : symbol.replace(/\([^)].*/s, '(...)')}}`;
  });
}

export function isObject<T extends JsonObject | ValueObject>(value: T | Value | undefined): value is T & ValueObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unresolved || value instanceof Whole || value instanceof TypedNull)
  );
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
    if (typeof next !== 'object' || next === null || next instanceof Whole || seen.has(next)) continue;
    seen.add(next);
    for (const item of Object.values<Value>(next as ValueObject)) left.push(item);
  }
  return undefined;
}
