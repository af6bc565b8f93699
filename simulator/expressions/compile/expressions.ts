import { common, defaultOf, isOfType } from '../conversions';
import { CSharpException, ExpressionSyntaxError, nullReference } from '../errors';
import { supertype } from '../library/declare';
import { isNumeric } from '../numeric';
import { field, namedValue, Syntax, unsupported, words } from '../syntax';
import { TO_TOKEN } from '../token-casts';
import * as t from '../types';
import { conditionalAccess, elementAccess, memberAccess } from './access';
import { assignment, increment } from './assignment';
import { binaryExpression } from './binary';
import { invocation } from './calls';
import { castTo, convertTo } from './convert';
import * as creation from './creation';
import * as literals from './literals';
import { Node, SHORT } from './node';
import { isPattern, switchExpression } from './patterns';
import { Scope } from './scope';
import { interpolatedString } from './strings';
import { typeNamed } from './type-names';
import { unary } from './unary';

type Compile = (scope: Scope, syntax: Syntax) => Node;

const COMPILERS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['parenthesized_expression', (scope, syntax) => compile(scope, syntax.children[0])],
  ['identifier', identifier],
  ['null_literal', () => ({ type: t.NULL, run: () => null, constant: null })],
  ['boolean_literal', (_, { text }) => literals.constant(t.BOOL, text === 'true')],
  ['integer_literal', (_, syntax) => literals.integerLiteral(syntax)],
  ['real_literal', (_, syntax) => literals.realLiteral(syntax)],
  ['string_literal', (_, syntax) => literals.stringLiteral(syntax)],
  ['verbatim_string_literal', (_, syntax) => literals.verbatimLiteral(syntax)],
  ['raw_string_literal', (_, syntax) => literals.rawLiteral(syntax)],
  ['character_literal', (_, syntax) => literals.characterLiteral(syntax)],
  ['interpolated_string_expression', interpolatedString],
  ['member_access_expression', memberAccess],
  ['element_access_expression', elementAccess],
  ['conditional_access_expression', conditionalAccess],
  ['invocation_expression', invocation],
  ['binary_expression', binaryExpression],
  ['prefix_unary_expression', unary],
  ['unary_expression', unary],
  ['postfix_unary_expression', increment],
  ['assignment_expression', assignment],
  ['conditional_expression', conditional],
  [
    'cast_expression',
    (scope, syntax) => castTo(compile(scope, field(syntax, 'value')), typeNamed(field(syntax, 'type')), syntax),
  ],
  ['as_expression', asExpression],
  ['is_expression', isPattern],
  ['is_pattern_expression', isPattern],
  ['switch_expression', switchExpression],
  ['default_expression', defaultExpression],
  ['throw_expression', (scope, syntax) => ({ type: t.NEVER, run: thrown(scope, syntax) })],
  ['object_creation_expression', creation.objectCreation],
  ['array_creation_expression', creation.arrayCreation],
  ['implicit_array_creation_expression', creation.implicitArray],
  ['anonymous_object_creation_expression', creation.anonymousObject],
  ['tuple_expression', creation.tuple],
  [
    'checked_expression',
    (scope, syntax) => {
      if (syntax.tokens[0] === 'checked') throw unsupported(syntax, 'checked is not supported');
      return compile(scope, syntax.children[0]);
    },
  ],
]);

/** Compiles an expression; a chain with `?.` ends here. */
export function compile(scope: Scope, syntax: Syntax): Node {
  const node = compileLink(scope, syntax);
  if (!node.isChain) return node;
  const { run } = node;
  return {
    type: node.type === t.VOID ? t.VOID : t.lifted(node.type),
    run: (frame) => {
      const value = run(frame);
      return value === SHORT ? null : value;
    },
  };
}

/** Compiles an expression that can be part of a chain with `?.`. */
export function compileLink(scope: Scope, syntax: Syntax): Node {
  const compiler = COMPILERS.get(syntax.type);
  if (!compiler) throw namedValue(syntax) ?? unsupported(syntax, `${words(syntax.type)} is not supported`);
  return compiler(scope, syntax);
}

function identifier(scope: Scope, syntax: Syntax): Node {
  const variable = scope.find(syntax.text);
  if (variable) {
    const { slot, type } = variable;
    return { type, run: (frame) => frame.locals[slot] };
  }
  if (syntax.text === 'context') return { type: t.type('IContext'), run: (frame) => frame.context };
  if (/^[a-z]/.test(syntax.text)) {
    throw new ExpressionSyntaxError(`the name ${syntax.text} is not defined`, syntax.position);
  }
  // The names of types start with a capital letter.
  throw unsupported(syntax, `the type ${syntax.text} is not supported`);
}

function conditional(scope: Scope, syntax: Syntax): Node {
  const test = convertTo(compile(scope, field(syntax, 'condition')), t.BOOL, syntax).run;
  const yes = compile(scope, field(syntax, 'consequence'));
  const no = compile(scope, field(syntax, 'alternative'));
  const type = common(yes.type, no.type, yes.constant, no.constant);
  if (!type) throw unsupported(syntax, `${yes.type.text} and ${no.type.text} have no type in common`);
  const a = convertTo(yes, type, syntax).run;
  const b = convertTo(no, type, syntax).run;
  return { type, run: (frame) => (test(frame) ? a(frame) : b(frame)) };
}

function asExpression(scope: Scope, syntax: Syntax): Node {
  const { run, type: from } = compile(scope, field(syntax, 'left'));
  const type = typeNamed(field(syntax, 'right'));
  if (t.isStruct(type)) throw unsupported(syntax, `as needs a nullable type instead of ${type.text}`);
  if (isNumeric(from) || from === t.VOID) throw unsupported(syntax, `as from ${from.text} is not supported`);
  if (supertype(from, 'JToken') && TO_TOKEN.has(t.underlying(type).text))
    throw new ExpressionSyntaxError(`as cannot convert from ${from.text} to ${type.text}`, syntax.position);
  return {
    type,
    run: (frame) => {
      const value = run(frame);
      return value !== null && isOfType(value, type) ? value : null;
    },
  };
}

function defaultExpression(_: Scope, syntax: Syntax): Node {
  const named = syntax.fields.get('type');
  if (!named) return { type: t.NULL, run: () => null, constant: null };
  const type = typeNamed(named);
  return literals.constant(type, defaultOf(type));
}

/** Compiles `throw`, as a statement or an expression. */
export function thrown(scope: Scope, syntax: Syntax): Node['run'] {
  const { run } = convertTo(compile(scope, syntax.children[0]), t.EXCEPTION, syntax);
  return (frame) => {
    const exception = (run(frame) ?? nullReference()) as CSharpException;
    exception.position ??= syntax.position;
    throw exception;
  };
}
