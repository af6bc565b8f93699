import { budget } from './budget';
import { base64 } from './base64';
import { CSharpException, Unsupported } from './errors';
import { EPOCH, formatDate } from './format-date';
import { formatDecimal, formatDouble } from './format-number';
import { formatTimeSpan } from './format-span';
import { JArray, JObject, JProperty, JToken, JValue } from './json';
import { parseDate } from './parse-date';
import { DateTimeValue, DecimalValue, DoubleValue, TimeSpanValue, UriValue, Value } from './value';

const DEEPEST = 64;
/** Newtonsoft writes the line endings of the gateway's operating system, which is Windows. */
const LINE_END = '\r\n';

export function writeJson(token: JToken, isIndented: boolean): string {
  const parts: string[] = [];
  write(token, isIndented, 0, (part) => {
    budget.text(part.length);
    parts.push(part);
  });
  return parts.join('');
}

function write(token: JToken, isIndented: boolean, level: number, add: (part: string) => void): void {
  if (level > DEEPEST) throw new Unsupported(`JSON is nested more than ${DEEPEST} levels deep`);
  budget.spend(4);
  if (token instanceof JValue) return add(writeScalar(token.value));
  if (token instanceof JProperty) {
    add(`${quoted(token.name)}:${isIndented ? ' ' : ''}`);
    return write(token.value, isIndented, level, add);
  }
  const isArray = token instanceof JArray;
  const children = isArray ? token.items : (token as JObject).properties.values();
  const [open, close] = isArray ? '[]' : '{}';
  const lineEnd = (by: number): string => (isIndented ? LINE_END + '  '.repeat(by) : '');
  let before = open;
  for (const child of children) {
    add(before + lineEnd(level + 1));
    write(child, isIndented, level + 1, add);
    before = ',';
  }
  add(before === open ? open + close : lineEnd(level) + close);
}

function writeScalar(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof DoubleValue && !Number.isFinite(value.value)) return quoted(formatDouble(value.value));
  if (value instanceof DoubleValue) return withPoint(formatDouble(value.value, value.isSingle));
  if (value instanceof DecimalValue) return withPoint(formatDecimal(value));
  if (value instanceof DateTimeValue) return quoted(formatDate(value, 'yyyy-MM-ddTHH:mm:ss.FFFFFFFK'));
  if (value instanceof TimeSpanValue) return quoted(formatTimeSpan(value.ticks));
  if (value instanceof Uint8Array) return quoted(base64(value));
  if (value instanceof UriValue) return quoted(value.original);
  if ('text' in value && typeof value.text === 'string') return quoted(value.text);
  throw new Unsupported('a value of this type cannot be written as JSON');
}

