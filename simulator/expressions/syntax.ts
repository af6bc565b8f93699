import { Position, withoutStrings } from '../../lib/policy';
import { UnknownMember, UnsupportedExpressionError } from './errors';

/** A node of the syntax tree, copied from the memory of the parser. */
export interface Syntax {
  readonly type: string;
  readonly text: string;
  /** The position at which it starts in the parsed text. */
  readonly index: number;
  readonly position: Position;
  /** The named nodes of the grammar, without comments. */
  readonly children: readonly Syntax[];
  /** The keywords, operators, and punctuation. */
  readonly tokens: readonly string[];
  readonly fields: ReadonlyMap<string, Syntax>;
}

/** Returns a required part. */
export function field(syntax: Syntax, name: string): Syntax {
  const found = syntax.fields.get(name);
  if (!found) throw unsupported(syntax, `${words(syntax.type)} in this form is not supported`);
  return found;
}

/** Returns the child of a given type. */
export function childOf(syntax: Syntax, type: string): Syntax | undefined {
  return syntax.children.find((child) => child.type === type);
}

/**
 * Returns the properties of `new { a = 1, b.C }`, whose children are alternating names and values, or values that imply
 * their names.
 */
export function declaratorsIn(syntax: Syntax): { readonly name: string; readonly value: Syntax }[] {
  const result: { name: string; value: Syntax }[] = [];
  const children = [...syntax.children];
  // The tokens between the braces distinguish `a = 1` from `a`: each child is followed by `=` or `,`.
  const marks = syntax.tokens.filter((token) => token === '=' || token === ',');
  while (children.length > 0) {
    const first = children.shift()!;
    if (marks[0] === '=') {
      marks.shift();
      const value = children.shift();
      if (!value) break;
      result.push({ name: first.text, value });
    } else {
      result.push({ name: first.fields.get('name')?.text ?? first.text, value: first });
    }
    if (marks[0] === ',') marks.shift();
  }
  return result;
}

/** Returns the number of nodes: the steps of one evaluation without loops. */
export function sizeOf({ children }: Syntax): number {
  return children.reduce((sum, child) => sum + sizeOf(child), 1);
}

/** Returns the error for an unsupported part of an expression. */
export function unsupported(syntax: Syntax, reason: string, unknown?: UnknownMember): UnsupportedExpressionError {
  const text = withoutStrings(syntax.text).replace(/\s+/g, ' ').trim();
  return new UnsupportedExpressionError(shortened(reason, 300), syntax.position, shortened(text, 80), unknown);
}

/** Shortens a reason, which can quote values that the expression received. */
function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Detects a reference to a named value. The gateway replaces it with its value before it parses the expression. */
export function namedValue(syntax: Syntax): UnsupportedExpressionError | undefined {
  const name = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(syntax.text)?.[1];
  if (name === undefined) return undefined;
  return unsupported(syntax, `the value of the named value ${name} is not known; in quotes it is a string`);
}

/** Returns a node type as words: `query_expression` becomes `query expression`. */
export function words(type: string): string {
  return type.replaceAll('_', ' ');
}
