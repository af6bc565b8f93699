import { ExpressionSyntaxError } from '../errors';
import { Syntax } from '../syntax';
import * as t from '../types';
import { Value } from '../value';
import { Node } from './node';

/**
 * Returns the result of an operator on two constant whole numbers. C# computes it at compile time, and reports an
 * overflow as an error.
 */
export function constantOf(operator: string, left: Node, right: Node, syntax: Syntax): Value | undefined {
  const bits = left.type === t.LONG || right.type === t.LONG ? 64 : 32;
  const a = wholeOf(left);
  const b = wholeOf(right);
  if (a === undefined || b === undefined) return undefined;
  if (b === 0n && (operator === '/' || operator === '%')) throw fault('division by zero', syntax);
  const value = calculated(operator, a, b);
  if (value === undefined) return undefined;
  if (BigInt.asIntN(bits, value) !== value) throw fault('the operation overflows', syntax);
  return bits === 64 ? value : Number(value);
}

function wholeOf({ type, constant }: Node): bigint | undefined {
  if (type !== t.INT && type !== t.LONG) return undefined;
  return typeof constant === 'number' || typeof constant === 'bigint' ? BigInt(constant) : undefined;
}

function calculated(operator: string, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return undefined;
  }
}

function fault(reason: string, { position }: Syntax): ExpressionSyntaxError {
  return new ExpressionSyntaxError(reason, position);
}
