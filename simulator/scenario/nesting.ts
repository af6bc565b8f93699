/** Nesting beyond this belongs to no scenario, and how much a parser takes depends on the version of Node. */
const DEEPEST = 1000;

export function isNestedTooDeeply(data: unknown): boolean {
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
