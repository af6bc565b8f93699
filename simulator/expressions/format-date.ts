import { budget } from './budget';
import { Unsupported } from './errors';
import { DateTimeValue, TimeSpanValue } from './value';

const TICKS_PER_MS = 10_000n;
/** Ticks from the year 1 to 1970. */
export const EPOCH = 621_355_968_000_000_000n;

export function fromMilliseconds(ms: number): DateTimeValue {
  return new DateTimeValue(EPOCH + BigInt(Math.round(ms * 10_000)), 'Utc');
}

/** Converts to a JavaScript date, without the ticks below a millisecond. */
export function calendar({ ticks }: DateTimeValue): Date {
  return new Date(Number((ticks - EPOCH - modulo(ticks, TICKS_PER_MS)) / TICKS_PER_MS));
}

export function modulo(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const STANDARD: ReadonlyMap<string, string> = new Map([
  ['s', 'yyyy-MM-ddTHH:mm:ss'],
  ['u', 'yyyy-MM-dd HH:mm:ssZ'],
  ['o', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['O', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
]);

/** The maximum length of a date format. */
const LONGEST_FORMAT = 1000;

function refuseLong(format: string): void {
  if (format.length > LONGEST_FORMAT) throw new Unsupported('a format of this length is not supported');
}

const PART = /'[^']*'|"[^"]*"|\\.|y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K|[\s\S]/g;

export function formatDate(date: DateTimeValue, format: string): string {
  refuseLong(format);
  budget.spend(8 + format.length);
  if (format.length === 1 && !STANDARD.has(format)) {
    throw new Unsupported(`the date format '${format}' depends on the culture, or is not supported`);
  }
  const at = calendar(date);
  return (STANDARD.get(format) ?? format).replace(PART, (part) => datePart(part, at, date));
}

function datePart(part: string, at: Date, { ticks, kind }: DateTimeValue): string {
  const number = (value: number): string => String(value).padStart(Math.min(part.length, 2), '0');
  switch (part.charAt(0)) {
    case 'y':
      return part.length <= 2
        ? number(at.getUTCFullYear() % 100)
        : String(at.getUTCFullYear()).padStart(part.length, '0');
    case 'M':
      return name(part, MONTHS[at.getUTCMonth()]) ?? number(at.getUTCMonth() + 1);
    case 'd':
      return name(part, DAYS[at.getUTCDay()]) ?? number(at.getUTCDate());
    case 'H':
      return number(at.getUTCHours());
    case 'h':
      return number(at.getUTCHours() % 12 || 12);
    case 'm':
      return number(at.getUTCMinutes());
    case 's':
      return number(at.getUTCSeconds());
    case 'f':
      return fraction(ticks, part.length);
    case 'F':
      return fraction(ticks, part.length).replace(/0+$/, '');
    case 't':
      return (at.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, part.length);
    case 'z':
      return part.length === 3 ? '+00:00' : part.length === 2 ? '+00' : '+0';
    case 'K':
      return kind === 'Utc' ? 'Z' : kind === 'Local' ? '+00:00' : '';
    case "'":
    case '"':
      return part.length > 1 ? part.slice(1, -1) : part;
    case '\\':
      return part.slice(1);
    default:
      return part;
  }
}

function name(part: string, full: string): string | undefined {
  if (part.length < 3) return undefined;
  return part.length === 3 ? full.slice(0, 3) : full;
}

function fraction(ticks: bigint, digits: number): string {
  return modulo(ticks, 10_000_000n).toString().padStart(7, '0').slice(0, digits);
}

/** Formats a time span, for example with `hh\:mm\:ss`. */
export function formatSpan({ ticks }: TimeSpanValue, format: string): string | undefined {
  if (format === 'c') return undefined;
  refuseLong(format);
  budget.spend(8 + format.length);
  const size = ticks < 0n ? -ticks : ticks;
  const seconds = size / 10_000_000n;
  return format.replace(PART, (part) => {
    const number = (value: bigint): string => value.toString().padStart(part.length, '0');
    switch (part.charAt(0)) {
      case 'd':
        return number(seconds / 86_400n);
      case 'h':
        return number((seconds / 3600n) % 24n);
      case 'm':
        return number((seconds / 60n) % 60n);
      case 's':
        return number(seconds % 60n);
      case 'f':
        return fraction(size, part.length);
      case '\\':
        return part.slice(1);
      case "'":
        return part.slice(1, -1);
      default:
        throw new Unsupported(`the format '${format}' is not supported for a time span`);
    }
  });
}

const DATE =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/;
const RFC_1123 = /^\s*[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\s*$/;

/**
 * Reads a date in ISO 8601 or RFC 1123. With a zone, it is converted to UTC, which is also the gateway's local time.
 */
export function parseDate(text: string): { readonly date: DateTimeValue; readonly hasZone: boolean } | undefined {
  budget.spend(32 + (text.length >> 4));
  const http = RFC_1123.exec(text);
  const month = http ? MONTHS.findIndex((full) => full.slice(0, 3) === http[2]) + 1 : 0;
  const match = http
    ? [text, http[3], String(month), http[1], http[4], http[5], http[6], undefined, 'Z']
    : DATE.exec(text);
  if (!match) return undefined;
  const [year, monthNumber, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const at = new Date(Date.UTC(2000, monthNumber - 1, day, hour, minute, second));
  at.setUTCFullYear(year, monthNumber - 1, day);
  const isReal =
    at.getUTCMonth() === monthNumber - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal || year < 1) return undefined;
  const zone = match[8];
  const offset = zone === undefined || zone === 'Z' ? 0 : zoneMinutes(zone);
  const ticks = EPOCH + BigInt(at.getTime() - offset * 60_000) * TICKS_PER_MS + BigInt((match[7] ?? '').padEnd(7, '0'));
  return { date: new DateTimeValue(ticks, zone === undefined ? 'Unspecified' : 'Utc'), hasZone: zone !== undefined };
}

function zoneMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
