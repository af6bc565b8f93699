import * as operators from '../operators';
import * as t from '../types';
import { Node, Run } from './node';
import { isNumeric } from '../numeric';
import { Syntax } from '../syntax';
import { placed } from './convert';
import { constantOf } from './constants';
import { boolOperation, enumOperation, numberOperation } from './number-operations';
import { timeOperation } from './time-operations';
import { XNamespaceValue, XNameValue } from '../xml/tree';
import { Value } from '../value';

export const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** Compiles operators on numbers, dates, and flags. If an operand is null, the result is null or false. */
export function arithmetic(operator: string, left: Node, right: Node, syntax: Syntax): Node | undefined {
  const a = t.underlying(left.type);
  const b = t.underlying(right.type);
  const found = operation(operator, a, b, left, right);
  if (!found) return undefined;
  const { type, apply } = found;
  const folded = constantOf(operator, left, right, syntax);
  if (folded !== undefined) return { type, run: () => folded, constant: folded };
  const x = left.run;
  const y = right.run;
  const isLifted = left.type.name === '?' || right.type.name === '?';
  if (!isLifted) {
    const run: Run = (frame) => apply(x(frame), y(frame));
    const neverThrows = type === t.BOOL || (type === t.INT && !/^[/%]$/.test(operator));
    return { type, run: neverThrows ? run : placed(run, syntax) };
  }
  if (!COMPARISONS.has(operator)) {
    return {
      type: t.lifted(type),
      run: placed(lift(x, y, apply, type === t.BOOL ? decided(operator) : () => null), syntax),
    };
  }
  return { type, run: lift(x, y, apply, comparedWithNull(operator)) };
}

/** Compares with null: only `==` and `!=` can be true. */
function comparedWithNull(operator: string): operators.Binary {
  if (operator === '==') return (u, v) => u === v;
  if (operator === '!=') return (u, v) => u !== v;
  return () => false;
}

function lift(x: Run, y: Run, apply: operators.Binary, otherwise: operators.Binary): Run {
  return (frame) => {
    const u = x(frame);
    const v = y(frame);
    return u === null || v === null ? otherwise(u, v) : apply(u, v);
  };
}

/** `false & null` is false, and `true | null` is true. */
function decided(operator: string): operators.Binary {
  const deciding = operator === '&' ? false : operator === '|' ? true : undefined;
  return (u, v) => (deciding !== undefined && (u === deciding || v === deciding) ? deciding : null);
}

export interface Operation {
  readonly type: t.Type;
  readonly apply: operators.Binary;
}

function operation(operator: string, a: t.Type, b: t.Type, left: Node, right: Node): Operation | undefined {
  if (isNumeric(a) && isNumeric(b)) return numberOperation(operator, a, b, left, right);
  if (a === t.BOOL && b === t.BOOL) return boolOperation(operator);
  if (a === b && t.isEnum(a)) return enumOperation(operator, a);
  if (operator === '+' && a.name === 'XNamespace' && b === t.STRING) {
    const namespace = (value: Value): string => (value as XNamespaceValue).text;
    return { type: t.type('XName'), apply: (x, y) => new XNameValue(namespace(x), y as string) };
  }
  return timeOperation(operator, a.name, b.name);
}
