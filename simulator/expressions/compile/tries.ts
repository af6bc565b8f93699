import { CSharpException } from '../errors';
import { runtimeType } from '../runtime-type';
import { supertype } from '../library/declare';
import { Frame } from '../frame';
import { childOf, field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { convertTo } from './convert';
import { declaration } from './declarations';
import { compile } from './expressions';
import { Run } from './node';
import { Scope } from './scope';
import { block, End, Execute, statement } from './statements';
import { typeNamed } from './type-names';

interface Handler {
  readonly type: t.Type;
  readonly slots: readonly number[];
  readonly guard?: Run;
  readonly body: Execute;
}

/** Catches only C# exceptions. Other errors are not visible to the expression. */
export function tryStatement(scope: Scope, syntax: Syntax): Execute {
  const body = block(scope.inner(), field(syntax, 'body'));
  const handlers = syntax.children
    .filter(({ type }) => type === 'catch_clause')
    .map((clause) => handler(scope, clause));
  const clause = childOf(syntax, 'finally_clause');
  if (clause && leaves(clause)) throw unsupported(clause, 'a return cannot leave a finally');
  const final = clause ? block(scope.inner(), clause.children[0]) : undefined;
  const guarded: Execute = (frame) => {
    try {
      return body(frame);
    } catch (error) {
      if (!(error instanceof CSharpException)) throw error;
      for (const { type, slots, guard, body: handle } of handlers) {
        if (!supertype(runtimeType(error), type.name)) continue;
        for (const slot of slots) frame.locals[slot] = error;
        if (!guard || holds(guard, frame)) return handle(frame);
      }
      throw error;
    }
  };
  if (!final) return guarded;
  return (frame) => {
    let end: End;
    try {
      end = guarded(frame);
    } catch (error) {
      if (error instanceof CSharpException) final(frame);
      throw error;
    }
    const { result } = frame;
    final(frame);
    frame.result = result;
    return end;
  };
}

/** Returns whether a filter accepts an exception. A filter that throws does not accept it. */
function holds(guard: Run, frame: Frame): boolean {
  try {
    return guard(frame) === true;
  } catch (error) {
    if (error instanceof CSharpException) return false;
    throw error;
  }
}

function leaves(syntax: Syntax): boolean {
  if (syntax.type === 'return_statement') return true;
  return !/^(?:lambda_expression|local_function_statement)$/.test(syntax.type) && syntax.children.some(leaves);
}

function handler(scope: Scope, clause: Syntax): Handler {
  const inner = scope.inner();
  const declared = childOf(clause, 'catch_declaration');
  const type = declared ? typeNamed(field(declared, 'type')) : t.EXCEPTION;
  const name = declared?.fields.get('name');
  if (name && scope.has(name.text)) throw unsupported(name, `the name ${name.text} is taken`);
  // `throw;` rethrows this exception.
  const slots = [inner.declare(' caught', t.EXCEPTION).slot];
  if (name) slots.push(inner.declare(name.text, type).slot);
  const filter = childOf(clause, 'catch_filter_clause');
  const guard = filter ? convertTo(compile(inner, filter.children[0]), t.BOOL, filter).run : undefined;
  return { type, slots, guard, body: block(inner, field(clause, 'body')) };
}

/** Compiles `using`. No resource needs to be disposed, so only the body runs. */
export function usingStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.inner();
  const body = field(syntax, 'body');
  const resource = syntax.children[0];
  const run = resource.type === 'variable_declaration' ? declaration(inner, resource) : compile(inner, resource).run;
  const execute = statement(inner, body);
  return (frame) => {
    run(frame);
    return execute(frame);
  };
}
