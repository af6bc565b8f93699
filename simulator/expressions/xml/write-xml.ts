import { budget } from '../budget';
import { Unsupported } from '../errors';
import { XAttributeValue, XElementValue, XMarkupValue, XML, XNodeValue, XObjectValue, XTextValue } from './tree';

/** .NET writes the line endings of the gateway's operating system, which is Windows. */
const LINE_END = '\r\n';

type Prefixes = ReadonlyMap<string, string>;

/** Returns the result of `ToString()` of a node or an attribute. */
export function writeXml(node: XObjectValue, isIndented = true): string {
  const parts: string[] = [];
  const add = (part: string): void => {
    budget.text(part.length);
    budget.spend(1);
    parts.push(part);
  };
  const prefixes = new Map([['xml', XML]]);
  if (node instanceof XAttributeValue) add(`${attributeName(node, prefixes)}="${escapedAttribute(node.value)}"`);
  else write(node as XNodeValue, prefixes, isIndented ? 0 : undefined, add);
  return parts.join('');
}

/** @param level - the level of indentation; undefined if the node stays on one line */
function write(node: XNodeValue, prefixes: Prefixes, level: number | undefined, add: (part: string) => void): void {
  if (node instanceof XTextValue)
    return add(withLineEnds(node.isCData ? `<![CDATA[${node.value}]]>` : escapedText(node.value)));
  if (node instanceof XMarkupValue)
    return add(withLineEnds(node.kind === 'comment' ? `<!--${node.text}-->` : `<?${node.text}?>`));
  if (node instanceof XElementValue) return writeElement(node, prefixes, level, add);
  for (const [index, child] of node.nodes.entries()) {
    if (index > 0 && level !== undefined) add(LINE_END);
    write(child, prefixes, level, add);
  }
}

function writeElement(
  element: XElementValue,
  outer: Prefixes,
  level: number | undefined,
  add: (part: string) => void,
): void {
  const prefixes = new Map(outer);
  for (const attribute of element.attributes) {
    if (attribute.prefix !== undefined) prefixes.set(attribute.prefix, attribute.value);
  }
  const { namespace, local } = element.name;
  const prefix = [...prefixes].reverse().find(([, one]) => one === namespace)?.[0];
  const isDeclared = prefix !== undefined || (namespace === '' && (prefixes.get('') ?? '') === '');
  const added = isDeclared ? undefined : (prefixAround(element, namespace) ?? '');
  if (added !== undefined) prefixes.set(added, namespace);
  const own = prefix ?? added;
  const name = own ? `${own}:${local}` : local;
  add(`<${name}`);
  for (const attribute of element.attributes)
    add(` ${attributeName(attribute, prefixes)}="${escapedAttribute(attribute.value)}"`);
  if (added !== undefined) add(` xmlns${added === '' ? '' : `:${added}`}="${escapedAttribute(namespace)}"`);
  if (element.isEmpty) return add(' />');
  add('>');
  // Text among the elements makes white space significant.
  const isMixed = level === undefined || element.nodes.some((node) => node instanceof XTextValue);
  for (const child of element.nodes) {
    if (!isMixed) add(LINE_END + '  '.repeat(level + 1));
    write(child, prefixes, isMixed ? undefined : level + 1, add);
  }
  if (!isMixed && element.nodes.length > 0) add(LINE_END + '  '.repeat(level));
  add(`</${name}>`);
}

/** Returns the prefix that an element around the written one declares for a namespace. */
function prefixAround({ parent }: XElementValue, namespace: string): string | undefined {
  for (let at = parent; at instanceof XElementValue; at = at.parent) {
    const found = [...at.attributes].reverse().find(({ prefix, value }) => prefix !== undefined && value === namespace);
    if (found) return found.prefix;
  }
  return undefined;
}

function attributeName({ name, prefix }: XAttributeValue, prefixes: Prefixes): string {
  if (prefix !== undefined) return prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  if (name.namespace === '') return name.local;
  const found = [...prefixes].reverse().find(([one, namespace]) => one !== '' && namespace === name.namespace);
  if (!found) throw new Unsupported(`the attribute ${name.local} in a namespace without a prefix is not supported`);
  return `${found[0]}:${name.local}`;
}

function escapedText(text: string): string {
  return text.replace(/[&<>]/g, (char) => ESCAPES[char]);
}

/** .NET writes each line end in a text as its own. */
function withLineEnds(text: string): string {
  return text.replace(/\r\n?|\n/g, LINE_END);
}

function escapedAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (char) => ESCAPES[char]);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
