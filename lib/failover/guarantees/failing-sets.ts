/** Pools with more members than this are not tried in every set. */
export const MOST_IN_EVERY_SET = 5;

/**
 * Which backends may fail together: each alone, and every set that leaves one healthy; of a large pool every group, and
 * every group but one member, also with all groups ahead of it; last, all of them.
 *
 * @param groups the backends by priority, the first to be used first
 * @param kindOf what makes two members of a group alike: of sets that differ by alike members only, one is enough
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

/** Whether some members of a group fail, and others do not. */
export function isSplit(members: readonly string[], backends: readonly string[]): boolean {
  return members.some((member) => backends.includes(member)) && members.some((member) => !backends.includes(member));
}
