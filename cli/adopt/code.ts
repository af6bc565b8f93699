import {
  choice,
  group,
  holdsBreak,
  indented,
  joined,
  LAST_LINE,
  LAST_SPACED_LINE,
  Layout,
  LINE,
  SOFT_LINE,
} from './layout';

/** TypeScript code of an expression or a statement. */
export type Code = Layout;

/** Code that is written as it is: never a text from a file. */
export function raw(code: string): Code {
  return code;
}

/**
 * A string literal. Only letters, digits, and common punctuation are written as they are, so that no text from a file
 * can end the literal or look like something else.
 */
export function string(text: string): string {
  const doubles = text.split('"').length;
  const quote = doubles > text.split("'").length ? "'" : '"';
  return quote + escaped(text).replaceAll(quote, `\\${quote}`) + quote;
}

/** A template literal of texts and of the names of constants. */
export function template(...parts: readonly (string | { readonly name: string })[]): Code {
  const inside = parts.map((part) =>
    typeof part === 'string' ? escaped(part).replace(/`|\$\{/g, '\\$&') : `\${${part.name}}`,
  );
  return `\`${inside.join('')}\``;
}

function escaped(text: string): string {
  return text.replace(/\\|[^\t\n\r -~\p{L}\p{N}\p{P}\p{S}]|[\t\n\r]/gu, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    return Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index))).join('');
  });
}

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

export type Entry = readonly [name: string, value: Code];

/** An object with an entry on each line. Entries without a value are omitted. */
export function object(entries: readonly (readonly [name: string, value: Code | undefined])[], isBroken = true): Code {
  const given = entries.filter((entry): entry is Entry => entry[1] !== undefined);
  if (given.length === 0) return '{}';
  const lines = given.map(([name, value]) =>
    value === name && isIdentifier(name) ? name : property(isIdentifier(name) ? name : string(name), value),
  );
  return group(['{', indented([LINE, joined(lines, [',', LINE])]), LAST_SPACED_LINE, '}'], isBroken);
}

/** An object on one line, if it fits. */
export function shortObject(entries: readonly (readonly [name: string, value: Code | undefined])[]): Code {
  return object(entries, false);
}

/** A long string moves to the next line, except after a short name. */
function property(name: string, value: Code): Code {
  const isString = typeof value === 'string' && /^["']/.test(value);
  return isString && name.length > SHORT_NAME ? group([name, ':', indented([LINE, value])]) : [name, ': ', value];
}

const SHORT_NAME = 2;

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

export function array(items: readonly Code[]): Code {
  if (items.length === 0) return '[]';
  const areObjects = items.length > 1 && items.every(hasSeveralEntries);
  return group(['[', indented([SOFT_LINE, joined(items, [',', LINE])]), LAST_LINE, ']'], areObjects);
}

/** A call whose last argument is an object or a list keeps the other arguments on its first line, if they fit. */
export function call(callee: string, args: readonly Code[]): Code {
  const last = args.at(-1);
  if (last === undefined) return `${callee}()`;
  const all = group([callee, '(', indented([SOFT_LINE, joined(args, [',', LINE])]), LAST_LINE, ')']);
  if (!isExpandable(last)) return all;
  const around = (content: Code): Code => [callee, '(', joined([...args.slice(0, -1), content], ', '), ')'];
  const hugged = around(group(last, true));
  const broken = group([callee, '(', indented([SOFT_LINE, joined(args, [',', LINE])]), LAST_LINE, ')'], true);
  return holdsBreak(last) ? choice(hugged, broken) : choice(group(around(last)), around(brokenObject(last)), broken);
}

export function construct(className: string, args: readonly Code[]): Code {
  return call(`new ${className}`, args);
}

export function constant(name: string, value: Code): Code {
  const isString = typeof value === 'string' && /^["'`]/.test(value);
  return isString && !value.startsWith('`')
    ? [group([`const ${name} =`, indented([LINE, value])]), ';']
    : [`const ${name} = `, value, ';'];
}

export function statement(expression: Code): Code {
  return [expression, ';'];
}

interface GroupLike {
  readonly kind: 'group';
  readonly content: readonly Layout[];
  readonly isBroken: boolean;
}

function isExpandable(code: Code): code is GroupLike {
  return isGroup(code) && (code.content[0] === '{' || code.content[0] === '[');
}

function hasSeveralEntries(code: Code): boolean {
  if (!isGroup(code) || code.content[0] !== '{') return false;
  const inside = code.content[1] as { readonly content: readonly Layout[] };
  return (inside.content[1] as readonly Layout[]).length > 1;
}

function brokenObject(code: Code): Code {
  return isGroup(code) ? { ...code, isBroken: true } : code;
}

function isGroup(code: Code): code is GroupLike {
  return typeof code === 'object' && 'kind' in code && code.kind === 'group';
}
