import {
  BASE,
  type PolicyElement,
  type PolicyNode,
  readPolicyNodes,
  SECTIONS,
  type Section,
  writePolicy,
} from '../../lib/policy';
import { arePoliciesEqual, sectionIn } from './same-policy';

/** The policies of a document besides those that a construct writes. */
export type Extra = Partial<Record<Section, readonly PolicyNode[]>>;

export function isElement(node: PolicyNode | undefined, name: string): node is PolicyElement {
  return node?.kind === 'element' && node.name === name;
}

/** Returns the policies after `<base />`, or all of them; undefined if the document has no such section. */
export function afterBase(document: PolicyElement, section: Section): readonly PolicyNode[] | undefined {
  const nodes = sectionIn(document, section);
  return nodes?.filter((node) => !isBase(node));
}

export function isBase(node: PolicyNode): boolean {
  return isElement(node, BASE.name);
}

/** Returns the sections that contain policies. */
export function filled(extra: Extra): Extra {
  const entries = SECTIONS.flatMap((section) => {
    const nodes = extra[section];
    return nodes === undefined || nodes.length === 0 ? [] : [[section, nodes] as const];
  });
  return Object.fromEntries(entries);
}

/** Returns the text of policies; undefined if no text is read as these policies again. */
export function textOf(nodes: readonly PolicyNode[]): string | undefined {
  try {
    const text = writePolicy(...nodes);
    const isStray = nodes.some(({ kind }) => kind === 'text');
    return !isStray && arePoliciesEqual(readPolicyNodes(text), nodes) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the sections whose policies can be written; a construct adds what these elements contain. */
export function writable(extra: Extra): Extra {
  const entries = Object.entries(filled(extra)).filter(([, nodes]) => {
    const isReserved = nodes.some((node) => node.kind === 'element' && RESERVED.has(node.name));
    return !isReserved && textOf(nodes) !== undefined;
  });
  return Object.fromEntries(entries);
}

const RESERVED: ReadonlySet<string> = new Set(['base', 'policies', ...SECTIONS]);
