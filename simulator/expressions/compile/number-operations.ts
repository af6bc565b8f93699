import * as operators from '../operators';
import * as t from '../types';
import { implicit } from '../conversions';
import { enumValue } from '../library/declare';
import { EnumValue, Value } from '../value';
import { Node } from './node';
import { bitsOf, integral, numeric, toNumeric } from '../numeric';
import { Operation, COMPARISONS } from './arithmetic';

/** Returns the type to which both numbers are promoted. */
function promoted(a: t.Type, b: t.Type, left: Node, right: Node): t.Type | undefined {
  const has = (type: t.Type): boolean => a === type || b === type;
  if (has(t.DECIMAL)) return has(t.DOUBLE) || has(t.FLOAT) ? undefined : t.DECIMAL;
  const floating = [t.DOUBLE, t.FLOAT].find(has);
  if (floating) return floating;
  for (const unsigned of [t.ULONG, t.UINT]) {
    if (has(unsigned) && implicit(a, unsigned, left.constant) && implicit(b, unsigned, right.constant)) return unsigned;
  }
  if (has(t.ULONG)) return undefined;
  return has(t.LONG) || has(t.UINT) ? t.LONG : t.INT;
}

export function numberOperation(
  operator: string,
  a: t.Type,
  b: t.Type,
  left: Node,
  right: Node,
): Operation | undefined {
  const isShift = operator === '<<' || operator === '>>';
  if (isShift) return shift(operator, a, b);
  const by = promoted(a, b, left, right);
  if (!by) return undefined;
  const resultType = COMPARISONS.has(operator) ? t.BOOL : by;
  if (by === t.INT) {
    const found = operators.INT_OPERATORS.get(operator);
    if (!found) return undefined;
    if (a === t.INT && b === t.INT) return { type: resultType, apply: found as operators.Binary };
    return { type: resultType, apply: (x, y) => found(asInt(x), asInt(y)) };
  }
  const found = tableOf(by).get(operator);
  if (!found) return undefined;
  const toA = a === by ? undefined : numeric(a, by);
  const toB = b === by ? undefined : numeric(b, by);
  return { type: resultType, apply: (x, y) => found(toA ? toA(x) : x, toB ? toB(y) : y) };
}

function asInt(value: Value): number {
  return typeof value === 'number' ? value : Number(integral(value));
}

function tableOf(type: t.Type): ReadonlyMap<string, operators.Binary> {
  if (type === t.LONG) return operators.LONG_OPERATORS as ReadonlyMap<string, operators.Binary>;
  if (type === t.UINT) return operators.UINT_OPERATORS;
  if (type === t.ULONG) return operators.ULONG_OPERATORS;
  if (type === t.DECIMAL) return operators.DECIMAL_OPERATORS;
  return type === t.FLOAT ? operators.FLOAT_OPERATORS : operators.DOUBLE_OPERATORS;
}

function shift(operator: string, a: t.Type, b: t.Type): Operation | undefined {
  if (!implicit(b, t.INT) || [t.FLOAT, t.DOUBLE, t.DECIMAL].includes(a)) return undefined;
  const type = [t.LONG, t.UINT, t.ULONG].find((wide) => a === wide) ?? t.INT;
  if (type === t.INT) {
    const found = operators.INT_OPERATORS.get(operator)!;
    return { type, apply: (x, y) => found(asInt(x), asInt(y)) };
  }
  const isLeft = operator === '<<';
  const most = bitsOf(type) - 1;
  return {
    type,
    apply: (x, y) => {
      const places = BigInt(asInt(y) & most);
      return toNumeric(isLeft ? integral(x) << places : integral(x) >> places, type.name);
    },
  };
}

/** Operators of two members of an enumeration, for example `RegexOptions.IgnoreCase | RegexOptions.Compiled`. */
export function enumOperation(operator: string, type: t.Type): Operation | undefined {
  const found = operators.INT_OPERATORS.get(operator);
  const number = (value: Value): number => (value as EnumValue).number;
  if (!found) return undefined;
  if (COMPARISONS.has(operator)) return { type: t.BOOL, apply: (a, b) => found(number(a), number(b)) };
  if (operator === '-') return { type: t.INT, apply: (a, b) => found(number(a), number(b)) };
  if (!/^[&|^]$/.test(operator)) return undefined;
  return { type, apply: (a, b) => enumValue(type, found(number(a), number(b)) as number) };
}

export function boolOperation(operator: string): Operation | undefined {
  switch (operator) {
    case '&':
      return { type: t.BOOL, apply: (a, b) => a === true && b === true };
    case '|':
      return { type: t.BOOL, apply: (a, b) => a === true || b === true };
    case '^':
      return { type: t.BOOL, apply: (a, b) => a !== b };
    default:
      return undefined;
  }
}
