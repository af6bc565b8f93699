import { budget } from '../budget';
import { Unsupported } from '../errors';
import { childOf, field, sizeOf, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { Callable, Value } from '../value';
import { convertTo } from './convert';
import { compile } from './expressions';
import { Node, Run } from './node';
import { infer } from './overloads';
import { isMethodGroup, methodGroup } from './method-groups';
import { Region, Scope } from './scope';
import { block } from './statements';
import { typeNamed } from './type-names';

/**
 * Compiles a lambda for a `Func` or an `Action`. If its return type is an unbound type parameter, the body binds it.
 */
export function lambda(scope: Scope, syntax: Syntax, to: t.Type, bindings: Map<string, t.Type> = new Map()): Node {
  if (isMethodGroup(syntax)) return methodGroup(scope, syntax, to, bindings);
  const isAction = to.name === 'Action';
  if (to.name !== 'Func' && !isAction) throw unsupported(syntax, `a lambda cannot be a ${to.text}`);
  if (childOf(syntax, 'modifier')) throw unsupported(syntax, 'async is not supported');
  const types = isAction ? to.args : to.args.slice(0, -1);
  const wanted = isAction ? t.VOID : to.args[to.args.length - 1];
  const names = parametersOf(syntax);
  if (names.length !== types.length) throw unsupported(syntax, `the lambda must have ${types.length} parameters`);
  const isOpen = wanted !== t.VOID && mentionsOpen(wanted, bindings);
  const firstSlot = scope.slotCount;
  const captured = new Set<Region>();
  const inner = scope.repeated({ returns: isOpen ? undefined : wanted, returned: [] }, captured);
  const slots = names.map((parameter, index) => {
    const declared = parameter.fields.get('type');
    const type = declared ? typeNamed(declared) : types[index];
    if (type !== types[index]) throw unsupported(parameter, `the parameter has type ${types[index].text}`);
    const name = parameter.fields.get('name')?.text ?? parameter.text;
    if (scope.find(name)) throw unsupported(parameter, `the name ${name} is taken, which C# 7 does not allow`);
    return inner.declareParameter(name, type).slot;
  });
  const body = bodyOf(inner, field(syntax, 'body'));
  if (isOpen) infer(wanted, body.type, openIn(wanted, bindings), bindings);
  const returns = t.substitute(wanted, bindings);
  const run = isAction ? body.run : convertTo(body, returns, syntax).run;
  const call = callable(run, slots, firstSlot, inner.slotCount, sizeOf(syntax), inner.region!);
  return { type: t.substitute(to, bindings), run: captured.size > 0 ? bound(call, [...captured]) : call };
}

/** The variables of a region keep their places, so a lambda can read only those of the current run. */
function bound(make: Run, captured: readonly Region[]): Run {
  return (frame) => {
    const { locals } = frame;
    const runs = captured.map(({ slot }) => locals[slot]);
    const callable = make(frame) as Callable;
    return (...args: Value[]) => {
      if (captured.some(({ slot }, index) => locals[slot] !== runs[index]))
        throw new Unsupported('calling a lambda with the variables of an earlier iteration or call is not supported');
      return callable(...args);
    };
  };
}

function parametersOf(syntax: Syntax): readonly Syntax[] {
  const parameters = field(syntax, 'parameters');
  return parameters.type === 'parameter_list' ? parameters.children : [parameters];
}

function bodyOf(scope: Scope, body: Syntax): Node {
  if (body.type !== 'block') return compile(scope, body);
  const run = block(scope, body);
  const [first, ...others] = scope.body.returned;
  const type = scope.body.returns ?? first ?? t.VOID;
  if (others.some((other) => other !== type)) throw unsupported(body, 'the returned values have different types');
  return {
    type,
    run: (frame) => {
      frame.result = null;
      run(frame);
      return frame.result;
    },
  };
}

function callable(run: Run, slots: readonly number[], first: number, end: number, steps: number, region: Region): Run {
  return (frame) => {
    const { locals } = frame;
    let isRunning = false;
    const call: Callable = (...args) => {
      budget.enter(steps);
      // A recursive call must not change the variables of its caller.
      const kept = isRunning ? locals.slice(first, end) : undefined;
      isRunning = true;
      region.begin(locals);
      for (let index = 0; index < slots.length; index++) locals[slots[index]] = args[index];
      try {
        return run(frame);
      } finally {
        if (kept) for (let index = 0; index < kept.length; index++) locals[first + index] = kept[index];
        else isRunning = false;
        budget.leave();
      }
    };
    return call;
  };
}

/** Returns the unbound type parameters, which are single capital letters. */
export function openIn(type: t.Type, bindings: ReadonlyMap<string, t.Type>): ReadonlySet<string> {
  const names = type.args.length === 0 ? [type.name] : type.args.flatMap((arg) => [...openIn(arg, bindings)]);
  return new Set(names.filter((name) => /^[A-Z]$/.test(name) && !bindings.has(name)));
}

function mentionsOpen(type: t.Type, bindings: ReadonlyMap<string, t.Type>): boolean {
  return openIn(type, bindings).size > 0;
}
