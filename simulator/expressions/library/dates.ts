import { CSharpException, outOfRange } from '../errors';
import { formattedBy } from '../format-any';
import { calendar, EPOCH, formatDate, fromMilliseconds, modulo } from '../format-date';
import { Frame } from '../frame';
import { DateTimeValue, DoubleValue, EnumValue, TimeSpanValue, Value } from '../value';
import { areEqual } from '../operators';
import { clockTicks, localDate } from '../parse-date';
import { type } from '../types';
import { declare, declareEnum, enumNamed, framed } from './declare';
import { compareValues } from './order';
import { tryParse } from './try-parse';

export const DAY = 864_000_000_000n;

declareEnum('DateTimeKind', ['Unspecified', 'Utc', 'Local']);
declareEnum('DayOfWeek', ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']);

export function now({ context }: Frame): DateTimeValue {
  return fromMilliseconds(context.now());
}

export function dateOf(year: number, month: number, day: number, ...[h, m, s, ms = 0]: number[]): DateTimeValue {
  if (ms < 0 || ms > 999) throw outOfRange('millisecond');
  const ticks = clockTicks([year, month, day, h, m, s]);
  if (ticks === undefined)
    throw unrepresentable('Year, Month, and Day parameters describe an un-representable DateTime.');
  return new DateTimeValue(ticks + BigInt(ms) * 10_000n, 'Unspecified');
}

function unrepresentable(message: string): CSharpException {
  return new CSharpException('ArgumentOutOfRangeException', message);
}

/** Returns the ticks of a shifted date, which must still be in the range of dates. */
export function movedTicks(date: DateTimeValue, by: bigint): bigint {
  const result = date.ticks + by;
  if (result < 0n || result >= 3_155_378_976_000_000_000n)
    throw unrepresentable('The added or subtracted value results in an un-representable DateTime.');
  return result;
}

function moved(date: DateTimeValue, ticks: bigint): DateTimeValue {
  return new DateTimeValue(movedTicks(date, ticks), date.kind);
}

/** Converts a number of units to ticks; what is not finite is beyond all limits. */
export function ticksOf({ value }: DoubleValue, unit: number): bigint {
  const ticks = value * unit;
  return Number.isFinite(ticks) ? BigInt(Math.round(ticks)) : 2n ** 64n;
}

export const UNITS: Readonly<Record<string, number>> = {
  Days: 864_000_000_000,
  Hours: 36_000_000_000,
  Minutes: 600_000_000,
  Seconds: 10_000_000,
  Milliseconds: 10_000,
};

/** Returns the ticks of the clock after a number of months. */
export function addMonths(date: DateTimeValue, months: number): bigint {
  const at = calendar(date);
  const total = at.getUTCFullYear() * 12 + at.getUTCMonth() + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12;
  const moment = dateOf(year, month + 1, Math.min(at.getUTCDate(), lastDayOf(year, month + 1)));
  return moment.ticks + modulo(date.clock, DAY);
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** The members that dates with and without an offset have in common. */
export const CALENDAR_PARTS = {
  'long Ticks': ({ clock }: DateTimeValue) => clock,
  'int Year': (date: DateTimeValue) => calendar(date).getUTCFullYear(),
  'int Month': (date: DateTimeValue) => calendar(date).getUTCMonth() + 1,
  'int Day': (date: DateTimeValue) => calendar(date).getUTCDate(),
  'int Hour': (date: DateTimeValue) => calendar(date).getUTCHours(),
  'int Minute': (date: DateTimeValue) => calendar(date).getUTCMinutes(),
  'int Second': (date: DateTimeValue) => calendar(date).getUTCSeconds(),
  'int Millisecond': (date: DateTimeValue) => calendar(date).getUTCMilliseconds(),
  'int DayOfYear': (date: DateTimeValue) =>
    Number((date.clock - dateOf(calendar(date).getUTCFullYear(), 1, 1).ticks) / DAY) + 1,
  'DayOfWeek DayOfWeek': (date: DateTimeValue) => enumNamed('DayOfWeek', formatDate(date, 'dddd')),
  'TimeSpan TimeOfDay': ({ clock }: DateTimeValue) => new TimeSpanValue(modulo(clock, DAY)),
  'string ToString(string[, IFormatProvider])': formattedBy,
  'string ToString(IFormatProvider)': (date: DateTimeValue, by: Value) => formattedBy(date, null, by),
};

function ofTicks(ticks: bigint): DateTimeValue {
  return moved(new DateTimeValue(0n, 'Unspecified'), ticks);
}

function ofKind({ ticks }: DateTimeValue, { name }: EnumValue): DateTimeValue {
  return new DateTimeValue(ticks, name as DateTimeValue['kind']);
}

function ofPartsAndKind(...args: [...Parameters<typeof dateOf>, EnumValue]): DateTimeValue {
  return ofKind(dateOf(...(args.slice(0, -1) as Parameters<typeof dateOf>)), args.at(-1) as EnumValue);
}

declare('DateTime', {
  'static DateTime UtcNow': framed(now),
  'static DateTime Now': framed((frame: Frame) => new DateTimeValue(now(frame).ticks, 'Local')),
  'static DateTime Today': framed(
    (frame: Frame) => new DateTimeValue(now(frame).ticks - modulo(now(frame).ticks, DAY), 'Local'),
  ),
  'static DateTime MinValue': () => new DateTimeValue(0n, 'Unspecified'),
  'static DateTime UnixEpoch': () => new DateTimeValue(EPOCH, 'Utc'),
  'static DateTime MaxValue': () => new DateTimeValue(3_155_378_975_999_999_999n, 'Unspecified'),
  'static bool IsLeapYear(int)': (year: number) => lastDayOf(year, 2) === 29,
  'static int DaysInMonth(int, int)': (year: number, month: number) => {
    if (month < 1 || month > 12 || year < 1 || year > 9999) throw outOfRange('month');
    return lastDayOf(year, month);
  },
  'static int Compare(DateTime, DateTime)': compareValues,
  'new()': () => new DateTimeValue(0n, 'Unspecified'),
  'new(long)': ofTicks,
  'new(long, DateTimeKind)': (ticks: bigint, kind: EnumValue) => ofKind(ofTicks(ticks), kind),
  'new(int, int, int)': dateOf,
  'new(int, int, int, int, int, int[, int])': dateOf,
  'new(int, int, int, int, int, int, DateTimeKind)': ofPartsAndKind,
  'new(int, int, int, int, int, int, int, DateTimeKind)': ofPartsAndKind,
  'static DateTime Parse(string[, IFormatProvider])': localDate,
  'static bool TryParse(string, out DateTime)': tryParse(type('DateTime'), localDate),
  'static DateTime SpecifyKind(DateTime, DateTimeKind)': ofKind,
  ...Object.fromEntries(
    Object.entries(UNITS).map(([unit, ticks]) => [
      `DateTime Add${unit}(double)`,
      (date: DateTimeValue, by: DoubleValue) => moved(date, ticksOf(by, ticks)),
    ]),
  ),
  'DateTime AddMonths(int)': (date: DateTimeValue, months: number) =>
    new DateTimeValue(addMonths(date, months), date.kind),
  'DateTime AddYears(int)': (date: DateTimeValue, years: number) =>
    new DateTimeValue(addMonths(date, years * 12), date.kind),
  'DateTime AddTicks(long)': moved,
  'DateTime Add(TimeSpan)': (date: DateTimeValue, { ticks }: TimeSpanValue) => moved(date, ticks),
  'DateTime Subtract(TimeSpan)': (date: DateTimeValue, { ticks }: TimeSpanValue) => moved(date, -ticks),
  'TimeSpan Subtract(DateTime)': (date: DateTimeValue, { ticks }: DateTimeValue) =>
    new TimeSpanValue(date.ticks - ticks),
  'DateTime ToUniversalTime()': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Utc'),
  'DateTime ToLocalTime()': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Local'),
  'DateTime Date': ({ ticks, kind }: DateTimeValue) => new DateTimeValue(ticks - modulo(ticks, DAY), kind),
  ...CALENDAR_PARTS,
  'DateTimeKind Kind': ({ kind }: DateTimeValue) => enumNamed('DateTimeKind', kind),
  'int CompareTo(DateTime)': compareValues,
  'bool Equals(DateTime)': areEqual,
  ...Object.fromEntries(
    Object.entries({ ShortDate: 'd', LongDate: 'D', ShortTime: 't', LongTime: 'T' }).map(([name, format]) => [
      `string To${name}String()`,
      (date: DateTimeValue) => formatDate(date, format),
    ]),
  ),
});
