/** The digits of a number `0.digits` times 10 to the power of `scale`. */
export interface Digits {
  readonly isNegative: boolean;
  /** Empty for zero; without zeros at the start. */
  readonly digits: string;
  readonly scale: number;
}

/** Rounds to a number of digits, which can be negative. */
export function rounded({ isNegative, digits, scale }: Digits, count: number): Digits {
  if (count >= digits.length) return { isNegative, digits, scale };
  if (count < 0) return { isNegative, digits: '', scale: 0 };
  const isUp = digits.charAt(count) >= '5';
  const units = BigInt(`0${digits.slice(0, count)}`) + (isUp ? 1n : 0n);
  const text = units === 0n ? '' : units.toString().padStart(count, '0');
  if (text === '') return { isNegative, digits: '', scale: 0 };
  return { isNegative, digits: text.replace(/0+$/, ''), scale: scale + text.length - count };
}
