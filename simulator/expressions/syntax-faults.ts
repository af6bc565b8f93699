import { Node } from 'web-tree-sitter';
import { Position, withoutStrings } from '../../lib/policy';
import { SyntaxFault } from './errors';

/** The number of lines before the expression in the class that surrounds it for parsing. */
const LINES_BEFORE = 1;

export function endOf(source: string): Position {
  const lines = source.split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length };
}

/** @param end - the end of the source */
export function positionOf(node: Node, end: Position): Position {
  const { row, column } = node.startPosition;
  if (row < LINES_BEFORE) return { line: 1, column: 1 };
  return row - LINES_BEFORE >= end.line ? end : { line: row, column: column + 1 };
}

/** Returns the outermost nodes that the grammar could not parse, and the tokens that it had to insert. */
export function faultsIn(root: Node, source: string): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  if (!root.hasError) return faults;
  const end = endOf(source);
  const cursor = root.walk();
  for (;;) {
    const node = cursor.currentNode;
    const isEmpty = node.hasError && node.childCount === 0 && node.text === '';
    if (node.isMissing || isEmpty) {
      faults.push({ reason: missing(node), position: positionOf(node, end) });
    } else if (node.isError) {
      faults.push({ reason: unexpected(node), position: positionOf(node, end) });
    } else if (node.hasError && cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return faults.length > 0 ? faults : [{ reason: 'it is not C#', position: { line: 1, column: 1 } }];
      }
    }
  }
}

function missing(node: Node): string {
  return node.type.includes('identifier') ? 'an expression is missing' : `'${node.type}' is missing`;
}

function unexpected(node: Node): string {
  const text = node.text.replace(/\s+/g, ' ').trim();
  if (text.startsWith('class C{object E()')) return 'a bracket or quotation mark is not closed';
  const shown = withoutStrings(text);
  return `unexpected '${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}'`;
}
