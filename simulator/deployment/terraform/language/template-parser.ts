import { Expression, InvalidExpression, UnbalancedTemplate } from './expression';
import type { ForParser } from './for-parser';
import type { Scanner } from './scanner';

/** The markers that start a template sequence or an escape. */
const SPECIAL = /\$\$\{|%%\{|\$\{|%\{/g;
const SPECIAL_IN_QUOTES = /\$\$\{|%%\{|\$\{|%\{|\\|"/g;
const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** A line, or the part of it up to a `${...}` or `%{...}`. */
interface Line {
  readonly kind: 'literal';
  value: string;
}

/** The directive that ends a part of a template. */
type End = 'else' | 'endif' | 'endfor' | undefined;

/** Parses alternating text, `${...}` and `%{...}`. */
export class TemplateParser {
  private isQuoted = false;
  /** Whether the text that follows loses its leading white space, after `~}`. */
  private isTrimmed = false;
  /** The lines of an indented template, with undefined for each `${...}` and `%{...}`. */
  private lines?: (Line | undefined)[];

  constructor(
    private readonly scanner: Scanner,
    private readonly expression: () => Expression,
    private readonly loops: ForParser,
  ) {}

  whole(): Expression {
    return this.template(false);
  }

  /** Parses the lines of `<<-EOT`, which lose the white space that all of them begin with. */
  indented(): Expression {
    this.lines = [];
    const template = this.template(false);
    removeIndent(this.lines);
    return template;
  }

  /** Parses up to the closing quotation mark. */
  quoted(): Expression {
    return this.template(true);
  }

  private template(isQuoted: boolean): Expression {
    const before = [this.isQuoted, this.isTrimmed] as const;
    [this.isQuoted, this.isTrimmed] = [isQuoted, false];
    const { parts, end } = this.scanner.within(false, () => this.parts());
    if (end !== undefined) this.unbalanced(end);
    [this.isQuoted, this.isTrimmed] = before;
    if (parts.length === 0) return { kind: 'literal', value: '' };
    // `"${x}"` is x itself, whatever its type.
    return parts.length === 1 ? parts[0] : { kind: 'template', parts };
  }

  /** Parses up to the end, or to a directive that ends a part. */
  private parts(): { readonly parts: Expression[]; readonly end: End } {
    const parts: Expression[] = [];
    let text = '';
    const endText = (isTrimmedAtEnd: boolean): void => {
      const kept = this.isTrimmed ? this.trimStart(text) : text;
      const value = isTrimmedAtEnd ? this.trimEnd(kept) : kept;
      const literals = this.lines && text !== '' ? this.linesOf(value) : [];
      this.lines?.push(...literals);
      if (literals.length > 0) parts.push(...literals);
      else if (value !== '') parts.push({ kind: 'literal', value });
      text = '';
      this.isTrimmed = false;
    };
    for (;;) {
      const mark = this.text((read) => (text += read));
      if (mark === undefined || mark === '"') {
        endText(false);
        return { parts, end: undefined };
      }
      if (mark !== '${' && mark !== '%{') {
        text += mark === '\\' ? this.escape() : mark.slice(1);
        continue;
      }
      if (!this.isQuoted) this.scanner.start = this.scanner.at - mark.length;
      endText(this.scanner.matchHere(/~/y) !== undefined);
      this.lines?.push(undefined);
      const part = mark === '${' ? this.interpolation() : this.directive();
      if (typeof part === 'string') return { parts, end: part };
      parts.push(part);
    }
  }

  /** Reads text up to the next marker, and returns the marker; undefined at the end. */
  private text(add: (text: string) => void): string | undefined {
    const { scanner } = this;
    const special = this.isQuoted ? SPECIAL_IN_QUOTES : SPECIAL;
    special.lastIndex = scanner.at;
    const found = special.exec(scanner.source);
    if (!found && this.isQuoted) throw new InvalidExpression('a quotation mark is not closed');
    add(scanner.source.slice(scanner.at, found?.index));
    scanner.at = found ? found.index + found[0].length : scanner.source.length;
    return found?.[0];
  }

  /** Outside of quotes, a strip marker removes the white space of only one line. */
  private trimStart(text: string): string {
    return this.isQuoted ? text.trimStart() : text.replace(/^(?!\n)\s*?(?:\n|(?=\S|$))|^\n/, '');
  }

  private trimEnd(text: string): string {
    if (this.isQuoted) return text.trimEnd();
    const line = /(?:[^\n]*\n|[^\n]+)$/.exec(text)?.[0] ?? '';
    return text.slice(0, text.length - line.length) + line.trimEnd();
  }

  private linesOf(text: string): Line[] {
    // A text that is trimmed to nothing is still the start of its line.
    return (text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']).map((value) => ({ kind: 'literal', value }));
  }

  private escape(): string {
    const { scanner } = this;
    const char = scanner.source.charAt(scanner.at++);
    const digits = char === 'u' ? 4 : char === 'U' ? 8 : 0;
    if (digits > 0) {
      const code = scanner.source.slice(scanner.at, scanner.at + digits);
      scanner.at += digits;
      if (!/^[\da-f]+$/i.test(code) || parseInt(code, 16) > 0x10ffff) scanner.fail();
      return String.fromCodePoint(parseInt(code, 16));
    }
    return ESCAPES.get(char) ?? scanner.fail();
  }

  private interpolation(): Expression {
    const expression = this.expression();
    this.close();
    return expression;
  }

  private close(): void {
    const isTrimmed = this.scanner.takes('~}');
    if (!isTrimmed) this.scanner.expect('}');
    this.isTrimmed = isTrimmed;
  }

  private directive(): Expression | NonNullable<End> {
    const { scanner } = this;
    const word = scanner.name();
    switch (word) {
      case 'else':
      case 'endif':
      case 'endfor':
        this.close();
        return word;
      case 'if':
        return scanner.deeper(() => this.ifDirective());
      case 'for':
        return scanner.deeper(() => this.forDirective());
      default:
        return scanner.fail();
    }
  }

  private ifDirective(): Expression {
    const condition = this.expression();
    this.close();
    const then = this.parts();
    const otherwise = then.end === 'else' ? this.parts() : { parts: [], end: then.end };
    if (otherwise.end !== 'endif') this.unbalanced(otherwise.end ?? 'if');
    return {
      kind: 'conditional',
      condition,
      then: { kind: 'template', parts: then.parts },
      otherwise: { kind: 'template', parts: otherwise.parts },
    };
  }

  private forDirective(): Expression {
    const header = this.loops.header();
    this.close();
    const { parts, end } = this.parts();
    if (end !== 'endfor') this.unbalanced(end ?? 'for');
    const value: Expression = { kind: 'template', parts };
    return { kind: 'each', loop: { kind: 'for', ...header, value, isGrouped: false } };
  }

  private unbalanced(word: string): never {
    throw new UnbalancedTemplate(`the directive %{ ${word} } of a template has no counterpart`);
  }
}

function removeIndent(lines: readonly (Line | undefined)[]): void {
  const first = lines.filter((_, index) => index === 0 || lines[index - 1]?.value.endsWith('\n'));
  const isBlank = (line: Line): boolean => line.value.trim() === '' && line.value.endsWith('\n');
  const counted = first.filter((line) => !line || !isBlank(line));
  const indents = counted.map((line) => (line ? line.value.length - line.value.trimStart().length : 0));
  const indent = Math.min(...indents);
  for (const line of counted) if (line) line.value = line.value.slice(indent);
}
