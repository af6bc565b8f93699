/** The rules of XML 1.0 for characters, names and entities, as far as policy documents need them. */

/** Characters that are not allowed in XML, escaped or not: most control characters, and unpaired surrogates. */
const FORBIDDEN_CHARACTERS = /(?![\t\n\r])\p{Cc}(?<![\u007f-\u009f])|[\ufffe\uffff]|\p{Cs}/u;

/** Returns the position of the first character that is not allowed in XML; undefined if there is none. */
export function indexOfForbidden(source: string): number | undefined {
  // Most documents are printable ASCII, which is much faster to check.
  return UNUSUAL.test(source) ? FORBIDDEN_CHARACTERS.exec(source)?.index : undefined;
}

const UNUSUAL = /[^\t\n\r -~]/;

/** A name with an optional namespace prefix. Names of policies are always ASCII. */
export const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/;

/** White space. Other Unicode white space is text in XML. */
const SPACE = /[ \t\r\n]*/;

/** Returns whether the character with this code is white space. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

export const BYTE_ORDER_MARK = '\ufeff';

export function isWhiteSpace(value: string): boolean {
  return SPACE.exec(value)?.[0].length === value.length;
}

export function escapeText(value: string): string {
  // A byte order mark is text, but not at the start of a document.
  return value
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\ufeff/g, '&#xFEFF;');
}

export function escapeAttribute(value: string): string {
  return escapeText(value).replace(/"/g, '&quot;');
}

/** The characters to escape, and their entities. */
const MARKUP = /<|&(?:(#\d+|#x[\da-fA-F]+|\w+);)?/g;

/**
 * Returns the position of the first `<`, or of the first `&` that does not begin an XML entity; undefined if there is
 * none.
 */
export function indexOfUnescaped(source: string): number | undefined {
  if (isPlain(source)) return undefined;
  for (const { 1: entity, index } of source.matchAll(MARKUP)) if (characterOf(entity) === undefined) return index;
  return undefined;
}

/** A fast path, because most values contain nothing to escape. */
export function isPlain(source: string): boolean {
  return !source.includes('&') && !source.includes('<');
}

export function unescape(source: string): string {
  return isPlain(source) ? source : source.replace(MARKUP, (whole, entity?: string) => characterOf(entity) ?? whole);
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function characterOf(entity = ''): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES.get(entity);
  const code = entity.startsWith('#x') ? parseInt(entity.slice(2), 16) : parseInt(entity.slice(1), 10);
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return FORBIDDEN_CHARACTERS.test(character) ? undefined : character;
}
