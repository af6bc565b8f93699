import { Known } from '../model';

/** For example, `1 failure` or `3 failures`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** For example, `1 s` or `4.666 s`: seconds, rounded to milliseconds. */
export function seconds(value: number): string {
  return `${Math.round(value * 1000) / 1000} s`;
}

/** For example, `count 3`; only the name if the value is not known here. */
export function named(name: string, value: Known<number>): string {
  return value === 'unknown' ? name : `${name} ${value}`;
}

/** For example, `priority 2` or `priorities 2, 3`. */
export function priorities(values: readonly number[]): string {
  return `${values.length === 1 ? 'priority' : 'priorities'} ${values.join(', ')}`;
}

const MOST_LISTED = 10;

/** For example, `a, b and c`. Long lists show the first items and how many more there are. */
export function listed(texts: readonly string[], conjunction = 'and'): string {
  const rest = texts.length - MOST_LISTED;
  const shown = rest > 1 ? [...texts.slice(0, MOST_LISTED), `${rest} more`] : texts;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${conjunction} ${shown.at(-1)}`;
}

const LONGEST_EXCERPT = 200;

/** Returns the text on one line, shortened for a message. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT)} ...`;
}

/** For example, `'a'`, `'a' and 'b'` or `'a', 'b' and 'c'`. */
export function quoted(names: readonly string[]): string {
  const each = names.map((name) => `'${name}'`);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each[each.length - 1]}`;
}
