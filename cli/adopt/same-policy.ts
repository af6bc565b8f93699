import { childElements, type PolicyElement, type PolicyNode, type PolicyText } from '../../lib/policy';

/**
 * Returns whether API Management does the same with both: comments and the order of attributes make no difference, nor
 * does an attribute with its default value.
 */
export function arePoliciesEqual(one: readonly PolicyNode[], other: readonly PolicyNode[]): boolean {
  const [ones, others] = [one, other].map((nodes) => nodes.filter(({ kind }) => kind !== 'comment'));
  return ones.length === others.length && ones.every((node, index) => isEqual(node, others[index]));
}

function isEqual(one: PolicyNode, other: PolicyNode): boolean {
  if (one.kind !== 'element' || other.kind !== 'element') {
    return one.kind === other.kind && (one as PolicyText).value === (other as PolicyText).value;
  }
  if (one.name !== other.name) return false;
  const [ones, others] = [attributesOf(one), attributesOf(other)];
  const names = Object.keys(ones);
  const areEqual = names.length === Object.keys(others).length && names.every((name) => ones[name] === others[name]);
  return areEqual && arePoliciesEqual(one.children, other.children);
}

/** The attributes, without a default and with numbers and booleans in one form. */
function attributesOf({ name, attributes }: PolicyElement): Readonly<Record<string, string>> {
  if (name !== 'retry' && name !== 'forward-request') return attributes;
  const entries = Object.entries(attributes).map(([key, value]): [string, string] => [key, plain(key, value)]);
  return Object.fromEntries(entries.filter(([key, value]) => DEFAULTS[key] !== value));
}

const DEFAULTS: Readonly<Record<string, string>> = {
  'first-fast-retry': 'false',
  'fail-on-error-status-code': 'false',
  'follow-redirects': 'false',
};

function plain(name: string, value: string): string {
  if (name === 'condition') return value;
  const text = value.trim();
  return /^\d{1,9}$/.test(text) ? String(Number(text)) : /^(?:true|false)$/i.test(text) ? text.toLowerCase() : value;
}

/** Returns the nodes of a section; undefined if the document does not have exactly one. */
export function sectionIn(document: PolicyElement, name: string): readonly PolicyNode[] | undefined {
  const sections = childElements(document).filter((child) => child.name === name);
  return sections.length === 1 ? sections[0].children : undefined;
}
