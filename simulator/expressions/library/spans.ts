import { Value } from '../value';
import { formatTimeSpan } from '../format';
import { formatted } from '../format-any';
import { TimeSpanValue, DoubleValue } from '../value';
import { UNITS, ticksOf, DAY } from './dates';
import { declare, Written } from './declare';

function part(ticks: bigint, unit: bigint, most: bigint): number {
  return Number((ticks / unit) % most);
}

declare('TimeSpan', {
  'static TimeSpan Zero': () => new TimeSpanValue(0n),
  'new(int, int, int)': (h: number, m: number, s: number) =>
    new TimeSpanValue(BigInt(h * 3600 + m * 60 + s) * 10_000_000n),
  'new(int, int, int, int)': (d: number, h: number, m: number, s: number) =>
    new TimeSpanValue(BigInt(d * 86400 + h * 3600 + m * 60 + s) * 10_000_000n),
  ...Object.fromEntries(
    Object.entries(UNITS).flatMap(([unit, ticks]): [string, Written][] => [
      [`static TimeSpan From${unit}(double)`, (by: DoubleValue) => new TimeSpanValue(ticksOf(by, ticks))],
      [`double Total${unit}`, (span: TimeSpanValue) => new DoubleValue(Number(span.ticks) / ticks)],
    ]),
  ),
  'int Days': ({ ticks }: TimeSpanValue) => Number(ticks / DAY),
  'int Hours': ({ ticks }: TimeSpanValue) => part(ticks, 36_000_000_000n, 24n),
  'int Minutes': ({ ticks }: TimeSpanValue) => part(ticks, 600_000_000n, 60n),
  'int Seconds': ({ ticks }: TimeSpanValue) => part(ticks, 10_000_000n, 60n),
  'int Milliseconds': ({ ticks }: TimeSpanValue) => part(ticks, 10_000n, 1000n),
  'long Ticks': ({ ticks }: TimeSpanValue) => ticks,
  'TimeSpan Add(TimeSpan)': (span: TimeSpanValue, other: TimeSpanValue) => new TimeSpanValue(span.ticks + other.ticks),
  'string ToString()': ({ ticks }: TimeSpanValue) => formatTimeSpan(ticks),
  'string ToString(string)': (span: Value, format: string) => formatted(span, format),
});
