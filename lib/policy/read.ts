import { DEEPEST, PolicyElement, PolicyNode, Position } from './document';
import { endOfExpression, segmentsOf, withoutEntities } from './expression';
import { Lines } from './lines';
import { escapedValue, indexOrLength, ValueEnd } from './value';
import * as xml from './xml';

/** Thrown if policy text is invalid, with the position of the fault. */
export class PolicySyntaxError extends Error {
  constructor(
    /** The fault. */
    readonly reason: string,
    readonly position: Position,
  ) {
    super(`line ${position.line}, column ${position.column}: ${reason}`);
    this.name = 'PolicySyntaxError';
  }
}

/**
 * Reads a whole policy document in `rawxml` format (literal expressions) or in `xml` format (escaped expressions).
 *
 * @throws PolicySyntaxError
 */
export function readPolicy(source: string): PolicyElement {
  const nodes = readPolicyNodes(source);
  const elements = nodes.filter((node) => node.kind === 'element');
  const [root] = elements;
  if (!root || elements.length > 1 || nodes.some((node) => node.kind === 'text')) {
    throw new PolicySyntaxError(
      'a policy document has one root element',
      elements[1]?.position ?? { line: 1, column: 1 },
    );
  }
  return root;
}

/**
 * Reads a sequence of policies, such as the contents of a section.
 *
 * White space between elements is layout and dropped; inside text, it is kept. A CDATA section is text.
 *
 * @throws PolicySyntaxError
 */
export function readPolicyNodes(source: string): PolicyNode[] {
  return new Reader(source).read();
}

/** An element that is being read and whose children are still incomplete. */
interface OpenElement extends PolicyElement {
  readonly position: Position;
  readonly children: PolicyNode[];
}

interface Attributes {
  readonly values: Map<string, string>;
  readonly positions: Map<string, Position>;
}

const DECLARATION = /<\?xml(?=[ \t\r\n])/y;
const NAME = new RegExp(xml.NAME, 'y');
const UNCLOSED_EXPRESSION = 'an expression is not closed';
const COMMENT = '<!--';
const CDATA = '<![CDATA[';

