import { findMembers } from '../library/declare';
import { isNumeric } from '../numeric';
import { field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { argumentsIn, call } from './calls';
import { binary } from './binary';
import { castTo, convertTo } from './convert';
import { compile } from './expressions';
import { lambda } from './lambdas';
import { constant } from './literals';
import { Node, Run } from './node';
import { Scope, Variable } from './scope';

export function assignment(scope: Scope, syntax: Syntax): Node {
  const operator = /^\S+$/.exec(field(syntax, 'operator').text)?.[0] ?? '=';
  const target = field(syntax, 'left');
  const right = field(syntax, 'right');
  if (target.type === 'element_access_expression') return assignElement(scope, operator, target, right, syntax);
  if (target.type === 'member_access_expression') return assignMember(scope, operator, target, right, syntax);
  if (target.type !== 'identifier') throw unsupported(syntax, 'this assignment is not supported');
  if (target.text === '_' && !scope.find('_') && operator === '=') return compile(scope, right);
  const variable = local(scope, target);
  if (right.type === 'lambda_expression' && operator === '=')
    return store(variable, lambda(scope, right, variable.type).run);
  const value = compile(scope, right);
  if (operator === '=') return store(variable, convertTo(value, variable.type, syntax).run);
  const current: Node = { type: variable.type, run: (frame) => frame.locals[variable.slot] };
  // The value, too, must have a conversion, except for a shift.
  if (isNumeric(variable.type) && isNumeric(value.type) && !/^(?:<<|>>)/.test(operator))
    convertTo(value, variable.type, syntax);
  return store(variable, compound(operator, current, value, variable.type, syntax).run);
}

function local(scope: Scope, target: Syntax): Variable {
  const variable = scope.find(target.text);
  if (!variable) throw unsupported(target, `the name ${target.text} is not defined`);
  if (variable.isReadOnly) throw unsupported(target, `${target.text} cannot be assigned to`);
  return variable;
}

function store({ slot, type }: Variable, run: Run): Node {
  return { type, run: (frame) => (frame.locals[slot] = run(frame)) };
}

/** `a += b` is `a = (T)(a + b)`. */
function compound(operator: string, current: Node, value: Node, type: t.Type, syntax: Syntax): Node {
  const result = binary(operator.slice(0, -1), current, value, syntax);
  return result.type === type ? result : castTo(result, type, syntax);
}

function assignElement(scope: Scope, operator: string, target: Syntax, right: Syntax, syntax: Syntax): Node {
  return storeElement(scope, target, syntax, (current) => {
    const value = compile(scope, right);
    return operator === '=' ? value : compound(operator, current, value, current.type, syntax);
  });
}

/** @param valueOf - compiles the new value, given the current one */
function storeElement(scope: Scope, target: Syntax, syntax: Syntax, valueOf: (current: Node) => Node): Node {
  const receiver = kept(scope, compile(scope, field(target, 'expression')));
  const keys = argumentsIn(scope, field(target, 'subscript')).map((argument) => {
    if (!argument.node) throw unsupported(argument.syntax, 'this index is not supported');
    return { ...argument, kept: kept(scope, argument.node) };
  });
  const again = { receiver: receiver.again, owner: receiver.again.type, typeArguments: [] };
  const givenAgain = keys.map((key) => ({ ...key, node: key.kept.again }));
  const value = valueOf(call(scope, { ...again, name: 'this', given: givenAgain }, syntax));
  const stored = kept(scope, value);
  const set = call(
    scope,
    {
      ...again,
      name: 'set',
      given: [...givenAgain, { syntax, isOut: false, node: { ...stored.again, constant: value.constant } }],
    },
    syntax,
  );
  return {
    type: value.type,
    run: (frame) => {
      receiver.first(frame);
      for (const key of keys) key.kept.first(frame);
      const result = stored.first(frame);
      set.run(frame);
      return result;
    },
  };
}

/** `a[b]++` is an assignment, whose value is that before the increment. */
function incrementElement(scope: Scope, operator: string, target: Syntax, syntax: Syntax): Node {
  const one = constant(t.INT, 1);
  if (syntax.type !== 'postfix_unary_expression')
    return storeElement(scope, target, syntax, (current) =>
      compound(`${operator.charAt(0)}=`, current, one, current.type, syntax),
    );
  const before = scope.slot();
  const stored = storeElement(scope, target, syntax, ({ type, run }) => {
    const kept: Node = { type, run: (frame) => (frame.locals[before] = run(frame)) };
    return compound(`${operator.charAt(0)}=`, kept, one, type, syntax);
  });
  return {
    type: stored.type,
    run: (frame) => {
      stored.run(frame);
      return frame.locals[before];
    },
  };
}

/** Evaluates a value once and keeps it to be read again. */
function kept(scope: Scope, node: Node): { readonly first: Run; readonly again: Node } {
  const slot = scope.slot();
  const { run, type } = node;
  return {
    first: (frame) => (frame.locals[slot] = run(frame)),
    again: { type, run: (frame) => frame.locals[slot], constant: node.constant },
  };
}

/** Compiles an assignment to a property. A settable property is declared as a method: `void set_Name(T)`. */
function assignMember(scope: Scope, operator: string, target: Syntax, right: Syntax, syntax: Syntax): Node {
  const receiver = compile(scope, field(target, 'expression'));
  const name = `set_${field(target, 'name').text}`;
  if (operator !== '=' || findMembers(receiver.type, name, false).length === 0) {
    throw unsupported(syntax, `assigning to ${receiver.type.text}.${name.slice(4)} is not supported`);
  }
  const value = compile(scope, right);
  const { run } = call(
    scope,
    { receiver, owner: receiver.type, name, typeArguments: [], given: [{ syntax: right, isOut: false, node: value }] },
    syntax,
  );
  return { type: t.VOID, run };
}

/** Compiles `i++`, `++i`, and `x!`, which has no effect at run time. */
export function increment(scope: Scope, syntax: Syntax): Node {
  const operator = syntax.tokens[0];
  const target = syntax.children[0];
  if (operator === '!') return compile(scope, target);
  if (target.type === 'element_access_expression') return incrementElement(scope, operator, target, syntax);
  if (target.type !== 'identifier')
    throw unsupported(syntax, `${operator} is supported only for variables and elements`);
  const variable = local(scope, target);
  const { slot, type } = variable;
  const current: Node = { type, run: (frame) => frame.locals[slot] };
  const { run } = compound(`${operator.charAt(0)}=`, current, constant(t.INT, 1), type, syntax);
  if (syntax.type !== 'postfix_unary_expression') return store(variable, run);
  return {
    type,
    run: (frame) => {
      const before = frame.locals[slot];
      frame.locals[slot] = run(frame);
      return before;
    },
  };
}
