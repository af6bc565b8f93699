import { budget } from '../budget';
import { childOf, field, sizeOf, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import type { Argument } from './calls';
import { convertTo, located } from './convert';
import { compile } from './expressions';
import { Node, valuesOf } from './node';
import { LocalFunction, Scope } from './scope';
import { block } from './statements';
import { typeNamed } from './type-names';

/** Declares a local function, before the statements that can call it. */
export function announceFunction(scope: Scope, syntax: Syntax): () => void {
  if (syntax.fields.has('type_parameters')) throw unsupported(syntax, 'generic local functions are not supported');
  if (syntax.children.some(({ type, text }) => type === 'modifier' && text !== 'static')) {
    throw unsupported(syntax, 'this kind of local function is not supported');
  }
  const returnType = field(syntax, 'type');
  const returns = returnType.text === 'void' ? t.VOID : typeNamed(returnType);
  const first = scope.slotCount;
  const inner = scope.repeated({ returns, returned: [] });
  const parameters = field(syntax, 'parameters').children.map((parameter) => {
    if (childOf(parameter, 'modifier') || parameter.tokens.includes('='))
      throw unsupported(parameter, 'this kind of parameter is not supported');
    const name = field(parameter, 'name').text;
    return { name, variable: inner.declare(name, typeNamed(field(parameter, 'type'))) };
  });
  const { region } = scope;
  const of: LocalFunction = { parameters, returns, first, end: first, steps: sizeOf(syntax), body: undefined, region };
  scope.declareFunction(field(syntax, 'name').text, of);
  return () => {
    const body = field(syntax, 'body');
    if (body.type === 'block') {
      const run = block(inner, body);
      of.body = (frame) => {
        inner.region!.begin(frame.locals);
        frame.result = null;
        run(frame);
        return frame.result;
      };
    } else {
      const value = compile(inner, body.children[0]);
      const run = returns === t.VOID ? value.run : convertTo(value, returns, body).run;
      of.body = (frame) => {
        inner.region!.begin(frame.locals);
        return run(frame);
      };
    }
    of.end = inner.slotCount;
  };
}

export function functionCall(scope: Scope, name: string, given: readonly Argument[], syntax: Syntax): Node {
  const of = scope.findFunction(name)!;
  if (given.length !== of.parameters.length || given.some((argument) => argument.name !== undefined)) {
    throw unsupported(syntax, `${name} takes ${of.parameters.length} positional arguments`);
  }
  const args = given.map(({ node, syntax: at }, index) => {
    if (!node) throw unsupported(at, 'a lambda as an argument of a local function is not supported');
    return convertTo(node, of.parameters[index].variable.type, at).run;
  });
  return {
    type: of.returns,
    run: (frame) => {
      const values = valuesOf(args, frame);
      try {
        budget.enter(of.steps);
      } catch (error) {
        throw located(error, syntax);
      }
      // A recursive call must not change the variables of its caller.
      const kept = frame.locals.slice(of.first, of.end);
      of.parameters.forEach(({ variable }, index) => {
        frame.locals[variable.slot] = values[index];
      });
      try {
        return of.body!(frame);
      } finally {
        for (const [index, value] of kept.entries()) frame.locals[of.first + index] = value;
        budget.leave();
      }
    },
  };
}
