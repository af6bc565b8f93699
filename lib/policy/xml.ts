/** What XML 1.0 says about characters, names and entities, as far as policy documents need it. */

/** Characters that no XML document may hold, escaped or not: most control characters, and halves of surrogate pairs. */
const FORBIDDEN_CHARACTERS = /(?![\t\n\r])\p{Cc}(?<![\u007f-\u009f])|[\ufffe\uffff]|\p{Cs}/u;

/** Where the first character stands that no XML document may hold; undefined if there is none. */
export function indexOfForbidden(source: string): number | undefined {
  // Most documents are printable ASCII, which is told much faster.
  return UNUSUAL.test(source) ? FORBIDDEN_CHARACTERS.exec(source)?.index : undefined;
}

const UNUSUAL = /[^\t\n\r -~]/;

/** A name, perhaps with the prefix of a namespace; not beyond ASCII, policy names never are. */
export const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/;

/** White space; Unicode has more, but to XML that is text. */
export const SPACE = /[ \t\r\n]*/;

/** Whether the character of that code is white space. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

export const BYTE_ORDER_MARK = '\ufeff';

export function isWhiteSpace(value: string): boolean {
  return SPACE.exec(value)?.[0].length === value.length;
}

export function escapeText(value: string): string {
  // A byte order mark is text, but at the start of a document it would not be read as text.
  return value
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\ufeff/g, '&#xFEFF;');
}

export function escapeAttribute(value: string): string {
  return escapeText(value).replace(/"/g, '&quot;');
}

/** What must be escaped, and what is. */
const MARKUP = /<|&(?:(#\d+|#x[\da-fA-F]+|\w+);)?/g;

/** Where the first `<` stands, or the first `&` that begins no entity that XML knows; undefined if there is none. */
export function indexOfUnescaped(source: string): number | undefined {
  if (isPlain(source)) return undefined;
  for (const { 1: entity, index } of source.matchAll(MARKUP)) if (characterOf(entity) === undefined) return index;
  return undefined;
}

/** Most values hold nothing to escape. */
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
