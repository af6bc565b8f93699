import { Value } from './value';

/** Functions of Terraform's language that are the same everywhere; undefined for arguments that they do not take. */
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
  ['concat', (...lists) => (lists.every(Array.isArray) ? (lists.flat() as Value[]) : undefined)],
  ['tostring', (value) => (isScalar(value) ? String(value) : undefined)],
  ['tolist', (value) => (Array.isArray(value) ? (value as Value[]) : undefined)],
  // Where JSON is asked for, what it holds is as good, and may hold what is not known yet.
  ['jsonencode', (value) => value],
]);

function isScalar(value: Value | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function mapped(value: Value, change: (text: string) => string): string | undefined {
  return isScalar(value) ? change(String(value)) : undefined;
}

function joined(separator: Value, items: readonly Value[]): string | undefined {
  return typeof separator === 'string' && items.every(isScalar) ? items.map(String).join(separator) : undefined;
}

/** A pattern between slashes is one of Go's: not read here. */
function replaced(text: Value, part: Value, by: Value): string | undefined {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof by !== 'string') return undefined;
  return /^\/.*\/$/s.test(part) ? undefined : text.replaceAll(part, () => by);
}

/** `%s`, `%d` and `%%` alone. */
function formatted(format: Value, ...args: Value[]): string | undefined {
  if (typeof format !== 'string' || !args.every(isScalar)) return undefined;
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
