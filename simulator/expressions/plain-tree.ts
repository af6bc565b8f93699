import { Node } from 'web-tree-sitter';
import type { Position } from '../../lib/policy';
import { UnsupportedExpressionError } from './errors';
import { repaired } from './repair';
import { Syntax } from './syntax';
import { endOf, positionOf } from './syntax-faults';

/** The maximum nesting depth: deeper than any real expression, but not deep enough to overflow the stack. */
const DEEPEST = 200;
/** The maximum number of parts: more than fit into a policy. */
const MOST_PARTS = 100_000;

interface Building {
  readonly node: Node;
  readonly children: Syntax[];
  readonly tokens: string[];
  readonly fields: Map<string, Syntax>;
  readonly fieldName: string | null;
}

/** Copies the tree without recursion, so that excessive depth is detected before the stack overflows. */
export function plain(root: Node, source: string): Syntax {
  const cursor = root.walk();
  const open: Building[] = [];
  const end = endOf(source);
  let parts = 0;
  const begin = (): void => {
    const node = cursor.currentNode;
    const refuse = (why: string): never => {
      throw new UnsupportedExpressionError(why, positionOf(node, end), node.text.slice(0, 20));
    };
    if (open.length > DEEPEST) refuse(`it is nested more than ${DEEPEST} levels deep`);
    if (++parts > MOST_PARTS) refuse(`it has more than ${MOST_PARTS.toLocaleString('en')} parts`);
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
        const syntax = finish(done, end);
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

function finish({ node, children, tokens, fields }: Building, end: Position): Syntax {
  const { type, text, startIndex: index } = node;
  return repaired({ type, text, index, position: positionOf(node, end), children, tokens, fields });
}

function add(parent: Building, { node, fieldName }: Building, syntax: Syntax): void {
  if (node.type === 'comment') return;
  // The keywords `this` and `base` are operands, although the grammar does not name them.
  if (node.isNamed || node.type === 'this' || node.type === 'base') parent.children.push(syntax);
  else parent.tokens.push(node.type);
  if (fieldName && !parent.fields.has(fieldName)) parent.fields.set(fieldName, syntax);
}
