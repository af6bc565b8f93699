import type { PolicyNode } from './document';
import { isExpression, segmentsOf, spacedPiecesOf } from './expression';

/** The white space that the azurerm provider ignores when it compares documents. */
const WHITE_SPACE = /[ \t\r\n]/;

/**
 * Returns the texts with white space that has a meaning, in order: in attributes and texts, and in the strings of
 * expressions. White space between elements, in comments, around an expression and between its tokens is layout.
 */
export function spacedTexts(node: PolicyNode): string[] {
  if (node.kind === 'comment') return [];
  if (node.kind === 'text') return spacedIn(node.value);
  return [...Object.values(node.attributes).flatMap(spacedIn), ...node.children.flatMap(spacedTexts)];
}

function spacedIn(value: string): string[] {
  if (!WHITE_SPACE.test(value)) return [];
  return (segmentsOf(isExpression(value) ? value.trim() : value) ?? [])
    .flatMap((segment) => (segment.kind === 'text' ? [segment.value] : spacedPiecesOf(segment.value)))
    .filter((text) => WHITE_SPACE.test(text));
}
