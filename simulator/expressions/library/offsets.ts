import { parse } from './dates';
import { Value } from '../value';
import { formatted } from '../format-any';
import { EPOCH, modulo } from '../format-date';
import { Frame } from '../frame';
import { areEqual } from '../operators';
import { DateTimeOffsetValue, DateTimeValue, TimeSpanValue, DoubleValue } from '../value';
import { CALENDAR_PARTS, movedTicks, now, UNITS, ticksOf } from './dates';
import { declare, framed } from './declare';
import { compareValues } from './order';

const at = (ticks: bigint): DateTimeOffsetValue => new DateTimeOffsetValue(ticks);

function moved(date: DateTimeValue, by: bigint): DateTimeOffsetValue {
  return at(movedTicks(date, by));
}

/** Returns the seconds or milliseconds since 1970, rounded down. */
function since1970({ ticks }: DateTimeValue, unit: bigint): bigint {
  return (ticks - EPOCH - modulo(ticks - EPOCH, unit)) / unit;
}

const EPOCH_DATE = new DateTimeOffsetValue(EPOCH);

declare('DateTimeOffset', {
  'static DateTimeOffset UtcNow': framed((frame: Frame) => at(now(frame).ticks)),
  'static DateTimeOffset Now': framed((frame: Frame) => at(now(frame).ticks)),
  'static DateTimeOffset UnixEpoch': () => EPOCH_DATE,
  'new(DateTime)': ({ ticks }: DateTimeValue) => at(ticks),
  'static DateTimeOffset Parse(string)': (text: string | null) => at(parse(text).ticks),
  'static DateTimeOffset FromUnixTimeSeconds(long)': (seconds: bigint) => moved(EPOCH_DATE, seconds * 10_000_000n),
  'static DateTimeOffset FromUnixTimeMilliseconds(long)': (ms: bigint) => moved(EPOCH_DATE, ms * 10_000n),
  'long ToUnixTimeSeconds()': (date: DateTimeValue) => since1970(date, 10_000_000n),
  'long ToUnixTimeMilliseconds()': (date: DateTimeValue) => since1970(date, 10_000n),
  'DateTime UtcDateTime': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Utc'),
  'DateTime LocalDateTime': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Local'),
  'DateTime DateTime': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Unspecified'),
  'TimeSpan Offset': () => new TimeSpanValue(0n),
  ...CALENDAR_PARTS,
  ...Object.fromEntries(
    Object.entries(UNITS).map(([unit, ticks]) => [
      `DateTimeOffset Add${unit}(double)`,
      (date: DateTimeValue, by: DoubleValue) => moved(date, ticksOf(by, ticks)),
    ]),
  ),
  'DateTimeOffset Add(TimeSpan)': (date: DateTimeValue, { ticks }: TimeSpanValue) => moved(date, ticks),
  'DateTimeOffset Subtract(TimeSpan)': (date: DateTimeValue, { ticks }: TimeSpanValue) => moved(date, -ticks),
  'TimeSpan Subtract(DateTimeOffset)': (date: DateTimeValue, { ticks }: DateTimeValue) =>
    new TimeSpanValue(date.ticks - ticks),
  'DateTimeOffset ToUniversalTime()': (date: DateTimeValue) => date,
  'int CompareTo(DateTimeOffset)': compareValues,
  'bool Equals(DateTimeOffset)': areEqual,
  'string ToString(string)': (date: Value, format: string | null) => formatted(date, format),
  'string ToString(string, IFormatProvider)': (date: Value, format: string | null) => formatted(date, format),
});
