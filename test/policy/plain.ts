import { PolicyNode } from '../../lib/policy';

/** A tree without positions, its attributes in their order. */
export type Plain =
  | { readonly name: string; readonly attributes: readonly (readonly [string, string])[]; readonly children: Plain[] }
  | { readonly text: string }
  | { readonly comment: string };

export function plain(nodes: readonly PolicyNode[]): Plain[] {
  return nodes.map((node) => {
    if (node.kind === 'text') return { text: node.value };
    if (node.kind === 'comment') return { comment: node.value };
    return { name: node.name, attributes: Object.entries(node.attributes), children: plain(node.children) };
  });
}
