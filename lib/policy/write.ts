import { DEEPEST, PolicyElement, PolicyNode, PolicyText, Position, text } from './document';
import { rawValue } from './value';
import { indexOfForbidden, isWhiteSpace, NAME } from './xml';

const INDENT = '  ';
const WHOLE_NAME = new RegExp(`^(?:${NAME.source})$`);

/**
 * Writes a document or a sequence of nodes in `rawxml` format: with literal expressions and everything else escaped,
 * indented for readability.
 *
 * Attributes are always in double quotes, because API Management returns them this way and the provider compares the
 * text.
 *
 * @throws Error if a name or value is not allowed in a policy document, or would be read differently.
 */
export function writePolicy(...nodes: readonly PolicyNode[]): string {
  const run = joinTexts(nodes);
  return run.map((node) => write(node, 0)).join(holdsText(run) ? '' : '\n');
}

function write(node: PolicyNode, depth: number): string {
  switch (node.kind) {
    case 'comment':
      return writeComment(node.value);
    case 'text':
      return writeText(node);
    case 'element':
      return writeElement(node, depth);
  }
}

function writeComment(value: string): string {
  if (value.includes('--') || value.endsWith('-')) {
    throw new Error('a comment cannot contain two consecutive hyphens or end with a hyphen');
  }
  return `<!--${checked(value, () => 'a comment')}-->`;
}

function writeText({ value, position }: PolicyText): string {
  const where = (): string => `${at(position)}a text`;
  if (isWhiteSpace(value)) throw new Error(`${where()} that is only white space would be read as layout`);
  return written(value, '<', where);
}

function writeElement({ name, attributes, children, valuePositions = {} }: PolicyElement, depth: number): string {
  if (depth >= DEEPEST) throw new Error(`elements are nested deeper than ${DEEPEST}`);
  let tag = checkedName(name);
  for (const [key, value] of Object.entries(attributes)) {
    const where = (): string => `${at(valuePositions[key])}the attribute ${key} of <${name}>`;
    tag += ` ${checkedName(key)}="${written(value, '"', where)}"`;
  }
  const run = joinTexts(children);
  if (run.length === 0) return `<${tag} />`;
  // White space is part of a text, so nodes next to text are not indented.
  const indent = holdsText(run) ? '' : `\n${INDENT.repeat(depth)}`;
  const childIndent = indent && indent + INDENT;
  let inner = '';
  for (const child of run) inner += childIndent + write(child, depth + 1);
  return `<${tag}>${inner}${indent}</${name}>`;
}

/** Joins adjacent texts, which are one text in the document, and drops empty texts. */
function joinTexts(nodes: readonly PolicyNode[]): PolicyNode[] {
  const joined: PolicyNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.kind === 'text' && node.value === '') continue;
    if (node.kind === 'text' && last?.kind === 'text') joined.splice(-1, 1, text(last.value + node.value));
    else joined.push(node);
  }
  return joined;
}

function holdsText(nodes: readonly PolicyNode[]): boolean {
  return nodes.some((node) => node.kind === 'text');
}

function checkedName(name: string): string {
  if (!WHOLE_NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not a valid name in a policy document`);
  return name;
}

/** Returns a value in source form. Errors report only its location, because a value may be a secret. */
function written(value: string, end: '"' | '<', where: () => string): string {
  const raw = rawValue(checked(value, where), end);
  if ('fault' in raw) throw new Error(`${where()} ${raw.fault}`);
  return raw.text;
}

function checked(value: string, where: () => string): string {
  if (indexOfForbidden(value) !== undefined)
    throw new Error(`${where()} contains a character that is not allowed in a policy document`);
  return value;
}

function at(position: Position | undefined): string {
  return position ? `line ${position.line}, column ${position.column}: ` : '';
}
