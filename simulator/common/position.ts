import type { Position } from '../../lib/policy';

/** Converts a position in a value to a position in the document. */
export function within(start: Position, position: Position): Position {
  return position.line === 1
    ? { line: start.line, column: start.column + position.column - 1 }
    : { line: start.line + position.line - 1, column: position.column };
}
