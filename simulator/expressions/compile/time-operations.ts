import * as operators from '../operators';
import * as t from '../types';
import { DateTimeValue, TimeSpanValue, Value } from '../value';
import { Operation } from './arithmetic';

export function timeOperation(operator: string, a: string, b: string): Operation | undefined {
  const comparison =
    a === b && (a === 'DateTime' || a === 'TimeSpan') ? operators.TICK_COMPARISONS.get(operator) : undefined;
  if (comparison) return { type: t.BOOL, apply: comparison };
  const span = t.type('TimeSpan');
  if (a === 'TimeSpan' && b === 'TimeSpan') {
    if (operator === '+') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) + ticks(y)) };
    if (operator === '-') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  }
  if (a === 'DateTime' && b === 'DateTime' && operator === '-')
    return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  if (a === 'DateTime' && b === 'TimeSpan' && (operator === '+' || operator === '-')) {
    return {
      type: t.type('DateTime'),
      apply: (x, y) =>
        new DateTimeValue(ticks(x) + (operator === '+' ? ticks(y) : -ticks(y)), (x as DateTimeValue).kind),
    };
  }
  return undefined;
}

function ticks(value: Value): bigint {
  return (value as DateTimeValue | TimeSpanValue).ticks;
}
