import type { BinaryOperator, Expression } from './expression';
import { ForParser } from './for-parser';
import { heredoc } from './heredoc';
import { Scanner } from './scanner';
import { TemplateParser } from './template-parser';

/** The precedence of each operator; the highest binds most tightly. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ...['==', '!='].map((operator) => [operator, 3] as const),
  ...['<', '<=', '>', '>='].map((operator) => [operator, 4] as const),
  ...['+', '-'].map((operator) => [operator, 5] as const),
  ...['*', '/', '%'].map((operator) => [operator, 6] as const),
]);
const OPERATOR = /\|\||&&|[=!<>]=|[<>+\-*/%]/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHOLE_NUMBER = /\d+/y;
/** A name that is the key itself, and not a reference. */
const PLAIN_KEY = /[\p{ID_Start}_][\p{ID_Continue}-]*(?=\s*(?:=(?![=>])|:(?!:)))/uy;
const ALL = /\*\s*\]/y;
const LITERALS = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ITEM: Expression = { kind: 'item' };

/** Parses expressions and templates of the Terraform language. */
export class Parser {
  private readonly scanner: Scanner;
  private readonly templates: TemplateParser;
  private readonly loops: ForParser;

  constructor(source: string) {
    this.scanner = new Scanner(source);
    const expression = (): Expression => this.expression();
    this.loops = new ForParser(this.scanner, expression);
    this.templates = new TemplateParser(this.scanner, expression, this.loops);
  }

  /** Parses the whole text as a template. */
  template(): Expression {
    return this.templates.whole();
  }

  private heredoc(isIndented: boolean): Expression {
    return isIndented ? this.templates.indented() : this.templates.whole();
  }

  /** Parses the whole text as an expression. */
  whole(): Expression {
    const expression = this.expression();
    this.scanner.skipSpace();
    return this.scanner.isAtEnd ? expression : this.scanner.fail();
  }

  private expression(): Expression {
    return this.scanner.deeper(() => {
      const condition = this.binary(1);
      if (!this.scanner.takes('?')) return condition;
      const then = this.expression();
      this.scanner.expect(':');
      return { kind: 'conditional', condition, then, otherwise: this.expression() };
    });
  }

  /** Parses operators that bind at least as tightly as the precedence. */
  private binary(precedence: number): Expression {
    let left = this.unary();
    for (;;) {
      const before = this.scanner.at;
      const operator = this.scanner.match(OPERATOR) as BinaryOperator | undefined;
      const found = PRECEDENCE.get(operator ?? '') ?? 0;
      if (operator === undefined || found < precedence) {
        this.scanner.at = before;
        return left;
      }
      left = { kind: 'binary', operator, left, right: this.binary(found + 1) };
    }
  }

  private unary(): Expression {
    const operator = (['!', '-'] as const).find((mark) => this.scanner.takes(mark));
    if (operator === undefined) return this.withSteps(this.primary());
    return this.scanner.deeper(() => ({ kind: 'unary', operator, operand: this.unary() }));
  }

  private withSteps(of: Expression, isAttributesOnly = false): Expression {
    let expression = of;
    for (;;) {
      if (this.scanner.isBefore('...')) return expression;
      if (this.scanner.takes('.')) {
        if (this.scanner.takes('*')) {
          expression = { kind: 'splat', of: expression, each: this.withSteps(ITEM, true) };
        } else expression = { kind: 'index', of: expression, key: this.attribute() };
      } else if (!isAttributesOnly && this.scanner.takes('[')) {
        if (this.scanner.match(ALL) !== undefined) {
          expression = { kind: 'splat', of: expression, each: this.withSteps(ITEM) };
        } else expression = { kind: 'index', of: expression, key: this.upTo(']') };
      } else return expression;
    }
  }

  private attribute(): Expression {
    const name = this.scanner.name();
    if (name !== undefined) return { kind: 'literal', value: name };
    const number = this.scanner.match(WHOLE_NUMBER);
    return number === undefined ? this.scanner.fail() : { kind: 'literal', value: Number(number) };
  }

  private primary(): Expression {
    const { scanner } = this;
    if (scanner.takes('"')) return scanner.within(false, () => this.templates.quoted());
    if (scanner.takes('(')) return this.upTo(')');
    if (scanner.takes('[')) return scanner.within(false, () => this.loops.list() ?? this.list());
    if (scanner.takes('{')) return scanner.within(false, () => this.loops.object() ?? this.object());
    if (scanner.isBefore('<<')) return heredoc(scanner, (text, isIndented) => new Parser(text).heredoc(isIndented));
    const number = scanner.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: this.exact(number) };
    return this.named(scanner.name() ?? scanner.fail());
  }

  /** A number that a double cannot represent would be another number. */
  private exact(text: string): number {
    const value = Number(text);
    const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : text.replace(/e.*/i, '').length <= 16;
    return isExact ? value : this.scanner.fail(`the number ${text.slice(0, 40)} has too many digits`);
  }

  private named(name: string): Expression {
    const literal = LITERALS.get(name);
    if (literal !== undefined) return { kind: 'literal', value: literal };
    let called = name;
    while (this.scanner.takes('::')) called += `::${this.scanner.name() ?? this.scanner.fail()}`;
    if (this.scanner.takes('(')) return this.scanner.within(false, () => this.call(called));
    return called === name ? { kind: 'name', name } : this.scanner.fail();
  }

  private call(name: string): Expression {
    const args: Expression[] = [];
    while (!this.scanner.takes(')')) {
      args.push(this.expression());
      if (this.scanner.takes('...')) {
        this.scanner.takes(',');
        this.scanner.expect(')');
        return { kind: 'call', name, args, isExpanded: true };
      }
      if (this.scanner.takes(',')) continue;
      this.scanner.expect(')');
      break;
    }
    return { kind: 'call', name, args, isExpanded: false };
  }

  private list(): Expression {
    const items: Expression[] = [];
    while (!this.scanner.takes(']')) {
      items.push(this.expression());
      if (this.scanner.takes(',')) continue;
      this.scanner.expect(']');
      break;
    }
    return { kind: 'list', items };
  }

  private object(): Expression {
    const { scanner } = this;
    const entries: (readonly [Expression, Expression])[] = [];
    while (!scanner.takes('}')) {
      entries.push(scanner.within(true, () => this.entry()));
      // A comma or a line break ends the entry.
      scanner.takes(',');
    }
    return { kind: 'object', entries };
  }

  private entry(): readonly [Expression, Expression] {
    const name = this.scanner.match(PLAIN_KEY);
    const key: Expression = name === undefined ? this.expression() : { kind: 'literal', value: name };
    if (!this.scanner.takes('=') && !this.scanner.takes(':')) this.scanner.fail();
    return [key, this.expression()];
  }

  private upTo(end: string): Expression {
    return this.scanner.within(false, () => {
      const expression = this.expression();
      this.scanner.expect(end);
      return expression;
    });
  }
}
