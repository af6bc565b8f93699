import { EnumValue, Value } from '../value';
import { generic, isEnum, markEnum, OBJECT, readType, substitute, Type, type, VOID } from '../types';
import type { Frame } from '../frame';

/**
 * The implementation of a member. It receives the object, except for a static member or constructor, and the arguments.
 */
export type Implementation = (...args: Value[]) => Value;
export type Written = (...args: never[]) => unknown;

export interface Parameter {
  readonly type: Type;
  readonly name: string;
  readonly modifier?: 'params' | 'out';
  /** The default of an omitted argument; undefined if the argument is required. */
  readonly standIn?: Value;
}

export interface Member {
  readonly owner: Type;
  readonly isStatic: boolean;
  /** An extension method can be called on null. */
  readonly isExtension: boolean;
  readonly returns: Type;
  readonly name: string;
  readonly typeParameters: readonly string[];
  /** Undefined for a property. */
  readonly parameters?: readonly Parameter[];
  /** Returns the implementation for the given types. Called once for each call in the source. */
  readonly bind: (types: ReadonlyMap<string, Type>) => Implementation;
  /** The implementation receives the frame first. */
  readonly needsFrame: boolean;
}

interface Declared {
  readonly type: Type;
  readonly parameters: readonly string[];
  readonly bases: readonly Type[];
  readonly members: Map<string, Member[]>;
}

/** An implementation that depends on the types of a call. */
class Typed {
  constructor(readonly bind: (of: (parameter: string) => Type) => Written) {}
}
/** An implementation that needs the frame of the evaluation. */
class Framed {
  constructor(readonly written: (frame: Frame, ...args: never[]) => unknown) {}
}

export function typed(bind: (of: (parameter: string) => Type) => Written): Typed {
  return new Typed(bind);
}

export function framed(written: (frame: Frame, ...args: never[]) => unknown): Framed {
  return new Framed(written);
}

const declared = new Map<string, Declared>();

interface Options {
  readonly bases?: readonly string[];
  /** Its methods are extension methods. */
  readonly isExtension?: boolean;
}

/**
 * Declares a type with its members. A member's key is its signature in C#: `int Length` is a property,
 * `static string Join(string, params object[])` a method, `new(string)` a constructor, `char this[int]` an indexer,
 * `void set[int, T]` its setter. `Find(string | char[, int])` stands for four overloads; `|` can also separate names.
 * What the implementation of a `void` returns is ignored.
 */
export function declare(
  typeText: string,
  members: Readonly<Record<string, Written | Typed | Framed>>,
  { bases = [], isExtension = false }: Options = {},
): void {
  const owner = type(typeText);
  const table = declared.get(owner.name)?.members ?? new Map<string, Member[]>();
  for (const [signatures, written] of Object.entries(members)) {
    for (const signature of overloads(signatures)) {
      const read = readSignature(signature, owner);
      const member = { ...read, isExtension, ...implementationOf(written, read.returns) };
      table.set(member.name, [...(table.get(member.name) ?? []), member]);
    }
  }
  const known = declared.get(owner.name);
  declared.set(owner.name, {
    type: owner,
    parameters: owner.args.map(({ name }) => name),
    bases: [...(known?.bases ?? []), ...bases.map(type)],
    members: table,
  });
}

/** Returns the signatures of overloads: of each alternative, and without and with each optional parameter. */
function overloads(signature: string): string[] {
  const alternatives = /\w+(?:\[\])?(?: \| \w+(?:\[\])?)+/.exec(signature)?.[0];
  if (alternatives !== undefined)
    return alternatives.split(' | ').flatMap((one) => overloads(signature.replace(alternatives, one)));
  const [required, ...optional] = signature.split('[, ');
  if (optional.length === 0) return [signature];
  const parts = [required, ...optional.map((part) => part.replace(/(?<!\[)\]*\)$/, ''))];
  return parts.map((_, index) => `${parts.slice(0, index + 1).join(', ')})`);
}

function implementationOf(written: Written | Typed | Framed, returns: Type): Pick<Member, 'bind' | 'needsFrame'> {
  if (written instanceof Framed) return { bind: () => written.written as Implementation, needsFrame: true };
  if (written instanceof Typed) {
    const bind: Member['bind'] = (types) => written.bind((name) => types.get(name) ?? OBJECT) as Implementation;
    return { bind, needsFrame: false };
  }
  const run = written as Implementation;
  return { bind: () => (returns === VOID ? withoutResult(run) : run), needsFrame: false };
}

function withoutResult(run: Implementation): Implementation {
  return (...args) => {
    run(...args);
    return null;
  };
}

function readSignature(signature: string, owner: Type): Omit<Member, 'bind' | 'needsFrame' | 'isExtension'> {
  const isStatic = signature.startsWith('static ');
  const text = isStatic ? signature.slice('static '.length) : signature;
  const isConstructor = text.startsWith('new(');
  const [returns, afterType] = isConstructor ? [owner, 0] : readType(text, 0);
  const match = /^\s*(\w+)(?:<([\w, ]+)>)?(?:[([](.*)[)\]])?$/.exec(text.slice(afterType));
  if (!match) throw new Error(`no signature: ${signature}`);
  const [, name, typeParameters, parameters] = match as unknown as [string, string, string?, string?];
  return {
    owner,
    isStatic: isStatic || isConstructor,
    returns,
    name,
    typeParameters: typeParameters?.split(', ') ?? [],
    parameters: parameters === undefined ? undefined : readParameters(parameters),
  };
}

