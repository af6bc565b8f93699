/** Stands for what is not shown. */
const HIDDEN = '...';

/** A key, a token or a connection string looks like this: an assignment or padding, hexadecimal digits, a scheme, a JWT. */
const SECRET = /=|(?=[a-f]*\d)[\da-f]{32}|\b(?:basic|bearer|sharedaccess\w+)\s|\beyJ[\w-]{8}/i;

/** A user before a host, or what begins as a URL does. */
const URL_LIKE = /:[/\\]{2}|:\S*@/;

/**
 * What a message may repeat of a text from the input: all of it, but for what a URL may hide; undefined for what looks
 * like a secret.
 */
export function redact(text: string): string | undefined {
  if (URL_LIKE.test(text)) return redactUrl(text);
  const [place, query] = splitQuery(text);
  return SECRET.test(place) ? undefined : place + redactQuery(query);
}

/** The same where nothing but a word can stand. */
export function redactName(name: string): string {
  return redact(name) ?? HIDDEN;
}

/**
 * A URL without its user, the values of its query, its fragment, and what looks like a secret in its path; undefined for
 * a text that is no URL, or of which it is not sure where its user ends.
 */
export function redactUrl(text: string): string | undefined {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*:[/\\]{2,})(.*)$/is.exec(text) ?? [];
  if (rest === undefined || !URL.canParse(text)) return undefined;
  const { username, password } = new URL(text);
  const hasUser = username !== '' || password !== '';
  // An @ elsewhere may belong to a password that holds a slash or a question mark.
  if (rest.split('@').length !== (hasUser ? 2 : 1)) return undefined;
  const [place, query] = splitQuery(hasUser ? rest.replace(/^[^@]*/, HIDDEN) : rest);
  const shown = place.split('/').map((segment) => (SECRET.test(segment) ? HIDDEN : segment));
  return scheme + shown.join('/') + redactQuery(query);
}

/** A path with its query, without the query's values. */
export function redactPath(path: string): string {
  const [place, query] = splitQuery(path);
  return place + redactQuery(query);
}

/** A text with all URLs in it redacted. */
export function redactUrls(text: string): string {
  return text.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]+/gi, redactName);
}

const LONGEST_SHOWN = 100;

/** What a message shows of a text from the input: in quotes, and no more of it than one reads; or that it is hidden. */
export function shownText(text: string, longest = LONGEST_SHOWN): string {
  const shown = redact(text);
  if (shown === undefined) return textOfLength(text);
  const more = shown.length > longest ? `... (${text.length} characters)` : '';
  return JSON.stringify(shown.slice(0, longest)) + more;
}

/** What is said of a text that may be a secret. */
export function textOfLength({ length }: string): string {
  return length === 0 ? 'an empty text' : `a text of ${length} character${length === 1 ? '' : 's'}`;
}

function splitQuery(text: string): readonly [place: string, query: string] {
  const mark = text.search(/[?#]/);
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark)];
}

/** From its `?` on; what has no name is a value. */
function redactQuery(query: string): string {
  const [, mark, pairs, fragment] = /^(\??)([^#]*)(#?)/.exec(query) ?? [];
  const shown = pairs === '' ? [] : pairs.split('&').map(redactPair);
  return mark + shown.join('&') + (fragment && `${fragment}${HIDDEN}`);
}

/** A key that ends in `=` is no name. */
function redactPair(pair: string): string {
  const [, name] = /^([\w.$-]{1,40})=(?!=*$)/.exec(pair) ?? [];
  return name === undefined || SECRET.test(name) ? HIDDEN : `${name}=${HIDDEN}`;
}
