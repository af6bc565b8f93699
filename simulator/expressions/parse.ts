import type { Node, Parser, Tree } from 'web-tree-sitter';
import { unassignedUses } from './assigned';
import { ExpressionSyntaxError, SyntaxFault, UnsupportedExpressionError } from './errors';
import { withoutFalseCasts } from './false-casts';
import { missingReturn, missingReturnsWithin } from './returns';
import { Syntax } from './syntax';
import { plain } from './plain-tree';
import { faultsIn, endOf } from './syntax-faults';

/** A parsed expression: `@(...)` is one expression, and `@{...}` is the body of a method. */
export interface ParsedExpression {
  readonly kind: 'expression' | 'body';
  readonly syntax: Syntax;
}

/** @throws ExpressionSyntaxError */
export function parse(parser: Parser, source: string): ParsedExpression {
  return withTree(parser, source, (root) => {
    const [fault] = faultsIn(root, source);
    if (fault) throw faulty(fault);
    const parsed = read(root, source);
    const [flow] = flowFaults(parsed, source);
    if (flow) throw faulty(flow);
    return parsed;
  });
}

/** @throws ExpressionSyntaxError */
export function syntaxFaults(parser: Parser, source: string): SyntaxFault[] {
  return withTree(parser, source, (root) => {
    const faults = faultsIn(root, source);
    return faults.length > 0 ? faults : flowFaults(read(root, source), source);
  });
}

/** Returns the faults that depend on the order of execution: paths without a value, and variables without one. */
function flowFaults({ kind, syntax }: ParsedExpression, source: string): SyntaxFault[] {
  const missing = kind === 'body' ? missingReturn(syntax, endOf(source)) : undefined;
  const faults = [...missingReturnsWithin(syntax), ...unassignedUses(syntax)];
  return missing ? [missing, ...faults] : faults;
}

function faulty({ reason, position }: SyntaxFault): ExpressionSyntaxError {
  return new ExpressionSyntaxError(reason, position);
}

/** The maximum size of a policy document in API Management. */
const LONGEST = 256 * 1024;

function withTree<T>(parser: Parser, source: string, use: (root: Node) => T): T {
  const start = { line: 1, column: 1 };
  const isBody = source.startsWith('@{') && source.endsWith('}');
  if (!isBody && !(source.startsWith('@(') && source.endsWith(')'))) {
    throw new ExpressionSyntaxError('an expression must be enclosed in @( and ), or in @{ and }', start);
  }
  if (source.length > LONGEST) {
    const lengths = [source.length, LONGEST].map((length) => length.toLocaleString('en'));
    const reason = `it has ${lengths[0]} characters; the maximum is ${lengths[1]}`;
    throw new UnsupportedExpressionError(reason, start, source.slice(0, 20));
  }
  const inner = source.slice(1);
  if (/^.\s*.$/s.test(inner)) throw new ExpressionSyntaxError('the expression is empty', start);
  // The surrounding code is on separate lines, so that positions are kept and a comment cannot hide it.
  const text = isBody ? `class C{object E()\n ${inner}\n}` : `class C{object E(){return\n ${inner}\n;}}`;
  const tree = treeOf(parser, text);
  if (!tree) throw new ExpressionSyntaxError('it cannot be parsed', start);
  try {
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
}

function treeOf(parser: Parser, text: string): Tree | null {
  const tree = parser.parse(text);
  const changed = tree ? withoutFalseCasts(text, tree.rootNode) : undefined;
  if (!tree || changed === undefined) return tree;
  tree.delete();
  return treeOf(parser, changed);
}

function misplaced(): ExpressionSyntaxError {
  return new ExpressionSyntaxError('the brackets of the expression do not match', { line: 1, column: 1 });
}

/** Returns the expression in its class. Rejects additional code, for example `@(1); } void F() { (2)`. */
function read(root: Node, source: string): ParsedExpression {
  const method = root.namedChild(0)?.childForFieldName('body');
  const body = method?.namedChildCount === 1 ? method.namedChild(0)?.childForFieldName('body') : undefined;
  if (root.namedChildCount !== 1 || !body) throw misplaced();
  if (source.startsWith('@{')) return { kind: 'body', syntax: plain(body, source) };
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  const [only] = statements;
  const expressions = only?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  if (statements.length !== 1 || only.type !== 'return_statement' || expressions.length !== 1) throw misplaced();
  const [expression] = expressions;
  // `return (a) + (b)` is not one parenthesized expression.
  if (expression.type !== 'parenthesized_expression') throw misplaced();
  return { kind: 'expression', syntax: plain(expression, source) };
}
