import { budget } from '../budget';
import { argument, argumentNull, CSharpException, Unsupported } from '../errors';
import { calendar } from '../format-date';
import { registerClass } from '../runtime-type';
import { type } from '../types';
import { DateTimeOffsetValue, DateTimeValue, TimeSpanValue } from '../value';
import { declare } from './declare';

/** A `TimeZoneInfo`, by its name in the time zone database. */
class TimeZoneValue {
  readonly format: Intl.DateTimeFormat;

  constructor(
    readonly id: string,
    zone: string,
  ) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Returns the offset from UTC at a moment, in ticks. */
  offsetAt(ticks: bigint): bigint {
    budget.spend(200);
    const moment = calendar(new DateTimeValue(ticks, 'Utc'));
    const parts = Object.fromEntries(
      this.format.formatToParts(moment).map(({ type: part, value }) => [part, Number(value)]),
    );
    const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return BigInt(shown - Math.floor(moment.getTime() / 1000) * 1000) * 10_000n;
  }
}
registerClass(TimeZoneValue, type('TimeZoneInfo'));

/** The names of Windows for time zones, which .NET uses on the gateway, by those of the time zone database. */
const WINDOWS: Readonly<Record<string, string>> = {
  UTC: 'UTC',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'Arabian Standard Time': 'Asia/Dubai',
  'Arab Standard Time': 'Asia/Riyadh',
  'Argentina Standard Time': 'America/Argentina/Buenos_Aires',
  'Canada Central Standard Time': 'America/Regina',
  'Central America Standard Time': 'America/Guatemala',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Central Standard Time': 'America/Chicago',
  'China Standard Time': 'Asia/Shanghai',
  'E. Australia Standard Time': 'Australia/Brisbane',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Eastern Standard Time': 'America/New_York',
  'Egypt Standard Time': 'Africa/Cairo',
  'FLE Standard Time': 'Europe/Kiev',
  'GMT Standard Time': 'Europe/London',
  'GTB Standard Time': 'Europe/Bucharest',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'India Standard Time': 'Asia/Kolkata',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Korea Standard Time': 'Asia/Seoul',
  'Mountain Standard Time': 'America/Denver',
  'New Zealand Standard Time': 'Pacific/Auckland',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Romance Standard Time': 'Europe/Paris',
  'Russian Standard Time': 'Europe/Moscow',
  'SA Pacific Standard Time': 'America/Bogota',
  'SE Asia Standard Time': 'Asia/Bangkok',
  'Singapore Standard Time': 'Asia/Singapore',
  'South Africa Standard Time': 'Africa/Johannesburg',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Turkey Standard Time': 'Europe/Istanbul',
  'US Mountain Standard Time': 'America/Phoenix',
  'W. Australia Standard Time': 'Australia/Perth',
  'W. Europe Standard Time': 'Europe/Berlin',
};

const zones = new Map<string, TimeZoneValue>();

function find(id: string | null): TimeZoneValue {
  if (id === null) throw argumentNull('id');
  let zone = zones.get(id);
  if (!zone) {
    if (!Object.hasOwn(WINDOWS, id) && !/^[A-Z]\w+\/[\w/]+$/.test(id))
      throw new Unsupported(`the time zone '${id}' is not known`);
    budget.spend(5000);
    try {
      zone = new TimeZoneValue(id, WINDOWS[id] ?? id);
    } catch {
      throw new CSharpException('TimeZoneNotFoundException', `The time zone ID '${id}' was not found.`);
    }
    zones.set(id, zone);
  }
  return zone;
}

function fromUtc({ ticks, kind }: DateTimeValue, to: TimeZoneValue): DateTimeValue {
  if (kind === 'Local') throw argument('The conversion could not be completed because the DateTime is not in UTC.');
  return new DateTimeValue(ticks + to.offsetAt(ticks), to.id === 'UTC' ? 'Utc' : 'Unspecified');
}

/** Returns the moment at which clocks in a zone show a time. */
function toUtc(clock: bigint, from: TimeZoneValue): bigint {
  const first = clock - from.offsetAt(clock);
  return clock - from.offsetAt(first);
}

/** The gateway's local time is UTC. */
function converted({ ticks }: DateTimeValue, to: TimeZoneValue): DateTimeValue {
  return fromUtc(new DateTimeValue(ticks, 'Utc'), to);
}

const UTC = find('UTC');

declare('TimeZoneInfo', {
  'static TimeZoneInfo Utc': () => UTC,
  'static TimeZoneInfo Local': () => UTC,
  'static TimeZoneInfo FindSystemTimeZoneById(string)': find,
  'static DateTime ConvertTimeFromUtc(DateTime, TimeZoneInfo)': fromUtc,
  'static DateTime ConvertTime(DateTime, TimeZoneInfo)': converted,
  'static DateTime ConvertTimeBySystemTimeZoneId(DateTime, string)': (date: DateTimeValue, id: string | null) =>
    converted(date, find(id)),
  'static DateTime ConvertTimeToUtc(DateTime)': ({ ticks }: DateTimeValue) => new DateTimeValue(ticks, 'Utc'),
  'static DateTime ConvertTimeToUtc(DateTime, TimeZoneInfo)': ({ ticks }: DateTimeValue, from: TimeZoneValue) =>
    new DateTimeValue(toUtc(ticks, from), 'Utc'),
  'static DateTimeOffset ConvertTime(DateTimeOffset, TimeZoneInfo)': ({ ticks }: DateTimeValue, to: TimeZoneValue) =>
    new DateTimeOffsetValue(ticks, to.offsetAt(ticks)),
  'static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset, string)': (
    { ticks }: DateTimeValue,
    id: string | null,
  ) => new DateTimeOffsetValue(ticks, find(id).offsetAt(ticks)),
  'string Id': ({ id }: TimeZoneValue) => id,
  'TimeSpan GetUtcOffset(DateTimeOffset)': (zone: TimeZoneValue, { ticks }: DateTimeValue) =>
    new TimeSpanValue(zone.offsetAt(ticks)),
  'TimeSpan GetUtcOffset(DateTime)': (zone: TimeZoneValue, { ticks, kind }: DateTimeValue) =>
    new TimeSpanValue(zone.offsetAt(kind === 'Unspecified' ? toUtc(ticks, zone) : ticks)),
});
