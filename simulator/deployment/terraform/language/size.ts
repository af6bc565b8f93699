import { isList, isObject, Value, ValueObject } from '../../value';
import { TemplateError } from './expression';

/** The maximum number of parts of a value. A part counts each time that it occurs. */
const MOST_PARTS = 120_000;

const SIZES = new WeakMap<object, number>();

/**
 * Returns the number of parts of a value: the steps that visiting it takes. A part that occurs several times counts each
 * time, so that a few lines could make a value that nothing can visit.
 *
 * @throws TemplateError if a value has too many parts
 */
export function sizeOf(value: Value): number {
  if (!isList(value) && !isObject<ValueObject>(value)) return 1;
  const known = SIZES.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const item of Object.values<Value>(value as ValueObject)) size += sizeOf(item);
  if (size > MOST_PARTS) throw new TemplateError(`a value has more than ${MOST_PARTS} parts`);
  SIZES.set(value, size);
  return size;
}
