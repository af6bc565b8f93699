import { movedTicks } from '../library/dates';
import * as operators from '../operators';
import * as t from '../types';
import { DateTimeOffsetValue, DateTimeValue, TimeSpanValue, Value } from '../value';
import { Operation } from './arithmetic';

export function timeOperation(operator: string, a: string, b: string): Operation | undefined {
  // Together with a DateTimeOffset, a DateTime is converted to one. The gateway's local time is UTC.
  const areDates = isDate(a) && isDate(b);
  const comparison = areDates || (a === b && a === 'TimeSpan') ? operators.TICK_COMPARISONS.get(operator) : undefined;
  if (comparison) return { type: t.BOOL, apply: comparison };
  const span = t.type('TimeSpan');
  if (a === 'TimeSpan' && b === 'TimeSpan') {
    if (operator === '+') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) + ticks(y)) };
    if (operator === '-') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  }
  if (!isDate(a)) return undefined;
  if (areDates && operator === '-') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  if (b !== 'TimeSpan' || (operator !== '+' && operator !== '-')) return undefined;
  const sign = operator === '+' ? 1n : -1n;
  return {
    type: t.type(a),
    apply: (x, y) => {
      const moved = movedTicks(x as DateTimeValue, sign * ticks(y));
      return x instanceof DateTimeOffsetValue
        ? new DateTimeOffsetValue(moved, x.offset)
        : new DateTimeValue(moved, (x as DateTimeValue).kind);
    },
  };
}

function isDate(name: string): boolean {
  return name === 'DateTime' || name === 'DateTimeOffset';
}

function ticks(value: Value): bigint {
  return (value as DateTimeValue | TimeSpanValue).ticks;
}
