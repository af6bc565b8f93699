import { PolicyElement, PolicyNode, Position } from './document';
import { endOfExpression, segmentsOf } from './expression';
import { FORBIDDEN_CHARACTERS } from './write';

/** Policy text that cannot be read, and where. */
export class PolicySyntaxError extends Error {
  constructor(
    /** What is wrong. */
    readonly reason: string,
    readonly position: Position,
  ) {
    super(`line ${position.line}, column ${position.column}: ${reason}`);
    this.name = 'PolicySyntaxError';
  }
}

/** No policy is nested deeper than this. */
const DEEPEST = 100;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a whole policy document, as `rawxml` (expressions as they are) or as `xml` (expressions escaped).
 *
 * @throws PolicySyntaxError
 */
export function readPolicy(source: string): PolicyElement {
  const nodes = readPolicyNodes(source);
  const elements = nodes.filter((node) => node.kind === 'element');
  const [root] = elements;
  if (!root || elements.length > 1 || nodes.some((node) => node.kind === 'text')) {
    throw new PolicySyntaxError('a policy document has one root element', { line: 1, column: 1 });
  }
  return root;
}

/**
 * Reads a run of policies, as they stand within a section.
 *
 * White space between elements is layout and left out; within a text it is kept.
 *
 * @throws PolicySyntaxError
 */
export function readPolicyNodes(source: string): PolicyNode[] {
  return new Reader(source).read();
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly position: Position;
  readonly at: number;
  readonly children: PolicyNode[];
}

const NAME = /[A-Za-z_:][\w:.-]*/y;
const SPACE = /\s*/y;

class Reader {
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private readonly top: PolicyNode[] = [];
  private readonly open: OpenElement[] = [];

  constructor(private readonly source: string) {}

  read(): PolicyNode[] {
    const forbidden = FORBIDDEN_CHARACTERS.exec(this.source);
    if (forbidden) this.fail('a character that XML does not allow', forbidden.index);
    if (this.source.startsWith('\ufeff')) this.at = 1;
    if (this.source.startsWith('<?xml', this.at)) this.at = this.endOf('?>', 'the XML declaration');
    while (this.at < this.source.length) this.readNext();
    const unclosed = this.open.at(-1);
    if (unclosed) this.fail(`<${unclosed.name}> is not closed`, unclosed.at);
    return this.top;
  }

  private readNext(): void {
    const { source, at } = this;
    if (source[at] !== '<') return this.readText();
    if (source.startsWith('<!--', at)) {
      const end = this.endOf('-->', 'a comment');
      this.add({ kind: 'comment', value: source.slice(at + 4, end - 3) });
      this.at = end;
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = this.endOf(']]>', 'a CDATA section');
      this.add({ kind: 'text', value: source.slice(at + 9, end - 3) });
      this.at = end;
    } else if (source.startsWith('</', at)) {
      this.readEndTag();
    } else if (/[!?]/.test(source.charAt(at + 1))) {
      this.fail('declarations and processing instructions have no place in a policy');
    } else {
      this.readStartTag();
    }
  }

  private readText(): void {
    const value = this.readValue('<', false);
    const isLayout = value.trim() === '';
    if (!isLayout) this.add({ kind: 'text', value });
  }

  private readStartTag(): void {
    const at = this.at++;
    const name = this.readName('an element');
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (;;) {
      const before = this.at;
      this.skipSpace();
      const next = this.source.charAt(this.at);
      if (next === '>' || next === '/') break;
      if (next === '') this.fail(`<${name}> is not closed`, at);
      if (this.at === before) this.fail('white space is missing before an attribute');
      this.readAttribute(attributes);
    }
    const isEmpty = this.source.charAt(this.at) === '/';
    if (isEmpty && this.source.charAt(this.at + 1) !== '>') this.fail("'/' is not followed by '>'");
    this.at += isEmpty ? 2 : 1;
    if (this.open.length >= DEEPEST) this.fail(`elements are nested deeper than ${DEEPEST}`, at);
    this.open.push({ name, attributes: { ...attributes }, position: this.positionOf(at), at, children: [] });
    if (isEmpty) this.close();
  }

  private readAttribute(attributes: Record<string, string>): void {
    const at = this.at;
    const name = this.readName('an attribute');
    if (name in attributes) this.fail(`the attribute ${name} stands twice`, at);
    this.skipSpace();
    if (this.source.charAt(this.at) !== '=') this.fail(`the attribute ${name} has no value`, at);
    this.at++;
    this.skipSpace();
    const quote = this.source.charAt(this.at);
    if (quote !== '"' && quote !== "'") this.fail(`the value of the attribute ${name} is not in quotes`);
    this.at++;
    const value = this.readValue(quote, true);
    if (this.source.charAt(this.at) !== quote) this.fail(`the value of the attribute ${name} is not closed`, at);
    this.at++;
    Object.defineProperty(attributes, name, { value, enumerable: true });
  }

