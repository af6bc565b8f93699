import { Unsupported } from './errors';

/** A C# type. Each type has one object, so that types can be compared by identity. */
export interface Type {
  /** `[]` for an array, `?` for a nullable type, and `tuple` or `anonymous` for those types. */
  readonly name: string;
  readonly args: readonly Type[];
  /** The names of a tuple's elements, or of an anonymous type's properties. */
  readonly fields: readonly string[];
  /** The notation in C#. */
  readonly text: string;
}

const types = new Map<string, Type>();
/** The maximum length of the notation. Nested tuples grow quickly. */
const LONGEST = 10_000;

function intern(name: string, args: readonly Type[], text: string, fields: readonly string[] = []): Type {
  const known = types.get(text);
  if (known) return known;
  if (text.length > LONGEST) throw new Unsupported('a type is too complex');
  const type: Type = { name, args, fields, text };
  types.set(text, type);
  return type;
}

export function generic(name: string, ...args: readonly Type[]): Type {
  if (name === '[]') return intern(name, args, `${args[0].text}[]`);
  if (name === '?') return intern(name, args, `${args[0].text}?`);
  return intern(name, args, args.length === 0 ? name : `${name}<${args.map(({ text }) => text).join(', ')}>`);
}

export function record(
  kind: 'tuple' | 'anonymous',
  items: readonly { readonly name: string; readonly type: Type }[],
): Type {
  const inner = items.map(({ type, name }) => `${type.text} ${name}`).join(', ');
  const [args, fields] = [items.map((item) => item.type), items.map((item) => item.name)];
  return intern(kind, args, kind === 'tuple' ? `(${inner})` : `{ ${inner} }`, fields);
}

/** Returns the type of a text such as `Dictionary<string, int[]>`. */
export function type(text: string): Type {
  const known = types.get(text);
  if (known) return known;
  const [parsed] = readType(text, 0);
  types.set(text, parsed);
  return parsed;
}

/** Reads a type that starts at `from`. */
export function readType(text: string, from: number): readonly [type: Type, end: number] {
  let at = from;
  while (text.charAt(at) === ' ') at++;
  const start = at;
  while (/\w/.test(text.charAt(at))) at++;
  const name = text.slice(start, at);
  const args: Type[] = [];
  if (text.charAt(at) === '<') {
    do {
      const [arg, end] = readType(text, at + 1);
      args.push(arg);
      at = end;
    } while (text.charAt(at) === ',');
    at++;
  }
  let result = generic(name, ...args);
  for (;;) {
    if (text.startsWith('[]', at)) {
      result = generic('[]', result);
      at += 2;
    } else if (text.charAt(at) === '?') {
      result = generic('?', result);
      at++;
    } else return [result, at];
  }
}

export const OBJECT = type('object');
export const STRING = type('string');
export const BOOL = type('bool');
export const CHAR = type('char');
export const INT = type('int');
export const LONG = type('long');
export const FLOAT = type('float');
export const DOUBLE = type('double');
export const DECIMAL = type('decimal');
export const BYTE = type('byte');
export const SBYTE = type('sbyte');
export const SHORT = type('short');
export const USHORT = type('ushort');
export const UINT = type('uint');
export const ULONG = type('ulong');
export const VOID = type('void');
/** The type of `null`. */
export const NULL = type('null');
/** The type of `throw` as an expression. */
export const NEVER = type('never');
export const TOKEN = type('JToken');
export const EXCEPTION = type('Exception');

const STRUCTS = new Set(
  (
    'bool char int long float double decimal byte sbyte short ushort uint ulong ' +
    'DateTime DateTimeOffset TimeSpan Guid tuple KeyValuePair'
  ).split(' '),
);
const ENUMS = new Set<string>();

export function isEnum({ name }: Type): boolean {
  return ENUMS.has(name);
}

export function markEnum(name: string): void {
  ENUMS.add(name);
}

/** Returns whether the type does not allow null. */
export function isStruct({ name }: Type): boolean {
  return STRUCTS.has(name) || ENUMS.has(name);
}

/** Returns `int` for `int?`, and any other type unchanged. */
export function underlying(of: Type): Type {
  return of.name === '?' ? of.args[0] : of;
}

/** Returns `int?` for `int`, and any type that allows null unchanged. */
export function lifted(of: Type): Type {
  return isStruct(of) ? generic('?', of) : of;
}

/** Replaces type parameters with types. */
export function substitute(of: Type, bindings: ReadonlyMap<string, Type>): Type {
  if (bindings.size === 0) return of;
  const bound = bindings.get(of.name);
  if (bound) return bound;
  if (of.args.length === 0) return of;
  const args = of.args.map((arg) => substitute(arg, bindings));
  if (of.fields.length === 0) return generic(of.name, ...args);
  return record(
    of.name as 'tuple',
    args.map((arg, index) => ({ type: arg, name: of.fields[index] })),
  );
}

const ALIASES: Readonly<Record<string, string>> = {
  String: 'string',
  Object: 'object',
  Boolean: 'bool',
  Char: 'char',
  Int32: 'int',
  Int64: 'long',
  Single: 'float',
  Double: 'double',
  Decimal: 'decimal',
  Byte: 'byte',
  SByte: 'sbyte',
  Int16: 'short',
  UInt16: 'ushort',
  UInt32: 'uint',
  UInt64: 'ulong',
};

/** Returns the C# keyword for a type, for example `string` for `String`. */
export function withoutAlias(name: string): string {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
}

const NAMES_IN_RUNTIME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ALIASES).map(([name, alias]) => [alias, `System.${name}`] as const),
  ...'DateTime DateTimeOffset TimeSpan Guid Uri Random Exception'
    .split(' ')
    .map((name) => [name, `System.${name}`] as const),
  ...'JToken JObject JArray JValue JProperty'.split(' ').map((name) => [name, `Newtonsoft.Json.Linq.${name}`] as const),
  ...'List Dictionary KeyValuePair HashSet'
    .split(' ')
    .map((name) => [name, `System.Collections.Generic.${name}`] as const),
]);

/** Returns the name of a type in messages and in `ToString()`, for example `System.String[]`. */
export function runtimeName(of: Type): string {
  if (of.name === '[]') return `${runtimeName(of.args[0])}[]`;
  if (of.name === '?') return `System.Nullable\`1[${runtimeName(of.args[0])}]`;
  const name = NAMES_IN_RUNTIME.get(of.name) ?? of.name;
  return of.args.length === 0 ? name : `${name}\`${of.args.length}[${of.args.map(runtimeName).join(',')}]`;
}

/** Returns whether the type allows null. */
export function allowsNull(type: Type): boolean {
  return !isStruct(type);
}
