import { Node } from 'web-tree-sitter';
import { UnsupportedExpressionError } from './errors';
import { repaired } from './repair';
import { Syntax } from './syntax';
import { positionOf } from './syntax-faults';

/** Deeper than any expression is written, and not so deep that the stack ends. */
const DEEPEST = 200;

interface Building {
  readonly node: Node;
  readonly children: Syntax[];
  readonly tokens: string[];
  readonly fields: Map<string, Syntax>;
  readonly fieldName: string | null;
}

/** Copies the tree; by hand and not by recursion, so that its depth can be told before the stack ends. */
export function plain(root: Node, source: string): Syntax {
  const cursor = root.walk();
  const open: Building[] = [];
  const begin = (): void => {
    const node = cursor.currentNode;
    if (open.length > DEEPEST) {
      throw new UnsupportedExpressionError(
        `it is nested more than ${DEEPEST} levels deep`,
        positionOf(node, source),
        node.text.slice(0, 20),
      );
    }
    open.push({ node, children: [], tokens: [], fields: new Map(), fieldName: cursor.currentFieldName });
  };
  try {
    begin();
    for (;;) {
      if (cursor.gotoFirstChild()) {
        begin();
        continue;
      }
      for (;;) {
        const done = open.pop()!;
        const syntax = finish(done, source);
        const parent = open[open.length - 1];
        if (!parent) return syntax;
        add(parent, done, syntax);
        if (cursor.gotoNextSibling()) {
          begin();
          break;
        }
        cursor.gotoParent();
      }
    }
  } finally {
    cursor.delete();
  }
}

function finish({ node, children, tokens, fields }: Building, source: string): Syntax {
  const { type, text, startIndex: index } = node;
  return repaired({ type, text, index, position: positionOf(node, source), children, tokens, fields });
}

function add(parent: Building, { node, fieldName }: Building, syntax: Syntax): void {
  if (node.type === 'comment') return;
  if (!node.isNamed) parent.tokens.push(node.type);
  else parent.children.push(syntax);
  if (fieldName && !parent.fields.has(fieldName)) parent.fields.set(fieldName, syntax);
}