/** The characters at which text stops, including the start of an expression. */
const STOPS: Readonly<Record<ValueEnd, RegExp>> = { '"': /"|@[({]/g, "'": /'|@[({]/g, '<': /<|@[({]/g };

class Reader {
  private at = 0;
  private readonly lines: Lines;
  private readonly top: PolicyNode[] = [];
  private readonly open: OpenElement[] = [];

  constructor(private readonly source: string) {
    this.lines = new Lines(source);
  }

  read(): PolicyNode[] {
    const forbidden = xml.indexOfForbidden(this.source);
    if (forbidden !== undefined) this.fail('a character that XML does not allow', forbidden);
    if (this.source.startsWith(xml.BYTE_ORDER_MARK)) this.at = xml.BYTE_ORDER_MARK.length;
    if (this.matches(DECLARATION)) this.at = this.endOf('?>', 'the XML declaration');
    while (this.at < this.source.length) this.readNext();
    const unclosed = this.open.at(-1);
    if (unclosed) throw new PolicySyntaxError(`<${unclosed.name}> is not closed`, unclosed.position);
    return this.top;
  }

  private readNext(): void {
    this.skipLayout();
    const { source, at } = this;
    if (at === source.length) return;
    if (source.charAt(at) !== '<' || source.startsWith(CDATA, at)) this.readText();
    else if (source.startsWith(COMMENT, at)) this.readComment();
    else if (source.startsWith('</', at)) this.readEndTag();
    else if (source.charAt(at + 1) === '!' || source.charAt(at + 1) === '?') {
      this.fail('declarations and processing instructions are not allowed in a policy');
    } else this.readStartTag();
  }

  /** Skips white space before a tag or a comment. Other white space is part of a text. */
  private skipLayout(): void {
    const start = this.at;
    this.skipSpace();
    const next = this.source.charAt(this.at);
    const isText = next === '<' ? this.source.startsWith(CDATA, this.at) : next !== '';
    if (isText) this.at = start;
  }

  private readComment(): void {
    const from = this.at + COMMENT.length;
    const end = this.endOf('-->', 'a comment', from);
    const hyphens = this.source.indexOf('--', from);
    if (hyphens < end - 3) this.fail('a comment cannot contain two consecutive hyphens or end with a hyphen', hyphens);
    this.add({ kind: 'comment', value: this.source.slice(from, end - 3) });
    this.at = end;
  }

  /** Reads text and CDATA sections up to the next tag or comment. */
  private readText(): void {
    const { source, at } = this;
    let value = '';
    while (this.at < source.length) {
      if (source.startsWith(CDATA, this.at)) {
        const end = this.endOf(']]>', 'a CDATA section');
        value += source.slice(this.at + CDATA.length, end - 3);
        this.at = end;
      } else if (source.charAt(this.at) !== '<') value += this.readValue('<');
      else break;
    }
    if (!xml.isWhiteSpace(value)) {
      this.add({ kind: 'text', value: this.closed(value, at), position: this.lines.positionOf(at) });
    }
  }

  private readStartTag(): void {
    const at = this.at++;
    const name = this.readName('an element');
    // Most elements have no attributes.
    let attributes: Attributes | undefined;
    for (;;) {
      const before = this.at;
      this.skipSpace();
      const next = this.source.charAt(this.at);
      if (next === '>' || next === '/') break;
      if (next === '') this.fail(`<${name}> is not closed`, at);
      if (this.at === before) this.fail('white space is missing before an attribute');
      attributes ??= { values: new Map(), positions: new Map() };
      this.readAttribute(name, attributes);
    }
    const isEmpty = this.source.charAt(this.at) === '/';
    if (isEmpty && this.source.charAt(this.at + 1) !== '>') this.fail("'/' is not followed by '>'");
    this.at += isEmpty ? 2 : 1;
    if (this.open.length >= DEEPEST) this.fail(`elements are nested deeper than ${DEEPEST}`, at);
    const element: OpenElement = {
      kind: 'element',
      name,
      attributes: attributes ? Object.fromEntries(attributes.values) : {},
      valuePositions: attributes ? Object.fromEntries(attributes.positions) : {},
      children: [],
      position: this.lines.positionOf(at),
    };
    this.add(element);
    if (!isEmpty) this.open.push(element);
  }

  private readAttribute(element: string, { values, positions }: Attributes): void {
    const at = this.at;
    const name = this.readName('an attribute');
    if (values.has(name)) this.fail(`the attribute ${name} appears twice`, at);
    this.skipSpace();
    // The apparent name is not shown: it may be the rest of a value that contains a quote.
    if (this.source.charAt(this.at) !== '=') this.fail(`an attribute of <${element}> has no value`, at);
    this.at++;
    this.skipSpace();
    const quote = this.source.charAt(this.at);
    if (quote !== '"' && quote !== "'") this.fail(`the value of the attribute ${name} is not in quotes`);
    this.at++;
    const from = this.at;
    const value = this.closed(this.readValue(quote), from);
    if (this.source.charAt(this.at) !== quote) this.fail(`the value of the attribute ${name} is not closed`, at);
    this.at++;
    values.set(name, value);
    positions.set(name, this.lines.positionOf(from));
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
    this.open.pop();
  }

  private add(node: PolicyNode): void {
    (this.open.at(-1)?.children ?? this.top).push(node);
  }

  /**
   * Reads a value up to `end`, or to the end of the source.
   *
   * An escaped value cannot contain `end`, so the text before the first `end` is tried first. Otherwise, the value is
   * raw, and an `end` inside an expression is part of it. Its operators can be escaped nevertheless.
   */
  private readValue(end: ValueEnd): string {
    const { source } = this;
    const first = indexOrLength(source, end, this.at);
    const escaped = escapedValue(source.slice(this.at, first));
    if (escaped !== undefined) {
      this.at = first;
      return escaped;
    }
    let value = '';
    for (;;) {
      const stops = STOPS[end];
      stops.lastIndex = this.at;
      const stop = stops.exec(source)?.index ?? source.length;
      value += this.unescape(this.at, stop);
      this.at = stop;
      if (stop === source.length || source.charAt(stop) === end) return value;
      const close = endOfExpression(source, stop);
      if (close === undefined) this.fail(UNCLOSED_EXPRESSION);
      value += withoutEntities(source.slice(stop, close));
      this.at = close;
    }
  }

  private unescape(from: number, to: number): string {
    const source = this.source.slice(from, to);
    const bare = xml.indexOfUnescaped(source);
    if (bare === undefined) return xml.unescape(source);
    const reason =
      source.charAt(bare) === '<'
        ? "'<' must be written &lt; in an attribute"
        : "'&' must be written &amp; here, or start an entity that XML knows";
    return this.fail(reason, from + bare);
  }

  /** An entity or a CDATA section can also open an expression: the unescaped `@` and bracket count. */
  private closed(value: string, from: number): string {
    return !value.includes('@') || segmentsOf(value) ? value : this.fail(UNCLOSED_EXPRESSION, from);
  }

  private readName(what: string): string {
    const name = this.matches(NAME);
    if (!name) this.fail(`${what} has no name here`);
    this.at += name.length;
    return name;
  }

  private skipSpace(): void {
    while (xml.isSpace(this.source.charCodeAt(this.at))) this.at++;
  }

  /** Returns the match of a sticky pattern at the current position. */
  private matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.test(this.source) ? this.source.slice(this.at, pattern.lastIndex) : undefined;
  }

  private endOf(mark: string, what: string, from = this.at): number {
    const found = this.source.indexOf(mark, from);
    if (found < 0) this.fail(`${what} is not closed`);
    return found + mark.length;
  }

  private fail(reason: string, at = this.at): never {
    throw new PolicySyntaxError(reason, this.lines.positionOf(at));
  }
}
