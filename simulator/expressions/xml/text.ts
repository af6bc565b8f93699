import { formatValue } from '../format';
import { formatDate } from '../format-date';
import { DateTimeValue, DoubleValue, Value } from '../value';
import { XAttributeValue, XElementValue } from './tree';

/** Returns the text of a value in XML, which differs from `ToString()` for `bool`, infinity, and dates. */
export function textOf(value: Value): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof DoubleValue && Math.abs(value.value) === Infinity) return value.value > 0 ? 'INF' : '-INF';
  if (value instanceof DateTimeValue) return formatDate(value, 'yyyy-MM-ddTHH:mm:ss.FFFFFFFK');
  if (value instanceof XElementValue || value instanceof XAttributeValue) return value.value;
  return formatValue(value);
}
