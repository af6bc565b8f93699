/** Returns the known name that a misspelled name most likely stands for; undefined if none is similar. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const asked = name.toLowerCase();
  if (asked === '' || asked.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    if (other.length > LONGEST) continue;
    const isPart = asked.length >= 3 && other.length >= 3 && (asked.startsWith(other) || other.startsWith(asked));
    const edits = editsBetween(asked, other);
    const isSimilar = isPart || edits <= Math.max(asked.length, other.length) / 3;
    if (isSimilar && edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** For example, ` (did you mean 'within'?)`; empty if no known name is similar. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` (did you mean '${meant}'?)`;
}

/** Longer names are not compared: the time grows with the square of the length. */
const LONGEST = 100;

/** The number of characters to insert, delete, replace, or swap with the next one. */
function editsBetween(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const before = above;
    above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? before[j - 2] + 1 : Infinity;
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (isSame ? 0 : 1), swapped);
    }
  }
  return row[b.length];
}
