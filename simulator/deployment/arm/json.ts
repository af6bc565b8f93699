import type { Json } from '../value';

/** The maximum nesting depth; templates never reach it. */
const DEEPEST = 200;

const SPACE = /(?:[\s\ufeff]+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;
const PLAIN_TEXT = /[^"\\]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const CODE = /[\da-fA-F]{4}/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...['"', '\\', '/'].map((char) => [char, char] as const),
  ...([
    ['b', '\b'],
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ] as const),
]);

/** Thrown for text that is not JSON. */
export class JsonError extends Error {}

/** The position of an object or a list, and of its members by name or index. */
interface Position {
  readonly start: number;
  readonly members: ReadonlyMap<string, number>;
}

/** JSON with the lines of its objects and lists, and of their members. */
export class LocatedJson {
  readonly value: Json;
  private readonly positions = new WeakMap<object, Position>();
  private readonly lineEnds: number[] = [];

  /**
   * Parses JSON as Azure Resource Manager does: with comments, and with strings that span several lines.
   *
   * @throws JsonError
   */
  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineEnds.push(at);
    this.value = new Parser(text, this.positions, (at) => this.lineAt(at)).document();
  }

  /** Returns the line where the object, the list, or its member starts; undefined if it is not part of this JSON. */
  lineOf(part: object, member?: string): number | undefined {
    const position = this.positions.get(part);
    if (position === undefined) return undefined;
    return this.lineAt((member === undefined ? undefined : position.members.get(member)) ?? position.start);
  }

  private lineAt(position: number): number {
    let [low, high] = [0, this.lineEnds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lineEnds[middle] < position) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly positions: WeakMap<object, Position>,
    private readonly lineAt: (at: number) => number,
  ) {}

  document(): Json {
    const value = this.value();
    this.match(SPACE);
    return this.at < this.text.length ? this.fail() : value;
  }

  private value(): Json {
    this.match(SPACE);
    const start = this.at;
    switch (this.text.charAt(start)) {
      case '{':
        return this.nested(start, (members) => this.object(members));
      case '[':
        return this.nested(start, (members) => this.list(members));
      case '"':
        return this.string();
      default: {
        const scalar = this.match(SCALAR);
        return scalar === '' ? this.fail() : (JSON.parse(scalar) as Json);
      }
    }
  }

  private nested<T extends object>(start: number, read: (members: Map<string, number>) => T): T {
    if (++this.depth > DEEPEST) throw new JsonError(`is nested deeper than ${DEEPEST} at line ${this.lineAt(start)}`);
    this.at++;
    const members = new Map<string, number>();
    const value = read(members);
    this.positions.set(value, { start, members });
    this.depth--;
    return value;
  }

  private object(members: Map<string, number>): Record<string, Json> {
    const object: Record<string, Json> = {};
    while (!this.takes('}')) {
      this.match(SPACE);
      const start = this.at;
      const name = this.text.charAt(start) === '"' ? this.string() : this.fail();
      if (!this.takes(':')) this.fail();
      members.set(name, start);
      const value = this.value();
      // An assignment to this name would change the prototype.
      if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
      else object[name] = value;
      if (!this.takes(',') && !this.isNext('}')) this.fail();
    }
    return object;
  }

  private list(members: Map<string, number>): Json[] {
    const items: Json[] = [];
    while (!this.takes(']')) {
      this.match(SPACE);
      members.set(String(items.length), this.at);
      items.push(this.value());
      if (!this.takes(',') && !this.isNext(']')) this.fail();
    }
    return items;
  }

  private string(): string {
    const start = this.at++;
    let string = this.match(PLAIN_TEXT);
    while (this.text.charAt(this.at) === '\\') {
      this.at++;
      string += this.escape() + this.match(PLAIN_TEXT);
    }
    if (this.text.charAt(this.at) !== '"') {
      this.at = start;
      this.fail();
    }
    this.at++;
    return string;
  }

  private escape(): string {
    const char = this.text.charAt(this.at++);
    if (char !== 'u') return ESCAPES.get(char) ?? this.fail();
    const code = this.match(CODE);
    return code === '' ? this.fail() : String.fromCharCode(parseInt(code, 16));
  }

  private takes(mark: string): boolean {
    const isNext = this.isNext(mark);
    if (isNext) this.at++;
    return isNext;
  }

  private isNext(mark: string): boolean {
    this.match(SPACE);
    return this.text.charAt(this.at) === mark;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private fail(): never {
    const column = this.at - this.text.lastIndexOf('\n', this.at - 1);
    throw new JsonError(`is not valid JSON: there is an error at line ${this.lineAt(this.at)}, column ${column}`);
  }
}
