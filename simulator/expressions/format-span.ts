import { budget } from './budget';
import { formatException } from './errors';
import { fraction, refuseLong } from './format-date';
import { TimeSpanValue } from './value';

interface Parts {
  readonly days: bigint;
  readonly hours: bigint;
  readonly minutes: bigint;
  readonly seconds: bigint;
  /** The ticks below a second. */
  readonly rest: bigint;
}

function partsOf(ticks: bigint): Parts {
  const size = ticks < 0n ? -ticks : ticks;
  const seconds = size / 10_000_000n;
  return {
    days: seconds / 86_400n,
    hours: (seconds / 3600n) % 24n,
    minutes: (seconds / 60n) % 60n,
    seconds: seconds % 60n,
    rest: size % 10_000_000n,
  };
}

const two = (part: bigint): string => part.toString().padStart(2, '0');

export function formatTimeSpan(ticks: bigint): string {
  const { days, hours, minutes, seconds, rest } = partsOf(ticks);
  const after = rest === 0n ? '' : `.${fraction(rest, 7)}`;
  const before = days === 0n ? '' : `${days}.`;
  return `${ticks < 0n ? '-' : ''}${before}${two(hours)}:${two(minutes)}:${two(seconds)}${after}`;
}

/** The general formats, which are the same in the cultures that the gateway may have. */
function generalSpan(ticks: bigint, isLong: boolean): string {
  const { days, hours, minutes, seconds, rest } = partsOf(ticks);
  const before = days === 0n && !isLong ? '' : `${days}:`;
  const after = isLong ? `.${fraction(rest, 7)}` : `.${fraction(rest, 7)}`.replace(/\.?0*$/, '');
  return `${ticks < 0n ? '-' : ''}${before}${isLong ? two(hours) : hours}:${two(minutes)}:${two(seconds)}${after}`;
}

const PART = /%?(?:'[^']*'|"[^"]*"|\\[\s\S]|d+|h+|m+|s+|f+|F+)|[\s\S]/g;

/** Formats a time span, for example with `hh\:mm\:ss`. */
export function formatSpan({ ticks }: TimeSpanValue, format: string): string {
  if (/^[ctT]$/.test(format)) return formatTimeSpan(ticks);
  if (/^[gG]$/.test(format)) return generalSpan(ticks, format === 'G');
  if (format.length === 1) throw formatException();
  refuseLong(format);
  budget.spend(8 + format.length);
  const { days, hours, minutes, seconds, rest } = partsOf(ticks);
  return format.replace(PART, (whole) => {
    const part = whole.length > 1 ? whole.replace(/^%/, '') : whole;
    const number = (value: bigint, most: number): string => {
      if (part.length > most) throw formatException();
      return value.toString().padStart(part.length, '0');
    };
    switch (part.charAt(0)) {
      case 'd':
        return number(days, 8);
      case 'h':
        return number(hours, 2);
      case 'm':
        return number(minutes, 2);
      case 's':
        return number(seconds, 2);
      case 'f':
        return fraction(rest, part.length);
      case 'F':
        return fraction(rest, part.length).replace(/0+$/, '');
      case '\\':
        return part.slice(1);
      case "'":
      case '"':
        if (part.length > 1) return part.slice(1, -1);
    }
    throw formatException();
  });
}

const SPAN = /^\s*(-?)(?:(\d+)|(?:(\d+)(?:\.|:(?=\d+:\d+:)))?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,7}))?)?)\s*$/;

/** Reads `[-][d.]hh:mm[:ss[.fffffff]]`, or a number of days. The ticks of a part out of its range are too many. */
export function parseSpan(text: string): bigint | undefined {
  budget.scan(text.length);
  const match = SPAN.exec(text);
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = [match[2] ?? match[3], match[4], match[5], match[6]].map((part) =>
    Number(part ?? 0),
  );
  if (days > 99_999_999 || hours > 23 || minutes > 59 || seconds > 59) return 2n ** 63n;
  const whole = BigInt(((days * 24 + hours) * 60 + minutes) * 60 + seconds);
  const ticks = whole * 10_000_000n + BigInt((match[7] ?? '').padEnd(7, '0') || '0');
  return match[1] === '-' ? -ticks : ticks;
}
