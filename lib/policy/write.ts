import { DEEPEST, PolicyElement, PolicyNode, PolicyText, Position, text } from './document';
import { rawValue } from './value';
import { indexOfForbidden, isWhiteSpace, NAME } from './xml';

const INDENT = '  ';
const WHOLE_NAME = new RegExp(`^(?:${NAME.source})$`);

/**
 * Writes a document, or a run of nodes, as `rawxml`: expressions as they are, all else escaped, indented for reading.
 *
 * Always `"` around attributes: that is how API Management gives them back, and the provider compares the text.
 *
 * @throws if a name or value cannot stand in a policy document, or would be read as another one.
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
    throw new Error('a comment cannot hold two hyphens, or end with one');
  }
  return `<!--${checked(value, () => 'a comment')}-->`;
}

function writeText({ value, position }: PolicyText): string {
  const where = (): string => `${at(position)}a text`;
  if (isWhiteSpace(value)) throw new Error(`${where()} of white space alone would be read as layout`);
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
  // White space is part of a text, so what stands beside text is not indented.
  const indent = holdsText(run) ? '' : `\n${INDENT.repeat(depth)}`;
  const childIndent = indent && indent + INDENT;
  let inner = '';
  for (const child of run) inner += childIndent + write(child, depth + 1);
  return `<${tag}>${inner}${indent}</${name}>`;
}

/** Texts side by side are one text in the document, and an empty one is none. */
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
  if (!WHOLE_NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not a name that a policy document can hold`);
  return name;
}

/** A value may be a secret: what is wrong with it is told by its place. */
function written(value: string, end: '"' | '<', where: () => string): string {
  const raw = rawValue(checked(value, where), end);
  if ('fault' in raw) throw new Error(`${where()} ${raw.fault}`);
  return raw.text;
}

function checked(value: string, where: () => string): string {
  if (indexOfForbidden(value) !== undefined)
    throw new Error(`${where()} holds a character that a policy document cannot`);
  return value;
}

function at(position: Position | undefined): string {
  return position ? `line ${position.line}, column ${position.column}: ` : '';
}
