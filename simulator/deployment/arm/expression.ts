/** An expression of an ARM template, such as `concat('a', parameters('b').c)`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression };

/** Thrown for text that is not an expression. */
export class ExpressionError extends Error {}

const DEEPEST = 100;
/** Azure Resource Manager allows fewer characters. */
const LONGEST = 256 * 1024;
const SPACE = /\s*/y;
const TEXT = /'((?:[^']|'')*)'/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
/** The name of a function, with its namespace if it is defined in the template. */
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?=\s*\()/y;
const PROPERTY = /[\w$-]+/y;

/** Returns whether Azure Resource Manager evaluates the text. */
export function isExpression(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');
}

/** Returns the text that a string stands for if it is not an expression. A second bracket escapes the first one. */
export function literalOf(text: string): string {
  return text.startsWith('[[') ? text.slice(1) : text;
}

const read = new Map<string, Expression>();
const MOST_KEPT = 10_000;

/** Parses a text such as `[parameters('name')]`. */
export function readExpression(text: string): Expression {
  const known = read.get(text);
  if (known) return known;
  const expression = new Parser(text).whole();
  if (read.size >= MOST_KEPT) read.clear();
  read.set(text, expression);
  return expression;
}

class Parser {
  private at = 1;
  private depth = 0;
  private readonly source: string;

  constructor(text: string) {
    if (text.length > LONGEST) throw new ExpressionError(`has ${text.length} characters; the maximum is ${LONGEST}`);
    this.source = text.slice(0, -1);
  }

  whole(): Expression {
    const expression = this.expression();
    this.skipSpace();
    return this.at < this.source.length ? this.fail() : expression;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) throw new ExpressionError(`is nested deeper than ${DEEPEST}`);
    let expression = this.primary();
    for (;;) {
      if (this.takes('.')) {
        const value = this.match(PROPERTY)?.[0] ?? this.fail();
        expression = { kind: 'index', of: expression, key: { kind: 'literal', value } };
      } else if (this.takes('[')) {
        expression = { kind: 'index', of: expression, key: this.expression() };
        if (!this.takes(']')) this.fail();
      } else break;
    }
    this.depth--;
    return expression;
  }

  private primary(): Expression {
    const text = this.match(TEXT)?.[1];
    if (text !== undefined) return { kind: 'literal', value: text.replaceAll("''", "'") };
    const number = this.match(NUMBER)?.[0];
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = this.match(NAME)?.[0] ?? this.fail();
    return { kind: 'call', name: name.toLowerCase(), args: this.args() };
  }

  private args(): Expression[] {
    const args: Expression[] = [];
    this.takes('(');
    if (this.takes(')')) return args;
    do args.push(this.expression());
    while (this.takes(','));
    return this.takes(')') ? args : this.fail();
  }

  private takes(mark: string): boolean {
    this.skipSpace();
    const isNext = this.source.charAt(this.at) === mark;
    if (isNext) this.at++;
    return isNext;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    this.skipSpace();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source) ?? undefined;
    this.at += found?.[0].length ?? 0;
    return found;
  }

  private skipSpace(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.source)?.[0].length ?? 0;
  }

  /** The text is not repeated: a string in it can be a secret. */
  private fail(): never {
    throw new ExpressionError(`cannot be parsed at character ${this.at + 1}`);
  }
}