function readParameters(text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let at = 0;
  while (at < text.length) {
    const modifier = /^\s*(params|out) /.exec(text.slice(at));
    const [parameterType, end] = readType(text, at + (modifier?.[0].length ?? 0));
    const rest = /^(?:\s+(\w+))?(?:\s*=\s*(\w+))?\s*,?\s*/.exec(text.slice(end))!;
    parameters.push({
      type: parameterType,
      name: rest[1] ?? '',
      modifier: modifier?.[1] as Parameter['modifier'],
      standIn: rest[2] === undefined ? undefined : (JSON.parse(rest[2]) as Value),
    });
    at = end + rest[0].length;
  }
  return parameters;
}

/** Declares an enumeration; its members are numbered from 0 unless a number is given. */
export function declareEnum(name: string, members: readonly (string | readonly [string, number])[]): void {
  markEnum(name);
  const values = members.map((member, index) =>
    typeof member === 'string' ? new EnumValue(type(name), member, index) : new EnumValue(type(name), ...member),
  );
  enums.set(name, values);
  declare(name, Object.fromEntries(values.map((value) => [`static ${name} ${value.name}`, () => value])), {
    bases: ['object'],
  });
}

const enums = new Map<string, readonly EnumValue[]>();

export function enumValue(of: Type, number: number): EnumValue {
  const members = enums.get(of.name) ?? [];
  return members.find((value) => value.number === number) ?? new EnumValue(of, flagNames(members, number), number);
}

/** Returns the names of flags, for example `IgnoreCase, Compiled`; the number if there is none for a bit. */
function flagNames(members: readonly EnumValue[], number: number): string {
  const isFlags = members.some((member) => member.number > 2 && members.every(({ number: one }) => !(one & (one - 1))));
  const set = members.filter((member) => member.number !== 0 && (member.number & number) === member.number);
  const covered = set.reduce((so, member) => so | member.number, 0);
  return isFlags && covered === number ? set.map(({ name }) => name).join(', ') : String(number);
}

export function enumNamed(type: string, name: string): EnumValue | null {
  return enums.get(type)?.find((value) => value.name === name) ?? null;
}

/** Returns whether the type and its type arguments are declared. */
export function isDeclared(of: Type): boolean {
  if (of.name === '[]' || of.name === '?' || of.name === 'tuple') return of.args.every(isDeclared);
  const known = declared.get(of.name);
  return (
    known !== undefined &&
    (known.parameters.length === of.args.length || of.name === 'Func' || of.name === 'Action') &&
    of.args.every(isDeclared)
  );
}

/** Returns the direct base types of a type. */
function basesOf(of: Type): readonly Type[] {
  if (of.name === '[]') return [generic('IEnumerable', of.args[0]), type('Array')];
  if (isEnum(of)) return [type('Enum'), OBJECT];
  const known = declared.get(of.name);
  if (!known) return of === OBJECT ? [] : [OBJECT];
  const bindings = new Map(known.parameters.map((name, index) => [name, of.args[index]]));
  return known.bases.length === 0 && of !== OBJECT ? [OBJECT] : known.bases.map((base) => substitute(base, bindings));
}

/** A member of a type or a base type, with its distance and the type arguments of its owner. */
export interface FoundMember {
  readonly member: Member;
  readonly distance: number;
  readonly bindings: ReadonlyMap<string, Type>;
}

export function findMembers(of: Type, name: string, isStatic: boolean): FoundMember[] {
  const found: FoundMember[] = [];
  const seen = new Set<Type>();
  let level: readonly Type[] = [of];
  for (let distance = 0; level.length > 0; distance++) {
    const next: Type[] = [];
    for (const owner of level) {
      if (seen.has(owner)) continue;
      seen.add(owner);
      const known = declared.get(owner.name);
      const bindings = new Map(known?.parameters.map((parameter, index) => [parameter, owner.args[index]]));
      for (const member of known?.members.get(name) ?? []) {
        if (member.isStatic === isStatic) found.push({ member, distance, bindings });
      }
      next.push(...basesOf(owner));
    }
    level = next;
  }
  return found;
}

/** Returns the names of the members of a type, for a message. */
export function memberNames(of: Type): string[] {
  return [...(declared.get(of.name)?.members.keys() ?? [])];
}

/** Returns the names of all types and of their members. */
export function declaredTypes(): { readonly name: string; readonly members: string[] }[] {
  return [...declared].map(([name, { members }]) => ({ name, members: [...members.keys()] }));
}

/** Returns the type itself, or a base type, with the given name. */
export function supertype(of: Type, name: string): Type | undefined {
  const seen = new Set<Type>();
  const waiting = [of];
  for (let at = waiting.shift(); at; at = waiting.shift()) {
    if (at.name === name) return at;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...basesOf(at));
  }
  return undefined;
}
