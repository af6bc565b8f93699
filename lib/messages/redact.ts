import { containsHidden, HIDDEN, withoutHidden } from './hidden';

/**
 * Matches text that looks like a key, a token or a connection string: an assignment or padding, hexadecimal digits, a
 * scheme or a JWT.
 */
const SECRET = /=|(?=[a-f]*\d)[\da-f]{32}|\b(?:basic|bearer|sharedaccess\w+)\s|\beyJ[\w-]{8}/i;

/** Matches a user before a host, or the start of a URL. */
const URL_LIKE = /:[/\\]{2}|:\S*@/;

/**
 * Returns the part of an input text that a message can show: the whole text, except possible secrets in a URL;
 * undefined if the text looks like a secret, or contains a hidden text.
 */
export function redact(text: string): string | undefined {
  if (containsHidden(text)) return undefined;
  if (URL_LIKE.test(text)) return redactUrl(text);
  const [place, query] = splitQuery(text);
  return SECRET.test(place) ? undefined : place + redactQuery(query);
}

/** Like `redact`, for a name: returns a placeholder instead of undefined. */
export function redactName(name: string): string {
  return redact(name) ?? HIDDEN;
}

/**
 * Returns a URL without its user, the values of its query, its fragment, and path segments that look like secrets;
 * undefined if the text is not a URL or contains a hidden text, or if it is ambiguous where the user ends.
 */
export function redactUrl(text: string): string | undefined {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*:[/\\]{2,})(.*)$/is.exec(text) ?? [];
  if (rest === undefined || !URL.canParse(text) || containsHidden(text)) return undefined;
  const { username, password } = new URL(text);
  const hasUser = username !== '' || password !== '';
  // An @ elsewhere may belong to a password that contains a slash or a question mark.
  if (rest.split('@').length !== (hasUser ? 2 : 1)) return undefined;
  const [place, query] = splitQuery(hasUser ? rest.replace(/^[^@]*/, HIDDEN) : rest);
  const shown = place.split('/').map((segment) => (SECRET.test(segment) ? HIDDEN : segment));
  return scheme + shown.join('/') + redactQuery(query);
}

/** Returns a path with its query, without hidden texts and without the values of the query. */
export function redactPath(path: string): string {
  const [place, query] = splitQuery(withoutHidden(path));
  return place + redactQuery(query);
}

/** Redacts all URLs in a text. Punctuation after a URL belongs to the text. */
export function redactUrls(text: string): string {
  return text.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]*[^\s"'<>),:;]/gi, redactName);
}

const LONGEST_SHOWN = 100;

/** Describes an input text for a message: in quotes and shortened, or only by its length if it looks like a secret. */
export function shownText(text: string, longest = LONGEST_SHOWN): string {
  const shown = redact(text);
  if (shown === undefined) return textOfLength(text);
  const more = shown.length > longest ? `... (${text.length} characters)` : '';
  return JSON.stringify(shown.slice(0, longest)) + more;
}

/** Describes a text that may be a secret by its length. */
export function textOfLength({ length }: string): string {
  return length === 0 ? 'an empty string' : `a string of ${length} character${length === 1 ? '' : 's'}`;
}

function splitQuery(text: string): readonly [place: string, query: string] {
  const mark = text.search(/[?#]/);
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark)];
}

/** Redacts a query, from its `?` on. A part without a name counts as a value. */
function redactQuery(query: string): string {
  const [, mark, pairs, fragment] = /^(\??)([^#]*)(#?)/.exec(query) ?? [];
  const shown = pairs === '' ? [] : pairs.split('&').map(redactPair);
  return mark + shown.join('&') + (fragment && `${fragment}${HIDDEN}`);
}

/** Redacts a name-value pair. A key that ends in `=` is not a name. */
function redactPair(pair: string): string {
  const [, name] = /^([\w.$-]{1,40})=(?!=*$)/.exec(pair) ?? [];
  return name === undefined || SECRET.test(name) ? HIDDEN : `${name}=${HIDDEN}`;
}
