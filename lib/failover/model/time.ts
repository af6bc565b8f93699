/** Converts seconds to whole milliseconds, which add up exactly. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
