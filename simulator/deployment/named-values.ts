import type { PolicyElement, PolicyNode } from '../../lib/policy';
import type { Declaration } from './declaration';
import type { DeployedNamedValue } from './deployment';

export function readNamedValue({ properties, isAzapi, names }: Declaration): DeployedNamedValue {
  const displayName = properties.optionalText(isAzapi ? 'displayName' : 'display_name') ?? names[0];
  const isKept =
    properties.flag('secret', false) || properties.value(isAzapi ? 'keyVault' : 'value_from_key_vault') !== undefined;
  return { displayName, value: (isKept ? undefined : properties.knownText('value')) ?? 'unknown' };
}

/** The most characters that are put into a document, which API Management takes up to this size, and into all. */
const LONGEST = 256 * 1024;
const LONGEST_TOGETHER = 64 * 1024 * 1024;

const NAMED_VALUE = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Puts named values in where they are known: they stand for text in attributes and texts, and are no markup. */
export class NamedValues {
  private readonly values: ReadonlyMap<string, string>;
  /** Characters that may still be put into a document. */
  private left = LONGEST;
  private leftForAll = LONGEST_TOGETHER;

  constructor(values: readonly DeployedNamedValue[]) {
    this.values = new Map(
      values.flatMap(({ displayName, value }) => (value === 'unknown' ? [] : [[displayName, value] as const])),
    );
  }

  /** The document, itself where nothing in it changes; undefined if it grows beyond what a policy may be. */
  putInto(document: PolicyElement): PolicyElement | undefined {
    const most = Math.min(LONGEST, this.leftForAll);
    this.left = most;
    const changed = this.within(document);
    this.leftForAll -= most - this.left;
    return this.left < 0 ? undefined : changed;
  }

  private within(element: PolicyElement): PolicyElement {
    const attributes = Object.entries(element.attributes).map(([name, value]) => [name, this.put(value)] as const);
    const children = element.children.map((child) => this.node(child));
    const isSame =
      attributes.every(([name, value]) => value === element.attributes[name]) &&
      children.every((child, index) => child === element.children[index]);
    return isSame ? element : { ...element, attributes: Object.fromEntries(attributes), children };
  }

  private node(node: PolicyNode): PolicyNode {
    if (node.kind === 'element') return this.within(node);
    if (node.kind !== 'text') return node;
    const value = this.put(node.value);
    return value === node.value ? node : { ...node, value };
  }

  private put(text: string): string {
    if (!text.includes('{{')) return text;
    return text.replace(NAMED_VALUE, (whole, name: string) => {
      const value = this.values.get(name) ?? whole;
      this.left -= value.length;
      return this.left < 0 ? '' : value;
    });
  }
}

/** The named value that still stands in the text: a secret, or none that is declared here. */
export function namedValueIn(text: string): string | undefined {
  return new RegExp(NAMED_VALUE.source).exec(text)?.[1];
}
