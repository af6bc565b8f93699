/** A duration: a number of seconds, or a `Duration` of the constructs. */
export type Seconds = number | { toSeconds(): number };

export function secondsIn(duration: Seconds): number {
  return typeof duration === 'number' ? duration : duration.toSeconds();
}
