import { bounded, budget } from '../budget';
import { given, Unsupported } from '../errors';
import { declare } from './declare';

/** Escapes every character except letters, digits, `-`, `_`, `.`, and `~`. */
function escaped(text: string): string {
  taken(text);
  return bounded(
    encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
}

/** Counts a string that is encoded character by character; the result can be several times as long. */
function taken(text: string): string {
  budget.spend(4 * text.length);
  budget.allocate(text.length);
  return text;
}

function unescaped(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    const decoded = bytes.toString('utf8');
    if (Buffer.from(decoded, 'utf8').equals(bytes)) return decoded;
    throw new Unsupported('unescaping bytes that are not UTF-8 is not supported');
  });
}

/** The static members of `Uri` that escape strings. */
export const escapes = {
  'static string EscapeDataString(string)': (text: string | null) => escaped(given(text, 'stringToEscape')),
  'static string UnescapeDataString(string)': (text: string | null) => unescaped(taken(given(text, 'stringToEscape'))),
  'static string EscapeUriString(string)': (text: string | null) => {
    if (given(text, 'stringToEscape').includes('%')) throw new Unsupported('EscapeUriString with % is not supported');
    const bytes = Buffer.from(taken(given(text, 'stringToEscape')), 'utf8').toString('utf8');
    return bounded(encodeURI(bytes).replace(/%5B|%5D/g, (code) => (code === '%5B' ? '[' : ']')));
  },
};

/** The characters for which form encoding differs from `escaped`. */
const IN_FORMS: ReadonlyMap<string, string> = new Map([
  ['%20', '+'],
  ['%21', '!'],
  ['%28', '('],
  ['%29', ')'],
  ['%2A', '*'],
  ['~', '%7E'],
]);

const HTML: ReadonlyMap<string, string> = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
]);
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['nbsp', '\u00a0'],
]);

/** Encodes special characters of HTML, accented Latin letters, and characters that need two UTF-16 code units. */
function htmlEncoded(text: string): string {
  return bounded(
    taken(text).replace(
      /[<>"'&\u00a0-\u00ff]|[\ud800-\udbff][\udc00-\udfff]/g,
      (char) => HTML.get(char) ?? `&#${char.codePointAt(0)};`,
    ),
  );
}

function htmlDecoded(text: string): string {
  return taken(text).replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,8}));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) {
        const char = ENTITIES.get(name);
        if (char === undefined) throw new Unsupported(`the HTML entity ${whole} is not supported`);
        return char;
      }
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? whole : String.fromCodePoint(code);
    },
  );
}

declare('WebUtility', {
  'static string HtmlEncode(string)': (text: string | null) => (text === null ? null : htmlEncoded(text)),
  'static string HtmlDecode(string)': (text: string | null) => (text === null ? null : htmlDecoded(text)),
  'static string UrlEncode(string)': (text: string | null) =>
    text === null ? null : escaped(text).replace(/%(?:20|21|28|29|2A)|~/g, (code) => IN_FORMS.get(code) ?? code),
  'static string UrlDecode(string)': (text: string | null) =>
    text === null ? null : unescaped(taken(text).replaceAll('+', ' ')),
});
