/** The maximum number of items to show. */
const MOST_SHOWN = 20;

/**
 * Returns the first lines and the number of omitted lines, for example `... and 9,980 more`.
 *
 * @param more - the number of further lines that are not given
 */
export function firstLines(lines: readonly string[], more = 0): readonly string[] {
  const left = Math.max(lines.length - MOST_SHOWN, 0) + more;
  return left === 0 ? lines : [...lines.slice(0, MOST_SHOWN), `... and ${left.toLocaleString('en')} more`];
}

/** Lists names on one line, for example `status, from`. If there are many, the rest are counted, unless it is only one. */
export function listed(names: readonly string[]): string {
  const left = names.length - MOST_SHOWN;
  return (left > 1 ? [...names.slice(0, MOST_SHOWN), `${left.toLocaleString('en')} more`] : names).join(', ');
}

/** Lists names in quotation marks. */
export function quoted(names: readonly string[]): string {
  return listed(names.map((name) => `'${name}'`));
}

/** For example, `known: 'local', 'remote'`, or `there are none`. */
export function knownOnes(names: readonly string[]): string {
  return names.length === 0 ? 'there are none' : `known: ${quoted(names)}`;
}

/** Shortens the text to the given length. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}