  private readEndTag(): void {
    const at = this.at;
    this.at += 2;
    const name = this.readName('an end tag');
    this.skipSpace();
    if (this.source.charAt(this.at) !== '>') this.fail(`</${name} is not closed`, at);
    this.at++;
    const opened = this.open.at(-1);
    if (opened?.name !== name) {
      this.fail(opened ? `</${name}> closes <${opened.name}>` : `</${name}> closes nothing`, at);
    }
    this.close();
  }

  private close(): void {
    const closed = this.open.pop();
    if (!closed) return;
    const { name, attributes, position, children } = closed;
    this.add({ kind: 'element', name, attributes, children, position });
  }

  private add(node: PolicyNode): void {
    (this.open.at(-1)?.children ?? this.top).push(node);
  }

  /**
   * Reads a value up to `end`, or to the end of the source.
   *
   * An escaped value holds no `end` at all, so what comes before the first one is tried first: it is the whole value if
   * all expressions in it are closed. Otherwise the value is raw, and an `end` inside an expression is part of it.
   */
  private readValue(end: string, isAttribute: boolean): string {
    const from = this.at;
    const first = indexOrEnd(this.source, end, from);
    const upToFirst = this.source.slice(from, first);
    const escaped = segmentsOf(this.unescape(upToFirst, from, true));
    if (escaped) {
      // Text outside expressions must be escaped properly; within them a raw & is an operator.
      for (const [text, at] of this.textParts(from, first)) this.unescapeText(text, at, isAttribute);
      this.at = first;
      return escaped.map((segment) => segment.value).join('');
    }
    let value = '';
    while (this.at < this.source.length && this.source.charAt(this.at) !== end) {
      const start = this.at;
      if (/^@[({]/.test(this.source.slice(start, start + 2))) {
        const close = endOfExpression(this.source, start);
        if (close === undefined) this.fail('an expression is not closed', start);
        value += this.source.slice(start, close);
        this.at = close;
      } else {
        this.at = Math.min(indexOrEnd(this.source, end, start), indexOfExpression(this.source, start + 1));
        value += this.unescapeText(this.source.slice(start, this.at), start, isAttribute);
      }
    }
    return value;
  }

  /** The pieces between expressions, as far as they can be told in the source itself. */
  private *textParts(from: number, to: number): Generator<[string, number]> {
    let at = from;
    while (at < to) {
      const expression = Math.min(indexOfExpression(this.source, at), to);
      if (expression > at) yield [this.source.slice(at, expression), at];
      at = expression < to ? Math.min(endOfExpression(this.source.slice(0, to), expression) ?? to, to) : to;
    }
  }

  private unescapeText(value: string, from: number, isAttribute: boolean): string {
    const less = isAttribute ? value.indexOf('<') : -1;
    if (less >= 0) this.fail("'<' must be written &lt; in an attribute", from + less);
    return this.unescape(value, from, false);
  }

  private unescape(value: string, from: number, isLenient: boolean): string {
    if (!value.includes('&')) return value;
    return value.replace(/&(#\d+|#x[\da-fA-F]+|\w+)?(;?)/g, (whole, name: string | undefined, end, index: number) => {
      const character = name && end ? characterOf(name) : undefined;
      if (character !== undefined) return character;
      if (isLenient) return whole;
      return this.fail(`'&' must be written &amp; here, or start an entity that XML knows`, from + index);
    });
  }

  private readName(what: string): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.source)?.[0];
    if (name === undefined) this.fail(`${what} has no name here`);
    this.at += name.length;
    return name;
  }

  private skipSpace(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.source)?.[0].length ?? 0;
  }

  private endOf(mark: string, what: string): number {
    const found = this.source.indexOf(mark, this.at);
    if (found < 0) this.fail(`${what} is not closed`);
    return found + mark.length;
  }

  /** Positions are asked for in ascending order, but for an error's: so lines are counted once. */
  private positionOf(at: number): Position {
    if (at < this.lineStart) [this.line, this.lineStart] = [1, 0];
    for (;;) {
      const next = this.source.indexOf('\n', this.lineStart);
      if (next < 0 || next >= at) break;
      this.line++;
      this.lineStart = next + 1;
    }
    return { line: this.line, column: at - this.lineStart + 1 };
  }

  private fail(reason: string, at = this.at): never {
    throw new PolicySyntaxError(reason, this.positionOf(at));
  }
}

function characterOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES[entity];
  const code = /^#x/.test(entity) ? parseInt(entity.slice(2), 16) : parseInt(entity.slice(1), 10);
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return FORBIDDEN_CHARACTERS.test(character) ? undefined : character;
}

function indexOrEnd(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}

function indexOfExpression(source: string, from: number): number {
  const openings = /@[({]/g;
  openings.lastIndex = from;
  return openings.exec(source)?.index ?? source.length;
}
