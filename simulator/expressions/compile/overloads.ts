import { Conversion, implicit } from '../conversions';
import { findMembers, FoundMember, Member, memberNames, Parameter, supertype } from '../library/declare';
import { childOf, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import type { Argument, Call } from './calls';

interface ChosenArgument {
  readonly parameter: Parameter;
  /** Undefined if the default of the parameter is used. */
  readonly argument?: Argument;
  readonly conversion?: Conversion;
  /** The arguments of a `params` array. */
  readonly spread?: readonly { readonly argument: Argument; readonly conversion: Conversion }[];
}

/** The selected overload of a call. */
export interface Chosen {
  readonly member: Member;
  readonly bindings: ReadonlyMap<string, t.Type>;
  readonly arguments: readonly ChosenArgument[];
  readonly lambdas: readonly { readonly argument: Argument; readonly type: t.Type }[];
  readonly cost: number;
}

/** The cost of each level of inheritance, which is higher than that of any conversion. */
const PER_LEVEL = 100;
/** The cost of collecting arguments in a `params` array, so that an equivalent overload without it is preferred. */
const EXPANDED = 0.3;

export function choose(call: Call, syntax: Syntax): Chosen {
  const { owner, name, receiver, given } = call;
  const named = findMembers(owner, name, !receiver);
  const found = named.filter(({ member }) => member.parameters);
  if (found.length === 0) {
    const { at: position } = call;
    const isUnknown = named.length === 0 && position !== undefined;
    const unknown = isUnknown ? { owner: owner.name, name, position, known: memberNames(owner) } : undefined;
    throw unsupported(syntax, `${describe(call)} is not supported`, unknown);
  }
  const fitting = found.flatMap((candidate) => fit(candidate, call) ?? []);
  const best = fitting.sort((a, b) => a.cost - b.cost)[0];
  if (!best) {
    const types = given.map(({ node, isOut }) => (isOut ? 'out' : (node?.type.text ?? 'lambda'))).join(', ');
    throw unsupported(syntax, `${describe(call)} with (${types}) is not supported`);
  }
  return best;
}

function describe({ owner, name }: Call): string {
  if (name === 'new') return `new ${owner.text}`;
  return name === 'this'
    ? `an index into ${owner.text}`
    : name === 'set'
      ? `assigning to an index of ${owner.text}`
      : `${owner.text}.${name}`;
}

function fit(
  { member, distance, bindings: ownerBindings }: FoundMember,
  { given, typeArguments }: Call,
): Chosen | undefined {
  const parameters = member.parameters ?? [];
  const named = typeParametersOf(member, ownerBindings, typeArguments.length);
  if (!named) return undefined;
  if (named.some((name, index) => (ownerBindings.get(name) ?? typeArguments[index]) !== typeArguments[index]))
    return undefined;
  const bindings = new Map([...ownerBindings, ...named.map((name, index) => [name, typeArguments[index]] as const)]);
  const open = new Set(member.typeParameters.filter((name) => !named.includes(name)));
  const placedArguments = place(parameters, given);
  if (!placedArguments) return undefined;
  for (const { parameter, args, isSpread } of placedArguments) {
    for (const { node } of args) {
      if (node) infer(isSpread ? parameter.type.args[0] : parameter.type, node.type, open, bindings);
    }
  }
  let cost = distance * PER_LEVEL + (member.typeParameters.length > 0 ? 0.5 : 0);
  const chosen: ChosenArgument[] = [];
  const lambdas: { argument: Argument; type: t.Type }[] = [];
  for (const { parameter, args, isSpread } of placedArguments) {
    const type = t.substitute(parameter.type, bindings);
    if (isSpread) {
      const spread = args.map((argument) => ({
        argument,
        conversion: argument.node && implicit(argument.node.type, type.args[0], argument.node.constant),
      }));
      if (spread.some(({ conversion }) => !conversion)) return undefined;
      cost += EXPANDED + spread.reduce((sum, { conversion }) => sum + (conversion?.cost ?? 0), 0);
      chosen.push({ parameter, spread: spread as ChosenArgument['spread'] });
      continue;
    }
    const [argument] = args;
    if (!argument) {
      cost += 0.1;
      chosen.push({ parameter });
    } else if (argument.isOut || parameter.modifier === 'out') {
      if (!argument.isOut || parameter.modifier !== 'out') return undefined;
      const declared = argument.syntax.fields.get('type')?.text;
      if (declared !== undefined && declared !== 'var' && t.withoutAlias(declared) !== type.text) return undefined;
      chosen.push({ parameter, argument });
    } else if (!argument.node) {
      if (!takesLambda(parameter.type, argument.syntax)) return undefined;
      lambdas.push({ argument, type: parameter.type });
      chosen.push({ parameter, argument });
    } else {
      const conversion = implicit(argument.node.type, type, argument.node.constant);
      if (!conversion) return undefined;
      cost += conversion.cost;
      chosen.push({ parameter, argument, conversion });
    }
  }
  return { member, bindings, arguments: chosen, lambdas, cost };
}

/**
 * Returns the type parameters that are given explicitly. Those of an extension method begin with that of the sequence,
 * as in `Select<T, R>`, except for `Cast<R>()` and `OfType<R>()`.
 */
function typeParametersOf(
  { typeParameters: own, isExtension, parameters }: Member,
  ofOwner: ReadonlyMap<string, t.Type>,
  count: number,
): readonly string[] | undefined {
  const before = isExtension && (own.length === 0 || parameters?.length) ? [...ofOwner.keys()] : [];
  return [[], before, [...before, ...own]].find(({ length }) => length === count);
}

function takesLambda({ name, args }: t.Type, syntax: Syntax): boolean {
  // A method group fits any delegate. The argument types select its overload.
  if (syntax.type === 'member_access_expression') return (name === 'Func' && args.length === 2) || name === 'Action';
  const list = childOf(syntax, 'parameter_list');
  const count = list ? list.children.length : 1;
  return (name === 'Func' && args.length - 1 === count) || (name === 'Action' && args.length === count);
}

interface Placed {
  readonly parameter: Parameter;
  readonly args: readonly Argument[];
  readonly isSpread: boolean;
}

/** Assigns the arguments to the parameters. */
function place(parameters: readonly Parameter[], given: readonly Argument[]): Placed[] | undefined {
  const positional = given.filter(({ name }) => name === undefined);
  const named = new Map(
    given.flatMap((argument) => (argument.name === undefined ? [] : [[argument.name, argument] as const])),
  );
  const placed: Placed[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const own = named.get(parameter.name);
    if (own) {
      named.delete(parameter.name);
      placed.push({ parameter, args: [own], isSpread: false });
    } else if (parameter.modifier === 'params') {
      const rest = positional.slice(index);
      const [only] = rest;
      const isArray =
        rest.length === 1 && only.node !== undefined && implicit(only.node.type, parameter.type) !== undefined;
      placed.push({ parameter, args: rest, isSpread: !isArray });
      return named.size === 0 ? placed : undefined;
    } else if (index < positional.length) {
      placed.push({ parameter, args: [positional[index]], isSpread: false });
    } else if (parameter.standIn !== undefined) {
      placed.push({ parameter, args: [], isSpread: false });
    } else return undefined;
  }
  return named.size === 0 && positional.length <= parameters.length ? placed : undefined;
}

/** Infers a type parameter from the type of an argument. */
export function infer(
  parameter: t.Type,
  argument: t.Type,
  open: ReadonlySet<string>,
  bindings: Map<string, t.Type>,
): void {
  if (open.has(parameter.name)) {
    if (argument === t.NULL || argument === t.NEVER) return;
    const known = bindings.get(parameter.name);
    if (!known || implicit(known, argument)) bindings.set(parameter.name, argument);
    return;
  }
  if (parameter.args.length === 0) return;
  const matching = supertype(argument, parameter.name);
  matching?.args.forEach((arg, index) => {
    if (index < parameter.args.length) infer(parameter.args[index], arg, open, bindings);
  });
}
