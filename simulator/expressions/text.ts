import { budget } from './budget';
import { Cultured, useCulture } from './culture';
import { Unsupported, UnsupportedExpressionError } from './errors';
import { formatValue as format } from './format';
import { runtimeType } from './runtime-type';
import { Value } from './value';

/**
 * Returns the text of the value of an expression in a policy: the result of `ToString()`, or an empty string for null.
 *
 * @throws UnsupportedExpressionError if the text of the value cannot be determined
 */
export function formatValue(value: Value, of: Cultured): string {
  if (typeof value !== 'object' || value === null) return format(value);
  budget.begin();
  useCulture(of);
  try {
    return format(value);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new UnsupportedExpressionError(error.reason, undefined, runtimeType(value).text);
  }
}
