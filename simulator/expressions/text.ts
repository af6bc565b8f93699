import { budget } from './budget';
import { Unsupported, UnsupportedExpressionError } from './errors';
import { formatValue as format } from './format';
import { runtimeType } from './runtime-type';
import { Value } from './value';

/**
 * The text that a policy makes of an expression's value: C#'s `ToString()`, and the empty string for null.
 *
 * @throws UnsupportedExpressionError for a value whose text cannot be told
 */
export function formatValue(value: Value): string {
  if (typeof value !== 'object' || value === null) return format(value);
  budget.begin();
  try {
    return format(value);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new UnsupportedExpressionError(error.reason, { line: 1, column: 1 }, runtimeType(value).text);
  }
}
