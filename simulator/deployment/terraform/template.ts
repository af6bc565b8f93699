/** A supported expression of the Terraform language. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  /** Names separated by dots, parsed as one reference. */
  | { readonly kind: 'reference'; readonly steps: readonly string[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression };

/** Thrown for text that is not an expression, or is not supported. */
export class TemplateError extends Error {}

const DEEPEST = 50;
const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHOLE_NUMBER = /\d+/y;
const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
/** The markers that start a template sequence or an escape. */
const SPECIAL = /\$\$\{|%%\{|\$\{|%\{/g;
const SPECIAL_IN_QUOTES = /\$\$\{|%%\{|\$\{|%\{|\\|"/g;
const LITERALS = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** Returns whether Terraform evaluates the text as a template. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** Parses text that contains `${...}`. */
export function readTemplate(text: string): Expression {
  return plainReference(text) ?? new Parser(text).template();
}

const PLAIN_REFERENCE = /^\$\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+)\}$/;

/** Matches a template that is only `${a.b.c}`, like nearly all templates. */
function plainReference(text: string): Expression | undefined {
  const steps = PLAIN_REFERENCE.exec(text)?.[1]?.split('.');
  return steps && !LITERALS.has(steps[0]) ? { kind: 'reference', steps } : undefined;
}

/** Parses a single expression such as `azurerm_api_management.main.id`. */
export function readExpression(text: string): Expression {
  return new Parser(text).whole();
}

class Parser {
  private at = 0;
  private depth = 0;
  /** The position at which the outermost expression starts. */
  private start = 0;

  constructor(private readonly source: string) {}

  template(): Expression {
    return this.parts(false);
  }

  whole(): Expression {
    const expression = this.expression();
    this.skipSpace();
    if (this.at < this.source.length) this.fail();
    return expression;
  }

  /** Parses alternating text and `${...}`, up to the closing quotation mark inside a quoted string. */
  private parts(isQuoted: boolean): Expression {
    const parts: Expression[] = [];
    let text = '';
    const endText = (): void => {
      if (text !== '') parts.push({ kind: 'literal', value: text });
      text = '';
    };
    for (;;) {
      const special = isQuoted ? SPECIAL_IN_QUOTES : SPECIAL;
      special.lastIndex = this.at;
      const found = special.exec(this.source);
      text += this.source.slice(this.at, found?.index);
      if (!found) {
        if (isQuoted) this.fail('a quotation mark is not closed');
        this.at = this.source.length;
        break;
      }
      const mark = found[0];
      this.at = found.index + mark.length;
      if (mark === '"') break;
      if (mark === '\\') text += this.escape();
      else if (mark === '%{') this.fail('template directives, %{...}, are not supported');
      else if (mark === '${') {
        endText();
        if (!isQuoted) this.start = found.index;
        parts.push(this.interpolation());
      } else text += mark.slice(1);
    }
    endText();
    if (parts.length === 0) return { kind: 'literal', value: '' };
    // `"${x}"` is x itself, whatever its type.
    return parts.length === 1 ? parts[0] : { kind: 'template', parts };
  }

  private escape(): string {
    const char = this.source.charAt(this.at++);
    const digits = char === 'u' ? 4 : char === 'U' ? 8 : 0;
    if (digits > 0) {
      const code = this.source.slice(this.at, this.at + digits);
      this.at += digits;
      if (!/^[\da-f]+$/i.test(code) || parseInt(code, 16) > 0x10ffff) this.fail();
      return String.fromCodePoint(parseInt(code, 16));
    }
    return ESCAPES.get(char) ?? this.fail();
  }

  private interpolation(): Expression {
    const expression = this.expression();
    this.expect('}');
    return expression;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) this.fail(`an expression is nested deeper than ${DEEPEST}`);
    let expression = this.primary();
    for (;;) {
      if (this.takes('.')) expression = { kind: 'index', of: expression, key: this.attribute() };
      else if (this.takes('[')) {
        expression = { kind: 'index', of: expression, key: this.expression() };
        this.expect(']');
      } else break;
    }
    this.depth--;
    return expression;
  }

  private attribute(): Expression {
    const value = this.match(NAME) ?? this.match(WHOLE_NUMBER);
    return value === undefined ? this.fail() : { kind: 'literal', value };
  }

  private primary(): Expression {
    if (this.takes('"')) return this.parts(true);
    if (this.takes('(')) {
      const expression = this.expression();
      this.expect(')');
      return expression;
    }
    if (this.takes('[')) return { kind: 'list', items: this.list(']') };
    if (this.takes('{')) return { kind: 'object', entries: this.entries() };
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = this.match(NAME);
    if (name === undefined) return this.fail();
    const literal = LITERALS.get(name);
    if (literal !== undefined) return { kind: 'literal', value: literal };
    if (this.takes('(')) return { kind: 'call', name, args: this.list(')') };
    return { kind: 'name', name };
  }

  private list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.takes(end)) {
      items.push(this.expression());
      if (this.takes(',')) continue;
      this.expect(end);
      break;
    }
    return items;
  }

  private entries(): (readonly [Expression, Expression])[] {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.takes('}')) {
      const key = this.expression();
      if (!this.takes('=') && !this.takes(':')) this.fail();
      entries.push([key.kind === 'name' ? { kind: 'literal', value: key.name } : key, this.expression()]);
      this.takes(',');
    }
    return entries;
  }

  private takes(mark: string): boolean {
    this.skipSpace();
    if (this.source.charAt(this.at) !== mark) return false;
    this.at++;
    return true;
  }

  private expect(mark: string): void {
    if (!this.takes(mark)) this.fail();
  }

  private match(pattern: RegExp): string | undefined {
    this.skipSpace();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.source)?.[0].length ?? 0;
  }

  private fail(reason = `the expression ${this.excerpt} is not supported`): never {
    throw new TemplateError(reason);
  }

  /** The expression up to its first string: the string and the surrounding text can contain a secret. */
  private get excerpt(): string {
    const [shown] = /^(?:\$\{)?[^"}]*\}?/.exec(this.source.slice(this.start)) ?? [''];
    const rest = this.source.slice(this.start + shown.length);
    const line = shown.replace(/\s+/g, ' ').trim();
    const isWhole = line.length <= LONGEST && !rest.startsWith('"');
    return isWhole ? line : `${line.slice(0, LONGEST).trim()} ...`;
  }
}

const LONGEST = 100;
