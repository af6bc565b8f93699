import type { PolicyNode, Position } from './document';
import { segmentsOf } from './expression';

/** An XML entity in a text that is unescaped already: the source has it escaped twice, such as `&amp;lt;`. */
interface TwiceEscaped {
  /** For example, `&lt;`. */
  readonly entity: string;
  /** The start of the text or of the attribute value. */
  readonly position?: Position;
}

/**
 * Returns the entities that the azurerm provider unescapes only on one side when it compares documents: those in texts
 * and attributes, outside expressions. White space does not separate them, because the provider removes it first.
 */
export function twiceEscaped(node: PolicyNode): TwiceEscaped[] {
  if (node.kind === 'comment') return [];
  if (node.kind === 'text') return entitiesIn(node.value, node.position);
  const { attributes, valuePositions = {}, children } = node;
  return [
    ...Object.entries(attributes).flatMap(([name, value]) => entitiesIn(value, valuePositions[name])),
    ...children.flatMap(twiceEscaped),
  ];
}

function entitiesIn(value: string, position: Position | undefined): TwiceEscaped[] {
  if (!value.includes('&')) return [];
  return (segmentsOf(value) ?? []).flatMap((segment) => {
    const entity = segment.kind === 'text' && /&(?:quot|gt|lt|amp);/.exec(segment.value.replace(/[ \t\r\n]/g, ''))?.[0];
    return entity ? [{ entity, position }] : [];
  });
}
