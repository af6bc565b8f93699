import { argument, argumentNull, CSharpException, formatException } from '../errors';
import { formattedBy } from '../format-any';
import { formatTimeSpan, parseSpan } from '../format-span';
import { areEqual } from '../operators';
import { type } from '../types';
import { DoubleValue, TimeSpanValue } from '../value';
import { DAY, ticksOf, UNITS } from './dates';
import { declare, Written } from './declare';
import { compareValues } from './order';
import { tryParse } from './try-parse';

function part(ticks: bigint, unit: bigint, most: bigint): number {
  return Number((ticks / unit) % most);
}

function span(ticks: bigint): TimeSpanValue {
  if (BigInt.asIntN(64, ticks) !== ticks)
    throw new CSharpException('OverflowException', 'TimeSpan overflowed because the duration is too long.');
  return new TimeSpanValue(ticks);
}

function ofParts(d: number, h: number, m: number, s: number, ms: number): TimeSpanValue {
  return span(((((BigInt(d) * 24n + BigInt(h)) * 60n + BigInt(m)) * 60n + BigInt(s)) * 1000n + BigInt(ms)) * 10_000n);
}

function parse(text: string | null): TimeSpanValue {
  if (text === null) throw argumentNull('input');
  const ticks = parseSpan(text);
  if (ticks === undefined && /^\s*-?\d{8,}|\d{10,}/.test(text)) return span(2n ** 63n);
  if (ticks === undefined) throw formatException(`String '${text}' was not recognized as a valid TimeSpan.`);
  return span(ticks);
}

const MOST = 2n ** 63n - 1n;

declare('TimeSpan', {
  'static long TicksPerDay': () => DAY,
  'static long TicksPerHour': () => 36_000_000_000n,
  'static long TicksPerMinute': () => 600_000_000n,
  'static long TicksPerSecond': () => 10_000_000n,
  'static long TicksPerMillisecond': () => 10_000n,
  'static TimeSpan Zero': () => new TimeSpanValue(0n),
  'static TimeSpan MaxValue': () => new TimeSpanValue(MOST),
  'static TimeSpan MinValue': () => new TimeSpanValue(-MOST - 1n),
  'new()': () => new TimeSpanValue(0n),
  'new(long)': (ticks: bigint) => new TimeSpanValue(ticks),
  'new(int, int, int)': (h: number, m: number, s: number) => ofParts(0, h, m, s, 0),
  'new(int, int, int, int)': (d: number, h: number, m: number, s: number) => ofParts(d, h, m, s, 0),
  'new(int, int, int, int, int)': ofParts,
  ...Object.fromEntries(
    Object.entries(UNITS).flatMap(([unit, ticks]): [string, Written][] => [
      [`static TimeSpan From${unit}(double)`, (by: DoubleValue) => fromUnits(by, ticks)],
      [`double Total${unit}`, (of: TimeSpanValue) => new DoubleValue(Number(of.ticks) / ticks)],
    ]),
  ),
  'static TimeSpan FromTicks(long)': (ticks: bigint) => new TimeSpanValue(ticks),
  'static TimeSpan Parse(string[, IFormatProvider])': parse,
  'static bool TryParse(string, out TimeSpan)': tryParse(type('TimeSpan'), parse),
  'static int Compare(TimeSpan, TimeSpan)': compareValues,
  'int Days': ({ ticks }: TimeSpanValue) => Number(ticks / DAY),
  'int Hours': ({ ticks }: TimeSpanValue) => part(ticks, 36_000_000_000n, 24n),
  'int Minutes': ({ ticks }: TimeSpanValue) => part(ticks, 600_000_000n, 60n),
  'int Seconds': ({ ticks }: TimeSpanValue) => part(ticks, 10_000_000n, 60n),
  'int Milliseconds': ({ ticks }: TimeSpanValue) => part(ticks, 10_000n, 1000n),
  'long Ticks': ({ ticks }: TimeSpanValue) => ticks,
  'TimeSpan Add(TimeSpan)': (of: TimeSpanValue, other: TimeSpanValue) => span(of.ticks + other.ticks),
  'TimeSpan Subtract(TimeSpan)': (of: TimeSpanValue, other: TimeSpanValue) => span(of.ticks - other.ticks),
  'TimeSpan Negate()': ({ ticks }: TimeSpanValue) => span(-ticks),
  'TimeSpan Duration()': ({ ticks }: TimeSpanValue) => span(ticks < 0n ? -ticks : ticks),
  'int CompareTo(TimeSpan)': compareValues,
  'bool Equals(TimeSpan)': areEqual,
  'string ToString()': ({ ticks }: TimeSpanValue) => formatTimeSpan(ticks),
  'string ToString(string[, IFormatProvider])': formattedBy,
});

function fromUnits(by: DoubleValue, unit: number): TimeSpanValue {
  if (Number.isNaN(by.value)) throw argument('TimeSpan does not accept floating point Not-a-Number values.');
  return span(ticksOf(by, unit));
}
