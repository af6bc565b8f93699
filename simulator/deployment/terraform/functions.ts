import { Value } from './value';

/** Pure Terraform functions. They return undefined for unsupported arguments. */
export const FUNCTIONS: ReadonlyMap<string, (...args: Value[]) => Value | undefined> = new Map<
  string,
  (...args: Value[]) => Value | undefined
>([
  [
    'split',
    (separator, text) =>
      typeof separator === 'string' && typeof text === 'string' ? text.split(separator) : undefined,
  ],
  ['join', (separator, ...lists) => joined(separator, lists.flat())],
  ['lower', (text) => mapped(text, (value) => value.toLowerCase())],
  ['upper', (text) => mapped(text, (value) => value.toUpperCase())],
  ['trimspace', (text) => mapped(text, (value) => value.trim())],
  ['replace', replaced],
  ['format', formatted],
  ['element', element],
  ['concat', concatenated],
  ['tostring', (value) => (isScalar(value) ? String(value) : undefined)],
  ['tolist', (value) => (Array.isArray(value) ? (value as Value[]) : undefined)],
  // If JSON is expected, the value itself works as well, and it can contain values that are not known yet.
  ['jsonencode', (value) => value],
]);

function isScalar(value: Value | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function mapped(value: Value, change: (text: string) => string): string | undefined {
  return isScalar(value) ? change(String(value)) : undefined;
}

/** The maximum sizes of results. */
const LONGEST_TEXT = 4 * 1024 * 1024;
const LONGEST_LIST = 100_000;

function joined(separator: Value, items: readonly Value[]): string | undefined {
  if (typeof separator !== 'string' || !items.every(isScalar)) return undefined;
  const texts = items.map(String);
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * texts.length);
  return length > LONGEST_TEXT ? undefined : texts.join(separator);
}

function concatenated(...lists: readonly Value[]): Value[] | undefined {
  if (!lists.every((list): list is Value[] => Array.isArray(list))) return undefined;
  return lists.reduce((sum, { length }) => sum + length, 0) > LONGEST_LIST ? undefined : lists.flat();
}

/** A pattern between slashes is a Go regular expression, which is not supported. */
function replaced(text: Value, part: Value, by: Value): string | undefined {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof by !== 'string') return undefined;
  if (/^\/.*\/$/s.test(part)) return undefined;
  const count = part === '' ? text.length + 1 : text.split(part).length - 1;
  return text.length + count * by.length > LONGEST_TEXT ? undefined : text.replaceAll(part, () => by);
}

/** Supports only `%s`, `%d`, and `%%`. */
function formatted(format: Value, ...args: Value[]): string | undefined {
  if (typeof format !== 'string' || !args.every(isScalar)) return undefined;
  if (args.reduce<number>((sum, arg) => sum + String(arg).length, format.length) > LONGEST_TEXT) return undefined;
  const left = [...args];
  let isCertain = true;
  const text = format.replace(/%(.?)/gs, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = left.shift();
    isCertain &&= value !== undefined && (verb === 's' || (verb === 'd' && Number.isInteger(Number(value))));
    return String(value);
  });
  return isCertain && left.length === 0 ? text : undefined;
}

function element(list: Value, index: Value): Value | undefined {
  if (!Array.isArray(list) || typeof index !== 'number' || !Number.isInteger(index) || index < 0) return undefined;
  return (list as Value[])[index % list.length];
}
