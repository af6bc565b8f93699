import type { Node, Parser, Tree } from 'web-tree-sitter';
import type { Position } from '../../lib/policy';
import { ExpressionSyntaxError, SyntaxFault, UnsupportedExpressionError } from './errors';
import { repaired } from './repair';
import { missingReturn } from './returns';
import { Syntax } from './syntax';

/** An expression that was read: `@(...)` is one expression, `@{...}` a method's body. */
export interface ParsedExpression {
  readonly kind: 'expression' | 'body';
  readonly syntax: Syntax;
}

/** Deeper than any expression is written, and not so deep that the stack ends. */
const DEEPEST = 200;
/** The lines before the expression within the class that it is parsed in. */
const LINES_BEFORE = 1;

/** @throws ExpressionSyntaxError */
export function parse(parser: Parser, source: string): ParsedExpression {
  return withTree(parser, source, (root) => {
    const [fault] = faultsIn(root, source);
    if (fault) throw new ExpressionSyntaxError(fault.reason, fault.position);
    const parsed = read(root, source);
    const missing = parsed.kind === 'body' ? missingReturn(parsed.syntax, endOf(source)) : undefined;
    if (missing) throw new ExpressionSyntaxError(missing.reason, missing.position);
    return parsed;
  });
}

export function syntaxFaults(parser: Parser, source: string): SyntaxFault[] {
  try {
    return withTree(parser, source, (root) => {
      const faults = faultsIn(root, source);
      if (faults.length > 0) return faults;
      const { kind, syntax } = read(root, source);
      const missing = kind === 'body' ? missingReturn(syntax, endOf(source)) : undefined;
      return missing ? [missing] : [];
    });
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return [{ reason: error.reason, position: error.position }];
    if (error instanceof UnsupportedExpressionError) return [];
    throw error;
  }
}

function withTree<T>(parser: Parser, source: string, use: (root: Node) => T): T {
  const start = { line: 1, column: 1 };
  const isBody = source.startsWith('@{') && source.endsWith('}');
  if (!isBody && !(source.startsWith('@(') && source.endsWith(')'))) {
    throw new ExpressionSyntaxError('an expression stands in @( and ), or in @{ and }', start);
  }
  const inner = source.slice(1);
  if (/^.\s*.$/s.test(inner)) throw new ExpressionSyntaxError('the expression is empty', start);
  // What stands before and after is on lines of its own, so that positions stay and no comment swallows it.
  const tree: Tree | null = parser.parse(
    isBody ? `class C{object E()\n ${inner}\n}` : `class C{object E(){return\n ${inner}\n;}}`,
  );
  if (!tree) throw new ExpressionSyntaxError('it cannot be parsed', start);
  try {
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
}

function endOf(source: string): Position {
  const lines = source.split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length };
}

function positionOf(node: Node, source: string): Position {
  const { row, column } = node.startPosition;
  if (row < LINES_BEFORE) return { line: 1, column: 1 };
  const end = endOf(source);
  return row - LINES_BEFORE >= end.line ? end : { line: row, column: column + 1 };
}

/** The outermost nodes that the grammar could not place, and the tokens that it had to make up. */
function faultsIn(root: Node, source: string): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  if (!root.hasError) return faults;
  const cursor = root.walk();
  for (;;) {
    const node = cursor.currentNode;
    const isEmpty = node.hasError && node.childCount === 0 && node.text === '';
    if (node.isMissing || isEmpty) {
      faults.push({ reason: missing(node), position: positionOf(node, source) });
    } else if (node.isError) {
      faults.push({ reason: unexpected(node), position: positionOf(node, source) });
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
  if (text.startsWith('class C{object E()')) return 'the brackets or quotes do not close';
  return `unexpected '${text.length > 40 ? `${text.slice(0, 39)}…` : text}'`;
}

/** The expression within its class; nothing else may have come in, as with `@(1); } void F() { (2)`. */
function read(root: Node, source: string): ParsedExpression {
  const method = root.namedChild(0)?.childForFieldName('body');
  const body = method?.namedChildCount === 1 ? method.namedChild(0)?.childForFieldName('body') : undefined;
  const misplaced = new ExpressionSyntaxError('the brackets of the expression do not match', { line: 1, column: 1 });
  if (root.namedChildCount !== 1 || !body) throw misplaced;
  if (source.startsWith('@{')) return { kind: 'body', syntax: plain(body, source) };
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  const [only] = statements;
  const expressions = only?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  if (statements.length !== 1 || only.type !== 'return_statement' || expressions.length !== 1) throw misplaced;
  const [expression] = expressions;
  // `return (a) + (b)` is no parenthesis around all.
  if (expression.type !== 'parenthesized_expression') throw misplaced;
  return { kind: 'expression', syntax: plain(expression, source) };
}

interface Building {
  readonly node: Node;
  readonly children: Syntax[];
  readonly tokens: string[];
  readonly fields: Map<string, Syntax>;
  readonly fieldName: string | null;
}

/** Copies the tree; by hand and not by recursion, so that its depth can be told before the stack ends. */
function plain(root: Node, source: string): Syntax {
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
