/**
 * A policy document as a tree.
 *
 * Values (attributes and texts) are unescaped, as API Management reads them: an expression, `@(...)` or `@{...}`,
 * contains its literal C#.
 */
export type PolicyNode = PolicyElement | PolicyText | PolicyComment;

export interface PolicyElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PolicyNode[];
  /** The position in the source, if the text was read from one. */
  readonly position?: Position;
  /** The start of each attribute value, if the element was read from a source. */
  readonly valuePositions?: Readonly<Record<string, Position>>;
}

export interface PolicyText {
  readonly kind: 'text';
  readonly value: string;
  /** The start of the element, if it was read from a source. */
  readonly position?: Position;
}

interface PolicyComment {
  readonly kind: 'comment';
  readonly value: string;
}

/** A line and column, starting at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The maximum nesting depth of elements. */
export const DEEPEST = 100;

/** The sections of a policy document, in order. */
export const SECTIONS = ['inbound', 'backend', 'outbound', 'on-error'] as const;
export type Section = (typeof SECTIONS)[number];

/** Creates an element. Undefined attributes are omitted. */
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

/** Creates a whole document. An omitted section contains `<base />`. */
export function policies(sections: Partial<Record<Section, readonly PolicyNode[]>>): PolicyElement {
  return element('policies', {}, ...SECTIONS.map((section) => element(section, {}, ...(sections[section] ?? [BASE]))));
}

/** Returns the elements and all their descendants. */
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

/** Returns the direct child elements. */
export function childElements(node: PolicyElement): PolicyElement[] {
  return node.children.filter((child) => child.kind === 'element');
}
