import { nullReference } from '../errors';
import { findMembers, memberNames } from '../library/declare';
import { field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { RecordValue, Value } from '../value';
import { argumentsIn, call } from './calls';
import { located } from './convert';
import { compileLink } from './expressions';
import { constant } from './literals';
import { Node, SHORT } from './node';
import { Scope } from './scope';
import { typeMeant } from './type-names';

export function memberAccess(scope: Scope, syntax: Syntax): Node {
  const name = field(syntax, 'name');
  const owner = typeMeant(scope, field(syntax, 'expression'));
  if (owner) return staticMember(owner, name, syntax);
  return linked(scope, compileLink(scope, field(syntax, 'expression')), (receiver) => property(receiver, name, syntax));
}

function staticMember(owner: t.Type, name: Syntax, syntax: Syntax): Node {
  const found = findMembers(owner, name.text, true).find(({ member }) => !member.parameters);
  if (!found) throw unknownMember(owner, name, syntax);
  const { member, bindings } = found;
  const implementation = member.bind(bindings);
  if (member.needsFrame) return { type: t.substitute(member.returns, bindings), run: (frame) => implementation(frame) };
  const type = t.substitute(member.returns, bindings);
  if (t.isStruct(owner) && /^M(?:ax|in)Value$/.test(name.text)) return constant(type, implementation());
  return { type, run: () => implementation() };
}

function unknownMember(owner: t.Type, name: Syntax, syntax: Syntax): Error {
  const known = memberNames(owner);
  if (known.includes(name.text))
    return unsupported(syntax, `this use of ${name.text} of ${owner.text} is not supported`);
  const reason = `${owner.text} has no member ${name.text} here, or it is not supported`;
  return unsupported(syntax, reason, { owner: owner.name, name: name.text, position: name.position, known });
}

export function property(receiver: Node, name: Syntax, syntax: Syntax): Node {
  const { type, run } = receiver;
  if (type.fields.length > 0) return recordField(receiver, name, syntax);
  const found = findMembers(type, name.text, false).find(({ member }) => !member.parameters);
  if (!found) throw unknownMember(type, name, syntax);
  const { member, bindings } = found;
  const implementation = member.bind(bindings);
  const returns = t.substitute(member.returns, bindings);
  if (member.needsFrame) return { type: returns, run: (frame) => implementation(frame, run(frame)) };
  const acceptsNull = t.isStruct(type) || type.name === '?';
  return {
    type: returns,
    run: (frame) => {
      const self = run(frame);
      if (self === null && !acceptsNull) throw located(nullReference(), name);
      try {
        return implementation(self);
      } catch (error) {
        throw located(error, syntax);
      }
    },
  };
}

function recordField({ type, run }: Node, name: Syntax, syntax: Syntax): Node {
  const named = type.fields.indexOf(name.text);
  const item = type.name === 'tuple' ? /^Item([1-9])$/.exec(name.text) : null;
  const index = named >= 0 ? named : item ? Number(item[1]) - 1 : -1;
  if (index < 0 || index >= type.args.length) throw unknownMember(type, name, syntax);
  return {
    type: type.args[index],
    run: (frame) => {
      const self = run(frame);
      if (self === null) throw located(nullReference(), name);
      return (self as RecordValue).values[index];
    },
  };
}

export function elementAccess(scope: Scope, syntax: Syntax): Node {
  const receiver = compileLink(scope, field(syntax, 'expression'));
  return linked(scope, receiver, (node) => element(scope, node, field(syntax, 'subscript'), syntax));
}

function element(scope: Scope, receiver: Node, subscript: Syntax, syntax: Syntax): Node {
  return call(
    scope,
    { receiver, owner: receiver.type, name: 'this', typeArguments: [], given: argumentsIn(scope, subscript) },
    syntax,
  );
}

/** `a?.b` and `a?[b]`. */
export function conditionalAccess(scope: Scope, syntax: Syntax): Node {
  const receiver = compileLink(scope, field(syntax, 'condition'));
  const binding = syntax.children[syntax.children.length - 1];
  return conditionally(scope, receiver, syntax, (node) =>
    binding.type === 'element_binding_expression'
      ? element(scope, node, binding, syntax)
      : property(node, field(binding, 'name'), syntax),
  );
}

/** Compiles the part after `?.`, which is evaluated only if the receiver is not null. */
export function conditionally(scope: Scope, receiver: Node, syntax: Syntax, link: (node: Node) => Node): Node {
  if (t.isStruct(receiver.type)) throw unsupported(syntax, `${receiver.type.text} is never null`);
  const bare = { ...receiver, type: t.underlying(receiver.type) };
  return guarded(scope, bare, link, (value) => value === null || value === SHORT);
}

/** Compiles the next link of a chain. It is not evaluated if the chain has ended. */
export function linked(scope: Scope, receiver: Node, link: (node: Node) => Node): Node {
  if (!receiver.isChain) return link(receiver);
  return guarded(scope, receiver, link, (value) => value === SHORT);
}

function guarded(scope: Scope, receiver: Node, link: (node: Node) => Node, ends: (value: Value) => boolean): Node {
  const slot = scope.slot();
  const { run } = receiver;
  const inner = link({ type: receiver.type, run: (frame) => frame.locals[slot] });
  return {
    type: inner.type,
    isChain: true,
    run: (frame) => {
      const value = run(frame);
      if (ends(value)) return SHORT;
      frame.locals[slot] = value;
      return inner.run(frame);
    },
  };
}
