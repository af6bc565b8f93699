import { enumValue } from '../library/declare';
import { integral, isInteger, isNumeric, numeric, toNumeric } from '../numeric';
import { DECIMAL_OPERATORS, LONG_OPERATORS } from '../operators';
import { Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { DecimalValue, DoubleValue, EnumValue, TimeSpanValue } from '../value';
import { increment } from './assignment';
import { convertTo } from './convert';
import { compile } from './expressions';
import { integer } from './literals';
import { Node } from './node';
import { Scope } from './scope';

export function unary(scope: Scope, syntax: Syntax): Node {
  const operator = syntax.tokens[0];
  const operand = syntax.children[0];
  if (operator === '++' || operator === '--') return increment(scope, syntax);
  if (operator === '-' && operand.type === 'integer_literal' && !/u/i.test(operand.text)) return integer(operand, true);
  const node = compile(scope, operand);
  if (operator === '!') {
    const { run } = convertTo(node, t.BOOL, syntax);
    return { type: t.BOOL, run: (frame) => !run(frame) };
  }
  if (isNumeric(node.type) || t.isEnum(node.type) || node.type.name === 'TimeSpan') {
    const found = arithmetic(operator, node);
    if (found) return found;
  }
  throw unsupported(syntax, `the operator ${operator} on ${node.type.text} is not supported`);
}

/** Small integers are promoted to `int`, and a `uint` with a minus sign to `long`. */
function widened(operator: string, type: t.Type): t.Type | undefined {
  if ([t.BYTE, t.SBYTE, t.SHORT, t.USHORT, t.CHAR].includes(type)) return t.INT;
  return operator === '-' && type === t.UINT ? t.LONG : undefined;
}

function arithmetic(operator: string, { type, run, constant }: Node): Node | undefined {
  const wider = widened(operator, type);
  if (wider) {
    const widen = numeric(type, wider);
    return arithmetic(operator, { type: wider, run: (frame) => widen(run(frame)) });
  }
  if (operator === '+') return { type, run, constant };
  if (operator === '~') {
    if (type === t.INT) return { type, run: (frame) => ~(run(frame) as number) };
    if (isInteger(type)) return { type, run: (frame) => toNumeric(~integral(run(frame)), type.name) };
    return t.isEnum(type) ? { type, run: (frame) => enumValue(type, ~(run(frame) as EnumValue).number) } : undefined;
  }
  if (operator !== '-') return undefined;
  switch (type) {
    case t.INT: {
      const value = typeof constant === 'number' ? -constant | 0 : undefined;
      return { type, run: (frame) => -(run(frame) as number) | 0, constant: value };
    }
    case t.LONG:
      return { type, run: (frame) => LONG_OPERATORS.get('-')!(0n, run(frame) as bigint) };
    case t.DECIMAL:
      return { type, run: (frame) => DECIMAL_OPERATORS.get('-')!(new DecimalValue(0n, 0), run(frame)) };
    case t.FLOAT:
    case t.DOUBLE:
      return {
        type,
        run: (frame) => {
          const { value, isSingle } = run(frame) as DoubleValue;
          return new DoubleValue(-value, isSingle);
        },
      };
    default:
      return type.name === 'TimeSpan'
        ? { type, run: (frame) => new TimeSpanValue(-(run(frame) as TimeSpanValue).ticks) }
        : undefined;
  }
}
