import { implicit } from '../conversions';
import { ExpressionSyntaxError } from '../errors';
import { concat, formatValue } from '../format';
import { field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { arithmetic } from './arithmetic';
import { convertTo, isPrimitive, placed } from './convert';
import { equality } from './equality';
import { compile } from './expressions';
import { Node } from './node';
import { Scope } from './scope';

export function binaryExpression(scope: Scope, syntax: Syntax): Node {
  const operator = syntax.tokens[0];
  const left = compile(scope, field(syntax, 'left'));
  const right = compile(scope, field(syntax, 'right'));
  return binary(operator, left, right, syntax);
}

export function binary(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  switch (operator) {
    case '&&':
    case '||':
      return logical(operator, left, right, syntax);
    case '??':
      return coalesce(left, right, syntax);
    case '==':
    case '!=':
      return equality(operator, left, right, syntax);
    case '+':
      if (left.type.name !== 'XNamespace' && (left.type === t.STRING || right.type === t.STRING))
        return concatenation(left, right, syntax);
  }
  return arithmetic(operator, left, right, syntax) ?? refused(operator, left, right, syntax);
}

export function refused(operator: string, left: Node, right: Node, syntax: Syntax): never {
  const operands = `between ${left.type.text} and ${right.type.text}`;
  if (isPrimitive(left.type) && isPrimitive(right.type))
    throw new ExpressionSyntaxError(`there is no operator ${operator} ${operands}`, syntax.position);
  throw unsupported(syntax, `the operator ${operator} ${operands} is not supported`);
}

function logical(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  const a = convertTo(left, t.BOOL, syntax).run;
  const b = convertTo(right, t.BOOL, syntax).run;
  return { type: t.BOOL, run: operator === '&&' ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame) };
}

function coalesce(left: Node, right: Node, syntax: Syntax): Node {
  if (t.isStruct(left.type)) refused('??', left, right, syntax);
  const bare = t.underlying(left.type);
  const target = [bare, left.type, right.type].find(
    (type) => implicit(right.type, type, right.constant) && implicit(bare, type),
  );
  if (!target) return refused('??', left, right, syntax);
  const a = left.run;
  const widened = convertTo({ ...left, type: left.type === t.NULL ? target : bare }, target, syntax);
  const convert = bare === target || left.type === t.NULL ? undefined : implicit(bare, target)?.convert;
  const b = convertTo(right, target, syntax).run;
  return {
    type: widened.type,
    run: (frame) => {
      const value = a(frame);
      return value === null ? b(frame) : convert ? convert(value) : value;
    },
  };
}

function concatenation(left: Node, right: Node, syntax: Syntax): Node {
  if (left.type === t.VOID || right.type === t.VOID) refused('+', left, right, syntax);
  const a = left.run;
  const b = right.run;
  return { type: t.STRING, run: placed((frame) => concat(formatValue(a(frame)), formatValue(b(frame))), syntax) };
}
