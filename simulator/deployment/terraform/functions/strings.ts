import { asInteger, asList, asText, Functions, Refusal, refuse } from '../language/function';
import { unknownIn, unresolved } from '../language/symbols';
import { partOfText } from '../language/text';
import { symbolsIn, Unresolved, Value } from '../../value';
import { graphemes } from './graphemes';
import { textsOf } from './lists';

/** Functions of strings. */
export const STRINGS: Functions = {
  chomp: { run: ([text]) => asText(text).replace(/[\r\n]+$/, '') },
  endswith: { run: ([text, end]) => asText(text).endsWith(asText(end)) },
  indent: { run: ([spaces, text], { budget }) => indented(asInteger(spaces), asText(text), (n) => budget.text(n)) },
  join: {
    unknowns: 'nested',
    run: ([separator, ...lists], { budget }) => joined(asText(separator), lists, (n) => budget.text(n)),
  },
  lower: { run: ([text]) => changeCase(asText(text), (character) => character.toLowerCase()) },
  split: { unknowns: 'all', run: ([separator, text]) => split(separator ?? null, text ?? null) },
  startswith: { run: ([text, start]) => asText(text).startsWith(asText(start)) },
  strcontains: { run: ([text, part]) => asText(text).includes(asText(part)) },
  strrev: { run: ([text]) => [...graphemes(asText(text))].reverse().join('') },
  substr: { run: ([text, offset, length]) => substring(asText(text), asInteger(offset), asInteger(length)) },
  title: {
    run: ([text]) =>
      asText(text).replace(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => changeCase(letter, (each) => each.toUpperCase())),
  },
  trim: { run: ([text, characters]) => trimmed(asText(text), asText(characters)) },
  trimprefix: { run: ([text, prefix]) => withoutPrefix(asText(text), asText(prefix)) },
  trimspace: { run: ([text]) => asText(text).replace(/^[\s\x85]+|[\s\x85]+$/g, '') },
  trimsuffix: { run: ([text, suffix]) => withoutSuffix(asText(text), asText(suffix)) },
  upper: { run: ([text]) => changeCase(asText(text), (character) => character.toUpperCase()) },
};

/** Go changes each character to one character, without looking at its neighbors. */
function changeCase(text: string, change: (character: string) => string): string {
  // eslint-disable-next-line no-control-regex -- ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return change(text);
  return Array.from(text, (character) => {
    const changed = change(character);
    if (Array.from(changed).length === 1) return changed;
    return character === '\u0130' ? 'i' : character;
  }).join('');
}

type Spend = (length: number) => void;

function indented(spaces: number, text: string, spend: Spend): Value {
  if (spaces < 0) return refuse('indent is called with a negative number');
  spend(text.length + spaces * (text.split('\n').length - 1));
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

/** Strings that are not known become symbolic parts of the result. */
function joined(separator: string, lists: readonly Value[], spend: Spend): Value {
  const texts = lists
    .flatMap((list) => [...asList(list)])
    .map((item) => {
      const text = partOfText(item);
      if (text instanceof Unresolved) throw new Refusal(text);
      return text;
    });
  spend(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return texts.join(separator);
}

/** A part of an id that only Azure knows, such as a subscription, contains no slash. */
function split(separator: Value, text: Value): Value {
  const args = [separator, text];
  const isId = separator === '/' && typeof text === 'string' && symbolsIn(text).every((symbol) => symbol === '');
  const unknown = isId ? undefined : unknownIn(args);
  if (unknown) return unresolved(unknown, 'split(', args);
  const [by, whole] = [asText(separator), asText(text)];
  return textsOf(by === '' ? [...whole] : whole.split(by));
}

/** A negative offset counts from the end, and a negative length means the rest. */
function substring(text: string, offset: number, length: number): string {
  const characters = graphemes(text);
  const start = Math.max(offset < 0 ? characters.length + offset : offset, 0);
  const isRest = length < 0 || (length === 0 && offset < 0);
  return characters.slice(start, isRest ? undefined : start + length).join('');
}

function trimmed(text: string, characters: string): string {
  const removed = new Set(characters);
  const all = [...text];
  let [start, end] = [0, all.length];
  while (start < end && removed.has(all[start] ?? '')) start++;
  while (end > start && removed.has(all[end - 1] ?? '')) end--;
  return all.slice(start, end).join('');
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function withoutSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
