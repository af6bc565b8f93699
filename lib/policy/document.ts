/**
 * A policy document as a tree.
 *
 * Values (attributes and texts) stand as API Management reads them: nothing is escaped, and an expression, `@(...)` or
 * `@{...}`, is the C# that it holds.
 */
export type PolicyNode = PolicyElement | PolicyText | PolicyComment;

export interface PolicyElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PolicyNode[];
  /** Where it stood, if it was read. */
  readonly position?: Position;
  /** Where the value of each attribute begins, if it was read. */
  readonly valuePositions?: Readonly<Record<string, Position>>;
}

export interface PolicyText {
  readonly kind: 'text';
  readonly value: string;
  /** Where it begins, if it was read. */
  readonly position?: Position;
}

interface PolicyComment {
  readonly kind: 'comment';
  readonly value: string;
}

/** Line and column, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** No element is nested deeper than this. */
export const DEEPEST = 100;

/** The sections of a policy document, in their order. */
export const SECTIONS = ['inbound', 'backend', 'outbound', 'on-error'] as const;
export type Section = (typeof SECTIONS)[number];

/** An element; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly PolicyNode[]
): PolicyElement {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as const],
  );
  return { kind: 'element', name, attributes: Object.fromEntries(given), children };
}

export function text(value: string): PolicyText {
  return { kind: 'text', value };
}

/** `<base />`: the policies of the broader scopes. */
export const BASE = element('base');

/** A whole document; a section that is left out holds `<base />`. */
export function policies(sections: Partial<Record<Section, readonly PolicyNode[]>>): PolicyElement {
  return element('policies', {}, ...SECTIONS.map((section) => element(section, {}, ...(sections[section] ?? [BASE]))));
}

/** The element and all elements below it. */
export function elementsOf(nodes: readonly PolicyNode[]): PolicyElement[] {
  const elements: PolicyElement[] = [];
  const collect = (node: PolicyNode): void => {
    if (node.kind !== 'element') return;
    elements.push(node);
    node.children.forEach(collect);
  };
  nodes.forEach(collect);
  return elements;
}

/** The elements directly below. */
export function childElements(node: PolicyElement): PolicyElement[] {
  return node.children.filter((child) => child.kind === 'element');
}
