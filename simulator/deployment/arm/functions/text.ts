import { isKnown, isList, symbolic, Unresolved, Value } from '../../value';
import { partsOf, textOf } from '../symbols';
import { format } from './format';
import { ofKnown, ofTexts, Pure } from './function';

/** Functions of strings. Most of them accept symbolic parts where these do not affect the result. */
export const TEXT: readonly (readonly [name: string, run: Pure])[] = [
  ['concat', concat],
  ['format', format],
  ['join', join],
  ['replace', replace],
  ['split', split],
  ['substring', substring],
  ['tolower', (text) => eachPart(text, 'toLower', (part) => part.toLowerCase())],
  ['toupper', (text) => eachPart(text, 'toUpper', (part) => part.toUpperCase())],
  ['startswith', startsWith],
  // These comparisons ignore case.
  ['endswith', ofTexts((text, end) => text.toLowerCase().endsWith(end.toLowerCase()))],
  ['indexof', ofTexts((text, part) => text.toLowerCase().indexOf(part.toLowerCase()))],
  ['lastindexof', ofTexts((text, part) => text.toLowerCase().lastIndexOf(part.toLowerCase()))],
  ['trim', ofTexts((text) => text.trim())],
  ['padleft', ofKnown(padLeft)],
  ['string', ofKnown((value) => (value === null ? undefined : (textOf(value) ?? JSON.stringify(value))))],
  ['json', ofTexts(parsed)],
  ['base64', ofTexts((text) => Buffer.from(text).toString('base64'))],
  ['base64tostring', ofTexts((text) => decoded(text))],
  ['base64tojson', ofTexts((text) => parsed(decoded(text)))],
  ['datauri', ofTexts((text) => `data:text/plain;charset=utf8;base64,${Buffer.from(text).toString('base64')}`)],
  ['datauritostring', ofTexts(fromDataUri)],
  ['uri', ofTexts((base, relative) => (URL.canParse(relative, base) ? new URL(relative, base).href : undefined))],
  ['uricomponent', ofTexts((text) => encodeURIComponent(text))],
  ['uricomponenttostring', ofTexts(fromUriComponent)],
];

/** Concatenates lists, or else strings. Values that are not known can be either. */
function concat(...args: Value[]): Value | undefined {
  if (args.every(isList)) return args.flat();
  if (args.every((arg) => arg instanceof Unresolved) || args.some(isList)) return undefined;
  return joined(args.map(textOf));
}

function joined(texts: readonly (string | undefined)[], separator = ''): string | undefined {
  return texts.includes(undefined) ? undefined : texts.join(separator);
}

function join(list: Value, separator: Value): string | undefined {
  return isList(list) && typeof separator === 'string' ? joined(list.map(textOf), separator) : undefined;
}

/** The replacement can have symbolic parts. */
function replace(text: Value, from: Value, to: Value): string | undefined {
  if (typeof text !== 'string' || typeof from !== 'string' || from === '' || !isKnown(text + from)) return undefined;
  const by = textOf(to);
  return by === undefined ? undefined : text.replaceAll(from, () => by);
}

/** Values that never contain a slash. */
const SEGMENT = /^(?:subscription\(\)\.subscriptionId|resourceGroup\(\)\.name|(?:uniqueString|guid)\()/;

function split(text: Value, delimiters: Value): Value[] | undefined {
  if (typeof text !== 'string') return undefined;
  const marks = isList(delimiters) ? delimiters : [delimiters];
  if (!marks.every((mark) => typeof mark === 'string' && mark !== '' && isKnown(mark))) return undefined;
  const isSafe = (symbol: string): boolean => marks.every((mark) => mark === '/') && SEGMENT.test(symbol);
  if (!partsOf(text).every((part) => !part.isSymbol || isSafe(part.text))) return undefined;
  const escaped = (marks as readonly string[]).map((mark) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pieces: string[] = [''];
  for (const part of partsOf(text)) {
    const [first, ...rest] = part.isSymbol ? [symbolic(part.text)] : part.text.split(new RegExp(escaped.join('|')));
    pieces.push((pieces.pop() ?? '') + first, ...rest);
  }
  return pieces;
}

/** Returns the known start of a string. */
function startOf(text: string): string {
  const [part] = partsOf(text);
  return part === undefined || part.isSymbol ? '' : part.text;
}

function substring(text: Value, start: Value, length?: Value): string | undefined {
  if (typeof text !== 'string' || typeof start !== 'number') return undefined;
  const known = startOf(text);
  if (length === undefined) return isKnown(text) && start <= text.length ? text.slice(start) : undefined;
  if (typeof length !== 'number' || start < 0 || length < 0 || start + length > known.length) return undefined;
  return known.slice(start, start + length);
}

function startsWith(text: Value, start: Value): boolean | undefined {
  if (typeof text !== 'string' || typeof start !== 'string' || !isKnown(start)) return undefined;
  const known = startOf(text).toLowerCase();
  const wanted = start.toLowerCase();
  if (known.length >= wanted.length || isKnown(text)) return known.startsWith(wanted);
  return wanted.startsWith(known) ? undefined : false;
}

/** Applies a function that changes each character by itself. */
function eachPart(text: Value, name: string, change: (text: string) => string): string | undefined {
  if (typeof text !== 'string') return undefined;
  return partsOf(text)
    .map((part) => (part.isSymbol ? symbolic(`${name}(${part.text})`) : change(part.text)))
    .join('');
}

const LONGEST_PADDING = 10_000;

function padLeft(value: Value, length: Value, char: Value = ' '): string | undefined {
  const text = textOf(value);
  if (text === undefined || typeof length !== 'number' || length > LONGEST_PADDING) return undefined;
  return typeof char === 'string' && char.length === 1 ? text.padStart(length, char) : undefined;
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

function fromDataUri(uri: string): string | undefined {
  const [, base64, data] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(uri) ?? [];
  if (data === undefined) return undefined;
  return base64 === undefined ? fromUriComponent(data) : decoded(data);
}

function fromUriComponent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
