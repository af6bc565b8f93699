import { childOf, field, namedValue, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { RecordValue } from '../value';
import { convertTo } from './convert';
import { compile } from './expressions';
import { arrayOf } from './creation';
import { lambda } from './lambdas';
import { Node, Run } from './node';
import { Scope } from './scope';
import { End, Execute } from './statements';
import { typeNamed } from './type-names';

export function localDeclaration(scope: Scope, syntax: Syntax): Execute {
  const run = declaration(scope, field1(syntax));
  return (frame) => {
    run(frame);
    return End.Normal;
  };
}

function field1(syntax: Syntax): Syntax {
  const found = childOf(syntax, 'variable_declaration');
  if (!found) throw unsupported(syntax, 'this declaration is not supported');
  return found;
}

/** Declares variables and assigns their values. */
export function declaration(scope: Scope, syntax: Syntax): Run {
  const typeSyntax = field(syntax, 'type');
  const isVar = typeSyntax.type === 'implicit_type' || typeSyntax.text === 'var';
  const declared = isVar ? undefined : typeNamed(typeSyntax);
  const steps = syntax.children
    .filter(({ type }) => type === 'variable_declarator')
    .map((declarator) => declareOne(scope, declarator, declared));
  const taken = syntax.children.find((declarator) => scope.parameters.has(declarator.fields.get('name')?.text ?? ''));
  if (taken) throw unsupported(taken, 'the name is also that of the parameter of a lambda, which C# 7 does not allow');
  return (frame) => {
    for (const step of steps) step(frame);
    return null;
  };
}

function declareOne(scope: Scope, declarator: Syntax, declared: t.Type | undefined): Run {
  const pattern = childOf(declarator, 'tuple_pattern');
  const name = declarator.fields.get('name');
  const value = declarator.children.find((child) => child !== name && child !== pattern);
  if (pattern) return deconstruct(scope, pattern, value ?? declarator);
  if (!name) throw unsupported(declarator, 'this declaration is not supported');
  if (scope.has(name.text) || name.text === 'context') throw unsupported(declarator, `the name ${name.text} is taken`);
  if (!value) {
    if (!declared) throw unsupported(declarator, 'var needs a value');
    scope.declare(name.text, declared);
    return () => null;
  }
  if (value.type === 'lambda_expression') {
    if (!declared) throw unsupported(declarator, 'a lambda needs a declared type');
    const { run } = lambda(scope, value, declared);
    const { slot } = scope.declare(name.text, declared);
    return (frame) => (frame.locals[slot] = run(frame));
  }
  const node = value.type === 'initializer_expression' ? arrayValue(scope, value, declared) : compile(scope, value);
  const type = declared ?? node.type;
  if (type === t.NULL || type === t.VOID || type === t.NEVER)
    throw unsupported(declarator, 'the type of var cannot be determined');
  const { run } = convertTo(node, type, declarator);
  const { slot } = scope.declare(name.text, type);
  return (frame) => (frame.locals[slot] = run(frame));
}

/** `int[] a = { 1, 2 }`. */
function arrayValue(scope: Scope, value: Syntax, declared: t.Type | undefined): Node {
  if (declared?.name !== '[]') throw namedValue(value) ?? unsupported(value, 'write new[] before the values');
  return arrayOf(scope, declared.args[0], value.children);
}

/** `var (a, b) = (1, 2);` */
function deconstruct(scope: Scope, pattern: Syntax, value: Syntax): Run {
  const { type, run } = compile(scope, value);
  const names = pattern.children;
  if (type.name !== 'tuple' || type.args.length !== names.length)
    throw unsupported(pattern, `${type.text} cannot be deconstructed this way`);
  const slots = names.map(
    (name, index) => scope.declare(name.type === 'identifier' ? name.text : '_', type.args[index]).slot,
  );
  return (frame) => {
    const { values } = run(frame) as RecordValue;
    for (const [index, slot] of slots.entries()) frame.locals[slot] = values[index];
    return null;
  };
}
