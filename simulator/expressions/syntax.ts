import { Position, withoutStrings } from '../../lib/policy';
import { UnsupportedExpressionError } from './errors';

/** A node of the syntax tree: what the parser's tree holds, without the parser's memory. */
export interface Syntax {
  readonly type: string;
  readonly text: string;
  /** Where its text begins, in the text that was parsed. */
  readonly index: number;
  readonly position: Position;
  /** Nodes that have a name of their own in the grammar, without comments. */
  readonly children: readonly Syntax[];
  /** Keywords, operators and punctuation. */
  readonly tokens: readonly string[];
  readonly fields: ReadonlyMap<string, Syntax>;
}

/** A part that must be there. */
export function field(syntax: Syntax, name: string): Syntax {
  const found = syntax.fields.get(name);
  if (!found) throw unsupported(syntax, `${words(syntax.type)} in this form is not supported`);
  return found;
}

/** The child of a given type. */
export function childOf(syntax: Syntax, type: string): Syntax | undefined {
  return syntax.children.find((child) => child.type === type);
}

/** How many nodes it has: what it takes to evaluate it once, if nothing in it is repeated. */
export function sizeOf({ children }: Syntax): number {
  return children.reduce((sum, child) => sum + sizeOf(child), 1);
}

/** Something that is not imitated, with a part of it. */
export function unsupported(syntax: Syntax, reason: string): UnsupportedExpressionError {
  const text = withoutStrings(syntax.text).replace(/\s+/g, ' ').trim();
  return new UnsupportedExpressionError(shortened(reason, 300), syntax.position, shortened(text, 80));
}

/** A reason may quote what the expression was given. */
function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A reference to a named value, which the gateway replaces before it reads the expression, whatever its value is. */
export function namedValue(syntax: Syntax): UnsupportedExpressionError | undefined {
  const name = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(syntax.text)?.[1];
  if (name === undefined) return undefined;
  return unsupported(syntax, `the value of the named value ${name} is not known; in quotes it is a string`);
}

/** `query_expression` as a reader would say it. */
export function words(type: string): string {
  return type.replaceAll('_', ' ');
}
