import type { Position } from '../../lib/policy';

/** A position in a value, as one in the document. */
export function within(start: Position, position: Position): Position {
  return position.line === 1
    ? { line: start.line, column: start.column + position.column - 1 }
    : { line: start.line + position.line - 1, column: position.column };
}
