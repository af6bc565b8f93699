import { withoutHidden } from './hidden';

/**
 * Characters that a terminal interprets or does not show: control characters, and characters that change the text
 * direction.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Returns the text on one line, without hidden texts, and with all characters that a terminal interprets escaped as in
 * JSON.
 */
export function printable(text: string): string {
  return withoutHidden(text).replace(UNPRINTABLE, escaped);
}

/**
 * Like `printable`, but keeps line breaks. JSON stays equivalent, because such characters occur only inside its
 * strings.
 */
export function printableLines(text: string): string {
  return withoutHidden(text).replace(UNPRINTABLE, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
