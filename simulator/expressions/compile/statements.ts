import { field, Syntax, unsupported, words } from '../syntax';
import * as t from '../types';
import { convertTo } from './convert';
import { localDeclaration } from './declarations';
import { compile, thrown } from './expressions';
import { announceFunction } from './functions';
import { doStatement, forEachStatement, forStatement, whileStatement } from './loops';
import { Frame } from '../frame';
import { Scope } from './scope';
import { switchStatement } from './switches';
import { tryStatement, usingStatement } from './tries';

/** The way in which a statement ended. */
export enum End {
  Normal,
  Break,
  Continue,
  Return,
}

export type Execute = (frame: Frame) => End;
type Compile = (scope: Scope, syntax: Syntax) => Execute;

const COMPILERS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['block', (scope, syntax) => block(scope.inner(), syntax)],
  ['empty_statement', () => () => End.Normal],
  ['expression_statement', expressionStatement],
  ['local_declaration_statement', localDeclaration],
  ['local_function_statement', () => () => End.Normal],
  ['return_statement', returnStatement],
  ['if_statement', ifStatement],
  ['for_statement', forStatement],
  ['foreach_statement', forEachStatement],
  ['while_statement', whileStatement],
  ['do_statement', doStatement],
  ['break_statement', () => () => End.Break],
  ['continue_statement', () => () => End.Continue],
  ['throw_statement', throwStatement],
  ['try_statement', tryStatement],
  ['using_statement', usingStatement],
  ['switch_statement', switchStatement],
  ['checked_statement', uncheckedStatement],
]);

export function statement(scope: Scope, syntax: Syntax): Execute {
  const compiler = COMPILERS.get(syntax.type);
  if (!compiler) throw unsupported(syntax, `${words(syntax.type)} is not supported`);
  return compiler(scope, syntax);
}

/** Compiles the statements of a block in a new scope. */
export function block(scope: Scope, syntax: Syntax): Execute {
  return sequence(scope, syntax.children);
}

export function sequence(scope: Scope, statements: readonly Syntax[]): Execute {
  // A local function can read the variables before it, and can be called before its declaration.
  const functions = statements.filter(({ type }) => type === 'local_function_statement');
  const pending = new Map(functions.map((syntax) => [syntax, announceFunction(scope, syntax)]));
  const steps: Execute[] = [];
  for (const syntax of statements) {
    const complete = pending.get(syntax);
    if (complete) complete();
    else steps.push(statement(scope, syntax));
  }
  if (steps.length === 1) return steps[0];
  return (frame) => {
    for (const step of steps) {
      const end = step(frame);
      if (end !== End.Normal) return end;
    }
    return End.Normal;
  };
}

function uncheckedStatement(scope: Scope, syntax: Syntax): Execute {
  if (syntax.tokens[0] === 'checked') throw unsupported(syntax, 'checked is not supported');
  return block(scope.inner(), syntax.children[0]);
}

function expressionStatement(scope: Scope, syntax: Syntax): Execute {
  const { run } = compile(scope, syntax.children[0]);
  return (frame) => {
    run(frame);
    return End.Normal;
  };
}

function returnStatement(scope: Scope, syntax: Syntax): Execute {
  const { returns, returned } = scope.body;
  const [value] = syntax.children;
  if (!value) {
    if (returns !== t.VOID && returns !== undefined) throw unsupported(syntax, 'a value must be returned');
    return () => End.Return;
  }
  const node = compile(scope, value);
  if (returns === t.VOID) throw unsupported(syntax, 'a value cannot be returned here');
  const { run, type } = returns ? convertTo(node, returns, syntax) : node;
  returned.push(type);
  return (frame) => {
    frame.result = run(frame);
    return End.Return;
  };
}

function ifStatement(scope: Scope, syntax: Syntax): Execute {
  const test = convertTo(compile(scope, field(syntax, 'condition')), t.BOOL, syntax).run;
  const then = statement(scope.inner(), field(syntax, 'consequence'));
  const alternative = syntax.fields.get('alternative');
  const otherwise = alternative ? statement(scope.inner(), alternative) : undefined;
  return (frame) => (test(frame) ? then(frame) : otherwise ? otherwise(frame) : End.Normal);
}

function throwStatement(scope: Scope, syntax: Syntax): Execute {
  if (syntax.children.length === 0) {
    const caught = scope.find(' caught');
    if (!caught) throw unsupported(syntax, 'throw without an exception is allowed only in a catch');
    return (frame) => {
      throw frame.locals[caught.slot] as Error;
    };
  }
  const run = thrown(scope, syntax);
  return (frame) => {
    run(frame);
    return End.Normal;
  };
}
