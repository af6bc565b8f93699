import { Known } from '../model';

/** As in `1 failure`, `3 failures`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** As in `1 s`, `4.666 s`: seconds to the millisecond. */
export function seconds(value: number): string {
  return `${Math.round(value * 1000) / 1000} s`;
}

/** As in `count 3`; the name alone for a value that is not known here. */
export function named(name: string, value: Known<number>): string {
  return value === 'unknown' ? name : `${name} ${value}`;
}

/** As in `priority 2`, `priorities 2, 3`. */
export function priorities(values: readonly number[]): string {
  return `${values.length === 1 ? 'priority' : 'priorities'} ${values.join(', ')}`;
}

const MOST_LISTED = 10;

/** As in `a, b and c`; of many, the first and how many more there are. */
export function listed(texts: readonly string[], conjunction = 'and'): string {
  const rest = texts.length - MOST_LISTED;
  const shown = rest > 1 ? [...texts.slice(0, MOST_LISTED), `${rest} more`] : texts;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${conjunction} ${shown.at(-1)}`;
}

const LONGEST_EXCERPT = 200;

/** The text on one line, and no more of it than one reads in a message. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT)} ...`;
}

/** As in `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`. */
export function quoted(names: readonly string[]): string {
  const each = names.map((name) => `'${name}'`);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each[each.length - 1]}`;
}
