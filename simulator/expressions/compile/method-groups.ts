import { budget } from '../budget';
import { findMembers } from '../library/declare';
import { field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { Callable } from '../value';
import { call } from './calls';
import { convertTo } from './convert';
import { openIn } from './lambdas';
import { Node } from './node';
import { infer } from './overloads';
import { Scope } from './scope';
import { typeMeant } from './type-names';

/** The steps of a call through a method group, the same as for `x => int.Parse(x)`. */
const STEPS = 8;

/** Returns whether a static method is passed as a lambda, for example `.Select(int.Parse)`. */
export function isMethodGroup(syntax: Syntax): boolean {
  return syntax.type === 'member_access_expression';
}

/** Returns whether an argument names a method without calling it. */
export function namesMethod(scope: Scope, syntax: Syntax): boolean {
  if (!isMethodGroup(syntax)) return false;
  const owner = typeMeant(scope, field(syntax, 'expression'));
  return (
    owner !== undefined && findMembers(owner, field(syntax, 'name').text, true).some(({ member }) => member.parameters)
  );
}

/** Converts a method to a `Func` or an `Action`, like a lambda that passes on its parameters. */
export function methodGroup(scope: Scope, syntax: Syntax, to: t.Type, bindings: Map<string, t.Type>): Node {
  const owner = typeMeant(scope, field(syntax, 'expression'));
  if (!owner || (to.name !== 'Func' && to.name !== 'Action')) throw unsupported(syntax, `it cannot be a ${to.text}`);
  const types = to.name === 'Action' ? to.args : to.args.slice(0, -1);
  const inner = scope.inner();
  const slots = types.map(() => inner.slot());
  const given = types.map((type, index) => ({
    syntax,
    isOut: false,
    node: { type, run: (frame: Parameters<Node['run']>[0]) => frame.locals[slots[index]] },
  }));
  const called = call(inner, { owner, name: field(syntax, 'name').text, typeArguments: [], given }, syntax);
  const wanted = to.name === 'Action' ? t.VOID : to.args[to.args.length - 1];
  if (wanted !== t.VOID) infer(wanted, called.type, openIn(wanted, bindings), bindings);
  const { run } = wanted === t.VOID ? called : convertTo(called, t.substitute(wanted, bindings), syntax);
  return {
    type: t.substitute(to, bindings),
    run: (frame) => {
      const callable: Callable = (...args) => {
        budget.spend(STEPS);
        for (let index = 0; index < slots.length; index++) frame.locals[slots[index]] = args[index];
        return run(frame);
      };
      return callable;
    },
  };
}
