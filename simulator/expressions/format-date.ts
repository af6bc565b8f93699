import { budget } from './budget';
import { culture, Cultured } from './culture';
import { formatException, Unsupported } from './errors';
import { DateTimeOffsetValue, DateTimeValue } from './value';

const TICKS_PER_MS = 10_000n;
const TICKS_PER_MINUTE = 600_000_000n;
/** Ticks from the year 1 to 1970. */
export const EPOCH = 621_355_968_000_000_000n;

export function fromMilliseconds(ms: number): DateTimeValue {
  return new DateTimeValue(EPOCH + BigInt(Math.round(ms * 10_000)), 'Utc');
}

/** Converts to a JavaScript date that shows the clock of the date in UTC, without the ticks below a millisecond. */
export function calendar({ clock }: DateTimeValue): Date {
  return new Date(Number((clock - EPOCH - modulo(clock - EPOCH, TICKS_PER_MS)) / TICKS_PER_MS));
}

export function modulo(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const STANDARD: ReadonlyMap<string, string> = new Map([
  ['s', 'yyyy-MM-ddTHH:mm:ss'],
  ['u', 'yyyy-MM-dd HH:mm:ssZ'],
  ['o', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['O', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
]);

/** The formats that depend on the culture. Those of en-US are the ones of Windows, not of ICU. */
const BY_CULTURE: Readonly<Record<Cultured['culture'], Readonly<Record<string, string>>>> = {
  invariant: {
    ...{ d: 'MM/dd/yyyy', D: 'dddd, dd MMMM yyyy', M: 'MMMM dd', Y: 'yyyy MMMM' },
    ...{ t: 'HH:mm', T: 'HH:mm:ss' },
  },
  'en-US': {
    ...{ d: 'M/d/yyyy', D: 'dddd, MMMM d, yyyy', M: 'MMMM d', Y: 'MMMM yyyy' },
    ...{ t: 'h:mm tt', T: 'h:mm:ss tt' },
  },
};
/** The formats that consist of others. */
const COMBINED: ReadonlyMap<string, string> = new Map(
  Object.entries({ f: 'Dt', F: 'DT', U: 'DT', g: 'dt', G: 'dT', m: 'M', y: 'Y' }),
);
/** The formats that show the time in UTC. */
const IN_UTC = /^[urR]$/;

/** The maximum length of a date format. */
const LONGEST_FORMAT = 1000;

export function refuseLong(format: string): void {
  if (format.length > LONGEST_FORMAT) throw new Unsupported('a format of this length is not supported');
}

const PART = /%?(?:'[^']*'|"[^"]*"|\\[\s\S]?|y+|M+|d+|H+|h+|m+|s+|\.F+|f+|F+|t+|z+|K|g+)|[\s\S]/g;

export function formatDate(given: DateTimeValue, format: string): string {
  refuseLong(format);
  budget.spend(8 + format.length);
  if (format.length !== 1) return formatted(given, format);
  const isOffset = given instanceof DateTimeOffsetValue;
  if (isOffset && format === 'U') throw formatException();
  const date = isOffset && IN_UTC.test(format) ? new DateTimeOffsetValue(given.ticks) : given;
  return formatted(date, STANDARD.get(format) ?? patternOf(format));
}

/** Returns the text of a date without a format. */
export function dateText(date: DateTimeValue): string {
  budget.spend(16);
  return formatted(date, date instanceof DateTimeOffsetValue ? `${patternOf('G')} zzz` : patternOf('G'));
}

function patternOf(format: string): string {
  const parts = [...(COMBINED.get(format) ?? format)];
  if (!parts.every((part) => Object.hasOwn(BY_CULTURE.invariant, part))) throw formatException();
  const patterns = BY_CULTURE[culture()];
  return parts.map((part) => patterns[part]).join(' ');
}

function formatted(date: DateTimeValue, format: string): string {
  const at = calendar(date);
  let text = '';
  for (const [part] of format.matchAll(PART)) {
    const found = datePart(part.length > 1 ? part.replace(/^%/, '') : part, at, date);
    // Without a fraction, the point before it is not written either.
    text = part.startsWith('F') && found === '' && text.endsWith('.') ? text.slice(0, -1) : text + found;
  }
  return text;
}

function datePart(part: string, at: Date, date: DateTimeValue): string {
  const { clock } = date;
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
      return fraction(clock, part.length);
    case 'F':
      return fraction(clock, part.length).replace(/0+$/, '');
    case 't':
      return (at.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, part.length);
    case 'z':
      return zoneText(date, part.length);
    case 'K':
      return date.kind === 'Utc' ? 'Z' : date.kind === 'Local' ? zoneText(date, 3) : '';
    case 'g':
      return 'A.D.';
    case "'":
    case '"':
      if (part.length === 1) throw formatException();
      return part.slice(1, -1);
    case '\\':
    case '%':
      if (part.length === 1) throw formatException();
      return part.slice(1);
    case '.':
      if (part.length === 1) return part;
      return fraction(clock, part.length - 1)
        .replace(/^(?=.)/, '.')
        .replace(/\.?0+$/, '');
    default:
      return part;
  }
}

/** The local time of the gateway is UTC. */
function zoneText(date: DateTimeValue, length: number): string {
  const minutes = date instanceof DateTimeOffsetValue ? Number(date.offset / TICKS_PER_MINUTE) : 0;
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(size / 60);
  return `${minutes < 0 ? '-' : '+'}${length === 1 ? hours : two(hours)}${length > 2 ? `:${two(size % 60)}` : ''}`;
}

function name(part: string, full: string): string | undefined {
  if (part.length < 3) return undefined;
  return part.length === 3 ? full.slice(0, 3) : full;
}

export function fraction(ticks: bigint, digits: number): string {
  if (digits > 7) throw formatException();
  return modulo(ticks, 10_000_000n).toString().padStart(7, '0').slice(0, digits);
}
