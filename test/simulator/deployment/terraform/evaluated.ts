import { Evaluator } from '../../../../simulator/deployment/terraform/evaluator';
import { Invalid, Unresolved } from '../../../../simulator/deployment/value';
import { ERROR } from './rows/row';

/** What is not determined. */
export const UNDETERMINED = Symbol('undetermined');

/** Evaluates an expression without references, and returns its value as JSON. */
export function evaluated(expression: string): unknown {
  const evaluator = new Evaluator({ refer: ([name]) => new Invalid(`${name} is not declared`) });
  const text = evaluator.evaluateExpression(`jsonencode(${expression})`);
  if (text instanceof Invalid) return ERROR;
  if (text instanceof Unresolved) return UNDETERMINED;
  // If a part is not determined, the value stands for its JSON text.
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : UNDETERMINED;
}
