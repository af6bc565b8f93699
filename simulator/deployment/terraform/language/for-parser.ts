import type { Expression, For } from './expression';
import type { Scanner } from './scanner';

/** Parses `for` expressions, and what they share with the directive `%{ for }`. */
export class ForParser {
  constructor(
    private readonly scanner: Scanner,
    private readonly expression: () => Expression,
  ) {}

  /** Parses `for x in list : x if x != ""]`; undefined if a list begins differently. */
  list(): For | undefined {
    if (!this.scanner.takesWord('for')) return undefined;
    const header = this.header();
    this.scanner.expect(':');
    const value = this.expression();
    const condition = this.condition();
    this.scanner.expect(']');
    return { kind: 'for', ...header, value, condition, isGrouped: false };
  }

  /** Parses `for k, v in map : k => v... if v != ""}`; undefined if an object begins differently. */
  object(): For | undefined {
    if (!this.scanner.takesWord('for')) return undefined;
    const header = this.header();
    this.scanner.expect(':');
    const key = this.expression();
    this.scanner.expect('=>');
    const value = this.expression();
    const isGrouped = this.scanner.takes('...');
    const condition = this.condition();
    this.scanner.expect('}');
    return { kind: 'for', ...header, key, value, condition, isGrouped };
  }

  /** Parses `k, v in map`. */
  header(): Pick<For, 'keyName' | 'valueName' | 'collection'> {
    const first = this.scanner.name() ?? this.scanner.fail();
    const second = this.scanner.takes(',') ? (this.scanner.name() ?? this.scanner.fail()) : undefined;
    if (!this.scanner.takesWord('in')) this.scanner.fail();
    const collection = this.expression();
    return second === undefined ? { valueName: first, collection } : { keyName: first, valueName: second, collection };
  }

  private condition(): Expression | undefined {
    return this.scanner.takesWord('if') ? this.expression() : undefined;
  }
}
