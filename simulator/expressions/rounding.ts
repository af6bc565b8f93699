export type Rounding = 'Floor' | 'Ceiling' | 'Truncate' | 'ToEven' | 'AwayFromZero';

/** Rounds a fraction of whole numbers, whose denominator is positive. */
export function quotient(units: bigint, by: bigint, rule: Rounding): bigint {
  const low = units / by - (units < 0n && units % by !== 0n ? 1n : 0n);
  const rest = units - low * by;
  if (rest === 0n) return low;
  switch (rule) {
    case 'Floor':
      return low;
    case 'Ceiling':
      return low + 1n;
    case 'Truncate':
      return units < 0n ? low + 1n : low;
    default: {
      if (2n * rest !== by) return 2n * rest > by ? low + 1n : low;
      return (rule === 'ToEven' ? low % 2n !== 0n : units > 0n) ? low + 1n : low;
    }
  }
}

export function rounded(value: number, rule: Rounding): number {
  switch (rule) {
    case 'Floor':
      return Math.floor(value);
    case 'Ceiling':
      return Math.ceil(value);
    case 'Truncate':
      return Math.trunc(value);
    default: {
      const size = Math.abs(value);
      const low = Math.floor(size);
      const rest = size - low;
      const isUp = rest === 0.5 ? rule === 'AwayFromZero' || low % 2 !== 0 : rest > 0.5;
      const result = isUp ? low + 1 : low;
      return value < 0 || Object.is(value, -0) ? -result : result;
    }
  }
}
