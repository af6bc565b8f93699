import { budget } from './budget';
import { argumentNull, formatException, Unsupported } from './errors';
import { EPOCH, MONTHS } from './format-date';
import { DateTimeValue } from './value';

const DATE =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/;
/** The formats of the invariant culture and of en-US. */
const IN_ENGLISH = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP]M))?)?\s*$/i;
const RFC_1123 = /^\s*[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\s*$/;

export interface ParsedDate {
  /** With an offset in local time, which is UTC, otherwise as written. */
  readonly date: DateTimeValue;
  /** The ticks of the offset from UTC; undefined without a zone. */
  readonly offset: bigint | undefined;
}

/** Reads a date in ISO 8601 or RFC 1123. */
export function parseDate(text: string): ParsedDate | undefined {
  budget.spend(32 + (text.length >> 4));
  const http = RFC_1123.exec(text);
  const month = http ? MONTHS.findIndex((full) => full.slice(0, 3) === http[2]) + 1 : 0;
  const match = http
    ? [text, http[3], String(month), http[1], http[4], http[5], http[6], undefined, 'Z']
    : DATE.exec(text);
  if (!match) return undefined;
  const whole = clockTicks(match.slice(1, 7).map((part) => Number(part ?? 0)));
  if (whole === undefined) return undefined;
  const offset = match[8] === undefined ? undefined : zoneTicks(match[8]);
  const clock = whole + BigInt((match[7] ?? '').padEnd(7, '0'));
  const kind = offset === undefined ? 'Unspecified' : match[8] === 'Z' ? 'Utc' : 'Local';
  return { date: new DateTimeValue(clock - (offset ?? 0n), kind), offset };
}

function englishDate(text: string): DateTimeValue | undefined {
  const [, month, day, year, hour, minute, second, half] = IN_ENGLISH.exec(text) ?? [];
  const hours = Number(hour ?? 0);
  if (month === undefined || (half !== undefined && (hours < 1 || hours > 12))) return undefined;
  const shown = half === undefined ? hours : (hours % 12) + (/p/i.test(half) ? 12 : 0);
  const ticks = clockTicks([year, month, day, shown, minute ?? 0, second ?? 0].map(Number));
  return ticks === undefined ? undefined : new DateTimeValue(ticks, 'Unspecified');
}

/** Returns the ticks of a date and time; undefined if there is no such date or time. */
export function clockTicks([year, month, day, hour = 0, minute = 0, second = 0]: readonly number[]):
  bigint | undefined {
  const at = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  at.setUTCFullYear(year, month - 1, day);
  const isDay = year >= 1 && year <= 9999 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  const isTime = [hour, minute, second].every((part, index) => part >= 0 && part < [24, 60, 60][index]);
  return isDay && isTime ? EPOCH + BigInt(at.getTime()) * 10_000n : undefined;
}

function zoneTicks(zone: string): bigint {
  if (zone === 'Z') return 0n;
  const minutes = BigInt(zone.slice(1, 3)) * 60n + BigInt(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 600_000_000n;
}

/** Reads a date as `DateTime.Parse` does, which converts a date with a zone to local time. */
export function localDate(text: string | null): DateTimeValue {
  if (text === null) throw argumentNull('s');
  const english = englishDate(text);
  if (english) return english;
  const { date, offset } = requiredDate(text);
  return offset === undefined ? date : new DateTimeValue(date.ticks, 'Local');
}

/** @throws CSharpException if the text is not a date */
export function requiredDate(text: string): ParsedDate {
  const parsed = parseDate(text);
  if (parsed) return parsed;
  if (/\d/.test(text)) throw new Unsupported('a date in this format is not supported');
  throw formatException(`String '${text}' was not recognized as a valid DateTime.`);
}
