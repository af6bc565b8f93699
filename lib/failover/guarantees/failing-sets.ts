/** The maximum number of members for which every set is tried. */
export const MOST_IN_EVERY_SET = 5;

/**
 * Returns the sets of backends that may fail together: every set that leaves one backend healthy; for a large pool,
 * each single backend, every group, and every group except one member, also with all groups ahead of it. The last set
 * contains all backends.
 *
 * @param groups the backends by priority, in the order of use
 * @param kindOf returns the kind of a member; of the sets that differ only in members of the same group and kind, one
 *   is sufficient
 */
export function failingSets(groups: readonly (readonly string[])[], kindOf: (backend: string) => string): string[][] {
  const all = groups.flat();
  if (all.length === 0) return [];
  const sets = all.length <= MOST_IN_EVERY_SET ? everySet(all) : largeSets(groups);
  const groupOf = new Map(groups.flatMap((members, index) => members.map((member) => [member, index] as const)));
  const distinct = new Map<string, string[]>();
  for (const set of sets) {
    const key = set.map((member) => `${groupOf.get(member)} ${kindOf(member)}`).sort();
    if (!distinct.has(key.join('\n'))) distinct.set(key.join('\n'), set);
  }
  const some = [...distinct.values()].filter((set) => set.length > 0 && set.length < all.length);
  return [...some.sort((a, b) => a.length - b.length), all];
}

function everySet(all: readonly string[]): string[][] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, index) => bits & (2 ** index)));
}

function largeSets(groups: readonly (readonly string[])[]): string[][] {
  return groups.flatMap((members, index) => {
    const ahead = groups.slice(0, index).flat();
    const butOne = members.map((left) => members.filter((member) => member !== left));
    return [
      ...members.map((member) => [member]),
      ...[[...members], ...butOne].flatMap((set) => [set, [...ahead, ...set]]),
    ];
  });
}

/** Returns whether some, but not all, members of a group fail. */
export function isSplit(members: readonly string[], backends: readonly string[]): boolean {
  return members.some((member) => backends.includes(member)) && members.some((member) => !backends.includes(member));
}
