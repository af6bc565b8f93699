import { Position, withoutStrings } from '../../../lib/policy';
import { nullReference } from '../errors';
import { Implementation } from '../library/declare';
import { childOf, field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { SequenceValue } from '../collection';
import { Callable, OutCell, Value } from '../value';
import { conditionally, linked } from './access';
import { applied, convertTo, located } from './convert';
import { compile, compileLink } from './expressions';
import { functionCall } from './functions';
import { lambda } from './lambdas';
import { namesMethod } from './method-groups';
import { Node, Run, valuesOf } from './node';
import { choose, Chosen } from './overloads';
import { Scope } from './scope';
import { typeMeant, typeNamed } from './type-names';

/** An argument as written; it determines the overload. */
export interface Argument {
  readonly syntax: Syntax;
  readonly name?: string;
  /** A lambda is compiled when the overload determines the types of its parameters. */
  readonly node?: Node;
  readonly isOut: boolean;
}

export interface Call {
  /** Undefined for a static method or a constructor. */
  readonly receiver?: Node;
  readonly owner: t.Type;
  readonly name: string;
  /** The position of the name, if the source contains it. */
  readonly at?: Position;
  readonly typeArguments: readonly t.Type[];
  readonly given: readonly Argument[];
}

export function argumentsIn(scope: Scope, list: Syntax | undefined): Argument[] {
  return (list?.children ?? []).map((argument) => {
    const name = argument.fields.get('name')?.text;
    const value = argument.children[argument.children.length - 1];
    if (argument.tokens.includes('ref') || argument.tokens.includes('in'))
      throw unsupported(argument, 'ref and in are not supported');
    if (argument.tokens.includes('out')) return { syntax: value, name, isOut: true };
    if (value.type === 'lambda_expression' || namesMethod(scope, value)) return { syntax: value, name, isOut: false };
    return { syntax: value, name, isOut: false, node: compile(scope, value) };
  });
}

export function invocation(scope: Scope, syntax: Syntax): Node {
  const callee = field(syntax, 'function');
  const list = field(syntax, 'arguments');
  switch (callee.type) {
    case 'member_access_expression': {
      const name = field(callee, 'name');
      const before = field(callee, 'expression');
      const owner = typeMeant(scope, before);
      if (owner) return method(scope, undefined, owner, name, list, syntax);
      return linked(scope, compileLink(scope, before), (receiver) =>
        method(scope, receiver, receiver.type, name, list, syntax),
      );
    }
    case 'conditional_access_expression': {
      const receiver = compileLink(scope, field(callee, 'condition'));
      const binding = callee.children[callee.children.length - 1];
      if (binding.type !== 'member_binding_expression') break;
      const name = field(binding, 'name');
      return conditionally(scope, receiver, syntax, (node) => method(scope, node, node.type, name, list, syntax));
    }
    case 'identifier':
      if (callee.text === 'nameof') return nameOf(list, syntax);
      if (scope.findFunction(callee.text)) return functionCall(scope, callee.text, argumentsIn(scope, list), syntax);
      if (scope.find(callee.text)) return delegateCall(compile(scope, callee), argumentsIn(scope, list), syntax);
  }
  throw unsupported(syntax, `${withoutStrings(callee.text).slice(0, 40)} cannot be called`);
}

function nameOf(list: Syntax, syntax: Syntax): Node {
  const name = /(\w+)$/.exec(list.children[0]?.text ?? '')?.[1];
  if (name === undefined) throw unsupported(syntax, 'nameof needs a name');
  return { type: t.STRING, run: () => name, constant: name };
}

function method(
  scope: Scope,
  receiver: Node | undefined,
  owner: t.Type,
  name: Syntax,
  list: Syntax,
  syntax: Syntax,
): Node {
  const isGeneric = name.type === 'generic_name';
  const typeArguments = isGeneric ? (childOf(name, 'type_argument_list')?.children ?? []).map(typeNamed) : [];
  const plainName = isGeneric ? name.children[0].text : name.text;
  if (receiver && owner.name === 'Func' && plainName === 'Invoke')
    return delegateCall(receiver, argumentsIn(scope, list), syntax);
  const named = { receiver, owner, name: plainName, at: name.position };
  return call(scope, { ...named, typeArguments, given: argumentsIn(scope, list) }, syntax);
}

/** Calls a lambda in a local variable. */
function delegateCall(callee: Node, given: readonly Argument[], syntax: Syntax): Node {
  const isAction = callee.type.name === 'Action';
  if (callee.type.name !== 'Func' && !isAction) throw unsupported(syntax, `${callee.type.text} cannot be called`);
  const types = isAction ? callee.type.args : callee.type.args.slice(0, -1);
  if (given.length !== types.length) throw unsupported(syntax, `${callee.type.text} takes ${types.length} arguments`);
  const args = given.map(({ node, syntax: at }, index) => {
    if (!node) throw unsupported(at, 'a lambda as an argument of a lambda is not supported');
    return convertTo(node, types[index], at).run;
  });
  const { run } = callee;
  return {
    type: isAction ? t.VOID : callee.type.args[types.length],
    run: (frame) => {
      const target = run(frame);
      if (target === null) throw located(nullReference(), syntax);
      const values = valuesOf(args, frame);
      try {
        return (target as Callable)(...values);
      } catch (error) {
        throw located(error, syntax);
      }
    },
  };
}

/** Compiles a call of a library member: a method, constructor, or indexer. */
export function call(scope: Scope, of: Call, syntax: Syntax): Node {
  const chosen = choose(of, syntax);
  const bindings = new Map(chosen.bindings);
  // The parameter types of a lambda are known after the other arguments. Its result can bind another type parameter.
  const lambdas = new Map<Argument, Run>();
  for (const { argument, type } of chosen.lambdas) {
    const compiled = lambda(scope, argument.syntax, t.substitute(type, bindings), bindings);
    lambdas.set(argument, compiled.run);
  }
  const args = chosen.arguments.map(({ parameter, argument, conversion, spread }): Run => {
    if (spread) {
      const element = t.substitute(parameter.type.args[0], bindings);
      const runs = spread.map(({ argument: one, conversion: by }) => applied(one.node!, by));
      return (frame) => new SequenceValue('array', element, valuesOf(runs, frame));
    }
    if (!argument) {
      const { standIn } = parameter;
      return () => standIn ?? null;
    }
    return lambdas.get(argument) ?? (argument.isOut ? () => new OutCell() : applied(argument.node!, conversion!));
  });
  const { member } = chosen;
  const implementation = member.bind(bindings);
  const outs = outTargets(scope, chosen, bindings);
  const type = t.substitute(member.returns, bindings);
  const selfMayBeNull =
    member.isExtension || !of.receiver || t.isStruct(of.receiver.type) || of.receiver.type.name === '?';
  const run = invoke(
    implementation,
    of.receiver?.run,
    args,
    { needsFrame: member.needsFrame, selfMayBeNull, outs },
    syntax,
  );
  return { type, run };
}

interface OutTarget {
  readonly index: number;
  readonly slot: number;
}

function outTargets(scope: Scope, { arguments: args }: Chosen, bindings: ReadonlyMap<string, t.Type>): OutTarget[] {
  return args.flatMap(({ argument, parameter }, index): OutTarget[] => {
    if (!argument?.isOut) return [];
    const { syntax } = argument;
    const type = t.substitute(parameter.type, bindings);
    if (syntax.type === 'declaration_expression') {
      const declared = field(syntax, 'type');
      if (declared.type !== 'implicit_type' && declared.text !== 'var' && typeNamed(declared) !== type) {
        throw unsupported(syntax, `the out parameter has type ${type.text}`);
      }
      return [{ index, slot: scope.declareNew(field(syntax, 'name').text, type, syntax).slot }];
    }
    const variable = syntax.text === '_' ? undefined : scope.find(syntax.text);
    if (syntax.text === '_' && !scope.find('_')) return [{ index, slot: scope.slot() }];
    if (variable?.type !== type)
      throw unsupported(syntax, `the out parameter needs a local variable of type ${type.text}`);
    return [{ index, slot: variable.slot }];
  });
}

interface Manner {
  readonly needsFrame: boolean;
  readonly selfMayBeNull: boolean;
  readonly outs: readonly OutTarget[];
}

function invoke(of: Implementation, self: Run | undefined, args: readonly Run[], manner: Manner, syntax: Syntax): Run {
  const { needsFrame, selfMayBeNull, outs } = manner;
  const [a, b] = args;
  if (self && !needsFrame && outs.length === 0 && args.length <= 2) {
    const invokeSelf: (self: Value, frame: Parameters<Run>[0]) => Value =
      args.length === 0
        ? (it) => of(it)
        : args.length === 1
          ? (it, frame) => of(it, a(frame))
          : (it, frame) => of(it, a(frame), b(frame));
    return (frame) => {
      const it = self(frame);
      if (it === null && !selfMayBeNull) throw located(nullReference(), syntax);
      try {
        return invokeSelf(it, frame);
      } catch (error) {
        throw located(error, syntax);
      }
    };
  }
  return (frame) => {
    const values: Value[] = needsFrame ? [frame] : [];
    if (self) {
      const it = self(frame);
      if (it === null && !selfMayBeNull) throw located(nullReference(), syntax);
      values.push(it);
    }
    const before = values.length;
    for (const arg of args) values.push(arg(frame));
    try {
      const result = of(...values);
      for (const { index, slot } of outs) frame.locals[slot] = (values[before + index] as OutCell).value;
      return result;
    } catch (error) {
      throw located(error, syntax);
    }
  };
}
