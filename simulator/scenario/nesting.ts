/**
 * The maximum nesting depth. No scenario needs more, and the depth that a parser supports depends on the Node version.
 */
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
