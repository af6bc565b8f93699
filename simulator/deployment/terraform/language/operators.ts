import { Invalid, Unresolved, Value } from '../../value';
import { areApart, equals } from './equality';
import type { BinaryOperator, UnaryOperator } from './expression';
import { calculate, isExact } from './numbers';
import { areIdentical, unknownIn, unresolved } from './symbols';
import { convert, toBool, toNumber } from './convert';
import { Refusal } from './refusal';
import { Type, typeOf, unify } from './types';

/** Evaluates an operator. The right operand of `&&` and `||` is evaluated only if the left one does not decide. */
export function binary(operator: BinaryOperator, left: Value, right: () => Value): Value {
  switch (operator) {
    case '&&':
      return logical(left, right, '&&', false);
    case '||':
      return logical(left, right, '||', true);
    case '==':
    case '!=':
      return equality(operator, left, right());
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right());
    default: {
      const [one, other] = numbers(operator, left, right());
      return one instanceof Unresolved ? one : calculate(operator, one, other);
    }
  }
}

export function unary(operator: UnaryOperator, operand: Value): Value {
  const value = operator === '!' ? toBool(operand) : toNumber(operand);
  if (value === null) return new Invalid(`null is an operand of ${operator}`);
  if (value instanceof Unresolved) return unresolved(value, `(${operator}`, [operand]);
  return typeof value === 'boolean' ? !value : -value;
}

/** @param deciding the value of an operand that decides the result */
function logical(left: Value, right: () => Value, operator: BinaryOperator, deciding: boolean): Value {
  const one = toBool(left);
  if (one === null) return new Invalid(`null is an operand of ${operator}`);
  if (one === deciding || one instanceof Invalid) return one;
  const given = right();
  const other = toBool(given);
  if (other === null) return new Invalid(`null is an operand of ${operator}`);
  if (other === deciding || !(one instanceof Unresolved)) return other;
  // Whether the right operand is evaluated is not known.
  if (other instanceof Invalid) return new Unresolved(other.reason, undefined, other);
  return other instanceof Unresolved ? unresolved(lessKnown(one, other), '(', [left, given], operator) : one;
}

function lessKnown(one: Unresolved, other: Unresolved): Unresolved {
  return other.symbol === undefined ? other : one;
}

function equality(operator: '==' | '!=', left: Value, right: Value): Value {
  const failed = unknownIn([left, right]);
  if (failed instanceof Invalid) return failed;
  const isEqual = equals(left, right);
  if (isEqual !== undefined) return isEqual === (operator === '==');
  if (failed) return unresolved(failed, '(', [left, right], operator);
  return new Unresolved('whether two values are equal depends on their types');
}

function comparison(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): Value {
  const [one, other] = numbers(operator, left, right);
  if (one instanceof Unresolved) return one;
  if (!(isExact(one) && isExact(other)) && !areApart(one, other)) {
    return new Unresolved('numbers with too many digits are compared');
  }
  switch (operator) {
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
  }
}

function numbers(operator: string, left: Value, right: Value): readonly [number, number] | readonly [Unresolved, 0] {
  const [one, other] = [toNumber(left), toNumber(right)];
  if (one instanceof Invalid || other instanceof Invalid) return [(one instanceof Invalid ? one : other) as Invalid, 0];
  if (one === null || other === null) return [new Invalid(`null is an operand of ${operator}`), 0];
  if (!(one instanceof Unresolved) && !(other instanceof Unresolved)) return [one, other];
  const unknown = [one, other].filter((value) => value instanceof Unresolved);
  return [unresolved(unknown.reduce(lessKnown), '(', [left, right], operator), 0];
}

/**
 * Evaluates `condition ? then : otherwise`.
 *
 * @param isAttempted whether `try` or `can` contains the expression, so that an error decides the result
 */
export function conditional(condition: Value, then: () => Value, otherwise: () => Value, isAttempted = false): Value {
  const value = toBool(condition);
  if (value === null) return new Invalid('a condition is null');
  if (value instanceof Invalid) return value;
  if (value instanceof Unresolved) return undecided(value, condition, then(), otherwise());
  const chosen = value ? then() : otherwise();
  // The type of the other branch decides the type of the result. It cannot change a string.
  if ((typeof chosen === 'string' && !isAttempted) || chosen instanceof Unresolved) return chosen;
  const other = value ? otherwise() : then();
  if (other instanceof Invalid) return chosen;
  const type = commonType(chosen, other);
  if (type instanceof Unresolved) return type;
  if (type !== undefined) return convert(chosen, type);
  return new Invalid('the branches of a condition have different types');
}

function commonType(one: Value, other: Value): Type | Unresolved | undefined {
  const types = [typeOf(one), typeOf(other)];
  // Beside null, which has no type, a value keeps its own.
  const [only, ...others] = types.filter((type) => type !== 'any');
  if (others.length === 0) return only ?? 'any';
  try {
    return unify(types);
  } catch (error) {
    if (error instanceof Refusal) return error.value;
    throw error;
  }
}

function undecided(cause: Unresolved, condition: Value, then: Value, otherwise: Value): Value {
  if (areIdentical(then, otherwise)) return then;
  const unknown = unknownIn([then, otherwise]);
  if (unknown instanceof Invalid) return new Unresolved(unknown.reason, undefined, unknown);
  return unresolved(unknown ? lessKnown(cause, unknown) : cause, 'if(', [condition, then, otherwise]);
}
