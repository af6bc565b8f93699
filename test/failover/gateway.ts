/**
 * A gateway whose backends ahead of the last group always fail, followed attempt by attempt: the plainest way to know
 * what the budget must come to. Groups are lists of breakers, each the failures that trip it.
 */
type Groups = readonly (readonly number[])[];

/** The failures before the first attempt in the last group; `pick` says which of the members in use is taken. */
export function failuresBeforeLastGroup(groups: Groups, pick: (inUse: number) => number): number {
  const left = groups.map((group) => [...group]);
  for (let failures = 0; ; failures++) {
    const group = left.findIndex((members, index) => index === left.length - 1 || members.some((each) => each > 0));
    const members = left[group] ?? [];
    if (group === left.length - 1) return failures;
    const inUse = members.flatMap((each, index) => (each > 0 ? [index] : []));
    const picked = inUse[pick(inUse.length)] ?? 0;
    members[picked] = (members[picked] ?? 0) - 1;
  }
}

/** A retry whose waits are certain. */
export interface Pace {
  readonly interval: number;
  readonly delta: number;
  readonly firstFastRetry: boolean;
}

/** When attempts 1 to `count` begin, each after the forward before it and the retry's wait. */
export function beginnings(pace: Pace, forward: number, count: number): number[] {
  const times: number[] = [];
  let now = 0;
  for (let retryNumber = 0; retryNumber < count; retryNumber++) {
    if (retryNumber > 0) now += forward + waitBefore(pace, retryNumber);
    times.push(now);
  }
  return times;
}

/** As documented: `interval + (n - 1) * delta` before the nth retry, none before the first if that is fast. */
export function waitBefore({ interval, delta, firstFastRetry }: Pace, retryNumber: number): number {
  return firstFastRetry && retryNumber === 1 ? 0 : interval + (retryNumber - 1) * delta;
}
