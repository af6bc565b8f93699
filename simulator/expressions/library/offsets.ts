import { argument, outOfRange } from '../errors';
import { EPOCH, modulo } from '../format-date';
import { Frame } from '../frame';
import { areEqual } from '../operators';
import { localDate, parseDate } from '../parse-date';
import { type } from '../types';
import { DateTimeOffsetValue, DateTimeValue, DoubleValue, TimeSpanValue } from '../value';
import { addMonths, CALENDAR_PARTS, dateOf, DAY, movedTicks, now, ticksOf, UNITS } from './dates';
import { declare, framed } from './declare';
import { compareValues } from './order';
import { tryParse } from './try-parse';

const utc = (ticks: bigint): DateTimeOffsetValue => new DateTimeOffsetValue(ticks);

function moved(date: DateTimeOffsetValue, by: bigint): DateTimeOffsetValue {
  return new DateTimeOffsetValue(movedTicks(date, by), date.offset);
}

/** Returns the seconds or milliseconds since 1970, rounded down. */
function since1970({ ticks }: DateTimeValue, unit: bigint): bigint {
  return (ticks - EPOCH - modulo(ticks - EPOCH, unit)) / unit;
}

const EPOCH_DATE = new DateTimeOffsetValue(EPOCH);
const MINUTE = 600_000_000n;

/** Returns the moment at which clocks with an offset show a time. */
function shown(clock: bigint, { ticks: offset }: TimeSpanValue): DateTimeOffsetValue {
  if (offset % MINUTE !== 0n) throw argument("Offset must be specified in whole minutes. (Parameter 'offset')");
  if (offset > 14n * 60n * MINUTE || offset < -14n * 60n * MINUTE) throw outOfRange('offset');
  return new DateTimeOffsetValue(movedTicks(new DateTimeValue(clock, 'Unspecified'), -offset), offset);
}

function ofDate(date: DateTimeValue, offset: TimeSpanValue): DateTimeOffsetValue {
  // The gateway's local time is UTC.
  if (date.kind !== 'Unspecified' && offset.ticks !== 0n)
    throw argument('The UTC Offset of the local dateTime parameter does not match the offset argument.');
  return shown(date.ticks, offset);
}

function parsed(text: string | null): DateTimeOffsetValue {
  const offset = text === null ? undefined : parseDate(text)?.offset;
  return new DateTimeOffsetValue(localDate(text).ticks, offset);
}

declare('DateTimeOffset', {
  'static DateTimeOffset UtcNow | Now': framed((frame: Frame) => utc(now(frame).ticks)),
  'static DateTimeOffset UnixEpoch': () => EPOCH_DATE,
  'static DateTimeOffset MinValue': () => utc(0n),
  'static DateTimeOffset MaxValue': () => utc(3_155_378_975_999_999_999n),
  'new(DateTime)': ({ ticks }: DateTimeValue) => utc(ticks),
  'new(DateTime, TimeSpan)': ofDate,
  'new(long, TimeSpan)': shown,
  'new(int, int, int, int, int, int, TimeSpan)': (
    ...[y, mo, d, h, mi, s, offset]: [number, number, number, number, number, number, TimeSpanValue]
  ) => shown(dateOf(y, mo, d, h, mi, s).ticks, offset),
  'static DateTimeOffset Parse(string[, IFormatProvider])': parsed,
  'static bool TryParse(string, out DateTimeOffset)': tryParse(type('DateTimeOffset'), parsed),
  'static int Compare(DateTimeOffset, DateTimeOffset)': compareValues,
  'static DateTimeOffset FromUnixTimeSeconds(long)': (seconds: bigint) => moved(EPOCH_DATE, seconds * 10_000_000n),
  'static DateTimeOffset FromUnixTimeMilliseconds(long)': (ms: bigint) => moved(EPOCH_DATE, ms * 10_000n),
  'long ToUnixTimeSeconds()': (date: DateTimeValue) => since1970(date, 10_000_000n),
  'long ToUnixTimeMilliseconds()': (date: DateTimeValue) => since1970(date, 10_000n),
  'DateTime UtcDateTime': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Utc'),
  'DateTime LocalDateTime': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Local'),
  'DateTime DateTime': ({ clock }: DateTimeValue) => new DateTimeValue(clock, 'Unspecified'),
  'DateTime Date': ({ clock }: DateTimeValue) => new DateTimeValue(clock - modulo(clock, DAY), 'Unspecified'),
  'TimeSpan Offset': ({ offset }: DateTimeOffsetValue) => new TimeSpanValue(offset),
  'long UtcTicks': ({ ticks }: DateTimeValue) => ticks,
  ...CALENDAR_PARTS,
  ...Object.fromEntries(
    Object.entries(UNITS).map(([unit, ticks]) => [
      `DateTimeOffset Add${unit}(double)`,
      (date: DateTimeOffsetValue, by: DoubleValue) => moved(date, ticksOf(by, ticks)),
    ]),
  ),
  'DateTimeOffset AddMonths(int)': (date: DateTimeOffsetValue, months: number) =>
    shown(addMonths(date, months), new TimeSpanValue(date.offset)),
  'DateTimeOffset AddYears(int)': (date: DateTimeOffsetValue, years: number) =>
    shown(addMonths(date, years * 12), new TimeSpanValue(date.offset)),
  'DateTimeOffset AddTicks(long)': moved,
  'DateTimeOffset Add(TimeSpan)': (date: DateTimeOffsetValue, { ticks }: TimeSpanValue) => moved(date, ticks),
  'DateTimeOffset Subtract(TimeSpan)': (date: DateTimeOffsetValue, { ticks }: TimeSpanValue) => moved(date, -ticks),
  'TimeSpan Subtract(DateTimeOffset)': (date: DateTimeValue, { ticks }: DateTimeValue) =>
    new TimeSpanValue(date.ticks - ticks),
  'DateTimeOffset ToUniversalTime | ToLocalTime()': ({ ticks }: DateTimeValue) => utc(ticks),
  'DateTimeOffset ToOffset(TimeSpan)': (date: DateTimeValue, offset: TimeSpanValue) =>
    shown(date.ticks + offset.ticks, offset),
  'int CompareTo(DateTimeOffset)': compareValues,
  'bool Equals(DateTimeOffset)': areEqual,
});
