import { PolicyElement, PolicyNode } from './document';
import { segmentsOf } from './expression';

const INDENT = '  ';

/** What XML 1.0 allows as a name, without colons and beyond ASCII: policy names need neither. */
const NAME = /^[A-Za-z_][\w.-]*$/;

/** Characters that no XML document may hold, escaped or not: most control characters, and halves of surrogate pairs. */
export const FORBIDDEN_CHARACTERS = /(?![\t\n\r])\p{Cc}(?<![\u007f-\u009f])|[\ufffe\uffff]|\p{Cs}/u;

/**
 * Writes a document, or a run of nodes, as `rawxml`: expressions as they are, all else escaped, indented for reading.
 *
 * Always `"` around attributes: that is how API Management gives them back, and the provider compares the text.
 *
 * @throws if a name or value cannot stand in a policy document.
 */
export function writePolicy(...nodes: readonly PolicyNode[]): string {
  return nodes.map((node) => write(node, '')).join('\n');
}

function write(node: PolicyNode, indent: string): string {
  switch (node.kind) {
    case 'comment':
      if (node.value.includes('--') || node.value.endsWith('-')) {
        throw new Error(`a comment cannot hold two hyphens, or end with one: ${JSON.stringify(node.value)}`);
      }
      return `${indent}<!--${checked(node.value)}-->`;
    case 'text':
      return indent + escaped(node.value, escapeText);
    case 'element':
      return indent + writeElement(node, indent);
  }
}

function writeElement({ name, attributes, children }: PolicyElement, indent: string): string {
  const tag = [
    checkedName(name),
    ...Object.entries(attributes).map(([key, value]) => `${checkedName(key)}="${escaped(value, escapeAttribute)}"`),
  ].join(' ');
  if (children.length === 0) return `<${tag} />`;
  // White space is part of a text, so what stands beside text is not indented.
  const inline = children.some((child) => child.kind === 'text');
  const inner = inline
    ? children.map((child) => write(child, '')).join('')
    : `\n${children.map((child) => write(child, indent + INDENT)).join('\n')}\n${indent}`;
  return `<${tag}>${inner}</${name}>`;
}

function escaped(value: string, escape: (text: string) => string): string {
  const segments = segmentsOf(checked(value));
  if (!segments) throw new Error(`an expression is not closed: ${JSON.stringify(value)}`);
  return segments.map((segment) => (segment.kind === 'text' ? escape(segment.value) : segment.value)).join('');
}

function escapeText(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function escapeAttribute(value: string): string {
  return escapeText(value).replace(/"/g, '&quot;');
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not a name that a policy document can hold`);
  return name;
}

function checked(value: string): string {
  if (FORBIDDEN_CHARACTERS.test(value)) {
    throw new Error(`${JSON.stringify(value)} holds a character that a policy document cannot`);
  }
  return value;
}
