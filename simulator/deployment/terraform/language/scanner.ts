import { InvalidExpression, TemplateError } from './expression';

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const SPACE_IN_LINE = /(?:[^\S\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const DEEPEST = 50;
const LONGEST_EXCERPT = 100;

/** Reads the text of an expression from left to right. */
export class Scanner {
  at = 0;
  /** The position at which the outermost expression starts. */
  start = 0;
  /** Whether a line break ends an expression, as it does in an object. */
  private isLineEnd = false;
  private depth = 0;

  constructor(readonly source: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  /** Reads a part in which line breaks end an expression, or do not. */
  within<T>(isLineEnd: boolean, read: () => T): T {
    const before = this.isLineEnd;
    this.isLineEnd = isLineEnd;
    const value = read();
    this.isLineEnd = before;
    return value;
  }

  deeper<T>(read: () => T): T {
    if (++this.depth > DEEPEST) this.fail(`an expression is nested deeper than ${DEEPEST}`);
    const value = read();
    this.depth--;
    return value;
  }

  isBefore(mark: string): boolean {
    this.skipSpace();
    return this.source.startsWith(mark, this.at);
  }

  takes(mark: string): boolean {
    if (!this.isBefore(mark)) return false;
    this.at += mark.length;
    return true;
  }

  expect(mark: string): void {
    if (!this.takes(mark)) this.fail();
  }

  name(): string | undefined {
    return this.match(NAME);
  }

  /** Takes a keyword such as `for`, but no longer name. */
  takesWord(word: string): boolean {
    const before = this.at;
    if (this.name() === word) return true;
    this.at = before;
    return false;
  }

  match(pattern: RegExp): string | undefined {
    this.skipSpace();
    return this.matchHere(pattern);
  }

  matchHere(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  skipSpace(): void {
    this.matchHere(this.isLineEnd ? SPACE_IN_LINE : SPACE);
  }

  fail(reason?: string): never {
    if (reason !== undefined) throw new TemplateError(reason);
    throw new InvalidExpression(`the expression ${this.excerpt} is not supported`);
  }

  /** The expression up to its first string: the string and the surrounding text can contain a secret. */
  private get excerpt(): string {
    const [shown] = /^(?:[$%]\{)?[^"}]*\}?/.exec(this.source.slice(this.start)) ?? [''];
    const rest = this.source.slice(this.start + shown.length);
    const line = shown.replace(/\s+/g, ' ').trim();
    const isWhole = line.length <= LONGEST_EXCERPT && !rest.startsWith('"');
    return isWhole ? line : `${line.slice(0, LONGEST_EXCERPT).trim()} ...`;
  }
}