function withPoint(text: string): string {
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** The characters that Newtonsoft escapes: control characters, quotation marks, backslashes, and line separators. */
function quoted(text: string): string {
  budget.scan(text.length);
  const json = JSON.stringify(text);
  if (!/[\u0085\u2028\u2029]/.test(json)) return json;
  budget.spend(4 * json.length);
  return json.replace(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function readerException(message: string): CSharpException {
  return new CSharpException('JsonReaderException', message);
}

/** Newtonsoft accepts more than JSON: strings in single quotes, names without quotes, and comments. */
const TOKEN =
  /(?:[ \t\r\n]|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|\/\/[^\n]*(?:\n|$))*([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?|-Infinity|[A-Za-z_$][\w$]*|$)/sy;
/** The message for JSON that ends early. */
export const UNEXPECTED_END = 'Error reading JToken from JsonReader: unexpected end of content.';
const NAME = /^[A-Za-z_$]/;
/** The maximum number of digits of a whole number. */
const LONGEST_INTEGER = 380;

/** Reads JSON text as Newtonsoft does: whole numbers become integers, and strings that look like dates become dates. */
export function readJson(text: string): JToken {
  budget.scan(text.length);
  let at = 0;
  const next = (): string => {
    budget.spend(4);
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (/^-?0[xX]/.test(text.slice(TOKEN.lastIndex, TOKEN.lastIndex + 3)))
      throw new Unsupported('hexadecimal numbers in JSON are not supported');
    if (!match)
      throw readerException(
        `Unexpected character encountered while parsing value: ${text.trimStart().charAt(0)}. Position ${at}.`,
      );
    at = TOKEN.lastIndex;
    return match[1];
  };
  const value = (token: string, depth: number): JToken => {
    if (depth > DEEPEST) throw readerException(`The reader's MaxDepth of ${DEEPEST} has been exceeded.`);
    if (token === '{') return object(depth);
    if (token === '[') return array(depth);
    if (token === '') throw readerException(UNEXPECTED_END);
    return scalar(token);
  };
  const more = (): string => {
    const token = next();
    if (token === '') throw readerException(UNEXPECTED_END);
    return token;
  };
  const following = (end: string): string => {
    const token = more();
    if (token === ',') return more();
    if (token === end) return token;
    throw readerException(`After parsing a value an unexpected character was encountered: ${token}. Position ${at}.`);
  };
  const object = (depth: number): JObject => {
    const result = new JObject();
    let token = more();
    while (token !== '}') {
      if (!/^["'A-Za-z_$]/.test(token))
        throw readerException(`Invalid property identifier character: ${token}. Position ${at}.`);
      const name = NAME.test(token) ? token : unquoted(token);
      if (more() !== ':') throw readerException(`Invalid character after parsing property name. Position ${at}.`);
      result.set(name, value(more(), depth + 1));
      token = following('}');
    }
    return result;
  };
  const array = (depth: number): JArray => {
    const result = new JArray();
    let token = more();
    if (token === ',') throw new Unsupported('an array without its first item is not supported in JSON');
    while (token !== ']') {
      result.add(value(token, depth + 1));
      token = following(']');
    }
    return result;
  };
  const result = value(next(), 0);
  if (next() !== '') throw readerException('Additional text encountered after finished reading JSON content.');
  return result;
}

function unquoted(token: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\\'\0-\x1f]/.test(token)) return token.slice(1, -1);
  budget.spend(2 * token.length);
  try {
    const inner = token.slice(1, -1).replace(/\\.|"/gs, (part) => (part === '"' ? '\\"' : part === "\\'" ? "'" : part));
    // Newtonsoft allows unescaped control characters in strings.
    // eslint-disable-next-line no-control-regex
    const escaped = paired(inner).replace(/[\u0000-\u001f]/g, (char) => JSON.stringify(char).slice(1, -1));
    return JSON.parse(`"${escaped}"`) as string;
  } catch {
    throw readerException('Bad JSON escape sequence.');
  }
}

/** Newtonsoft replaces half of a surrogate pair that is written as an escape. */
function paired(text: string): string {
  return text.replace(
    /\\(?:u(d[89ab][\da-f]{2})(\\ud[c-f][\da-f]{2})?|u(d[c-f][\da-f]{2})|[^])/gi,
    (whole, high?: string, low?: string, alone?: string) => ((high && !low) || alone ? '\ufffd' : whole),
  );
}

const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Dates in JSON are written in ISO 8601, or as the milliseconds since 1970. */
function dateIn(text: string): DateTimeValue | undefined {
  const ms = /^\/Date\((-?\d{1,14})\)\/$/.exec(text);
  if (ms) return new DateTimeValue(EPOCH + BigInt(ms[1]) * 10_000n, 'Utc');
  return ISO_DATE.test(text) ? parseDate(text)?.date : undefined;
}

function scalar(token: string): JValue {
  if (/^["']/.test(token)) {
    const text = unquoted(token);
    const date = dateIn(text);
    return date ? new JValue(date, 'Date') : new JValue(text, 'String');
  }
  if (token === 'true' || token === 'false') return new JValue(token === 'true', 'Boolean');
  if (token === 'null') return new JValue(null, 'Null');
  if (/^(?:NaN|-?Infinity)$/.test(token)) return new JValue(new DoubleValue(Number(token)), 'Float');
  if (/^(?:undefined|new)$/.test(token) || /^-?0\d/.test(token))
    throw new Unsupported(`${token} in JSON is not supported`);
  if (token.length > LONGEST_INTEGER && /^-?\d+$/.test(token))
    throw readerException('JSON integer is too large to parse.');
  if (/^-?\d+$/.test(token)) return new JValue(BigInt(token), 'Integer');
  if (/^[-.\d]/.test(token)) return new JValue(new DoubleValue(Number(token)), 'Float');
  throw readerException(`Unexpected character encountered while parsing value: ${token}.`);
}
