import type { PolicyElement, PolicyNode } from '../../lib/policy';
import type { Declaration } from './declaration';
import type { DeployedNamedValue } from './deployment';
import { Unresolved } from './value';

export function readNamedValue({ properties, names }: Declaration): DeployedNamedValue {
  const displayName = properties.optionalText('displayName') ?? names[0];
  const isKept =
    properties.value('secret') instanceof Unresolved ||
    properties.flag('secret', false) ||
    properties.value('keyVault') !== undefined;
  return { displayName, value: (isKept ? undefined : properties.knownText('value')) ?? 'unknown' };
}

/**
 * The maximum number of characters that are inserted into a document, which is also its maximum size in API Management,
 * and into all documents.
 */
const LONGEST = 256 * 1024;
const LONGEST_TOGETHER = 64 * 1024 * 1024;

const NAMED_VALUE = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Inserts known named values. They replace text in attributes and text nodes and are never parsed as markup. */
export class NamedValues {
  private readonly values: ReadonlyMap<string, string>;
  /** The number of characters that can still be inserted. */
  private left = LONGEST;
  private leftForAll = LONGEST_TOGETHER;

  constructor(values: readonly DeployedNamedValue[]) {
    this.values = new Map(
      values.flatMap(({ displayName, value }) => (value === 'unknown' ? [] : [[displayName, value] as const])),
    );
  }

  /**
   * Returns the document with named values inserted, or the same object if nothing changes; undefined if the result
   * exceeds the maximum size of a policy.
   */
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

/** Returns the named value that remains in the text because it is a secret or is not declared. */
export function namedValueIn(text: string): string | undefined {
  return new RegExp(NAMED_VALUE.source).exec(text)?.[1];
}
