/** A block of an HCL file, with the lines of its contents. Lines start at 1. */
export interface HclBlock {
  /** The type and the labels, for example `['resource', 'azurerm_api_management', 'main']`. */
  readonly header: readonly string[];
  readonly line: number;
  /** The line of each argument. */
  readonly arguments: Map<string, number>;
  readonly blocks: HclBlock[];
}

/** Where the contents of an HCL file are. */
export interface HclLayout {
  readonly blocks: readonly HclBlock[];
  /** The line of each argument outside of blocks, as in a file of variables. */
  readonly arguments: ReadonlyMap<string, number>;
  /** The line and the number of lines of the longest heredoc. */
  readonly longestHeredoc: { readonly line: number; readonly lines: number };
  /** The line of a comment that is not closed. */
  readonly unclosedComment?: number;
}

/** Finds the blocks and arguments of an HCL file. A text that is not valid HCL has any layout. */
export function layoutOf(text: string): HclLayout {
  return new Scanner(text).scan();
}

/** Returns the line of an argument or block, for example `circuit_breaker_rule.name`, or of what contains it. */
export function lineIn(block: HclBlock, path: string): number {
  let within = block;
  let { line } = block;
  for (const step of path.split(/[.[]/)) {
    const argument = within.arguments.get(step);
    if (argument !== undefined) return argument;
    const next = within.blocks.find(({ header }) => header[header[0] === 'dynamic' ? 1 : 0] === step);
    if (!next) break;
    line = next.line;
    within = next.header[0] === 'dynamic' ? (next.blocks.find(({ header }) => header[0] === 'content') ?? next) : next;
  }
  return line;
}

const GAP = /(?:\s+|#[^\n]*|\/\/[^\n]*)*/y;
const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const LABEL = /"((?:[^"\\\n]|\\.)*)"|([\p{L}_][\p{L}\p{N}_-]*)/uy;
const BLANK = /[ \t]*/y;
/** What ends, nests, or hides parts of an expression. */
const MARK = /["#\n{}()[\]]|\/\/|\/\*|<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/gu;
const QUOTED_MARK = /\\.|"|\$\$\{|%%\{|[$%]\{|\n/gs;

class Scanner {
  private at = 0;
  private line = 1;
  /** The position up to which lines are counted. */
  private counted = 0;
  private longest = { line: 0, lines: 0 };
  private unclosed?: number;

  constructor(private readonly text: string) {}

  scan(): HclLayout {
    const root: HclBlock = { header: [], line: 1, arguments: new Map(), blocks: [] };
    const open = [root];
    while (this.at < this.text.length) {
      this.skipGap();
      const line = this.lineAt(this.at);
      const name = this.match(NAME);
      if (name === undefined) {
        if (this.text[this.at] === '}' && open.length > 1) open.pop();
        this.at++;
        continue;
      }
      const header = [name, ...this.labels()];
      const next = this.text[this.at];
      const within = open[open.length - 1];
      if (next === '{') {
        this.at++;
        const block: HclBlock = { header, line, arguments: new Map(), blocks: [] };
        within.blocks.push(block);
        open.push(block);
      } else if (next === '=') {
        this.at++;
        if (!within.arguments.has(name)) within.arguments.set(name, line);
        this.skipExpression();
      }
    }
    return {
      blocks: root.blocks,
      arguments: root.arguments,
      longestHeredoc: this.longest,
      unclosedComment: this.unclosed,
    };
  }

  /** Skips white space and comments. */
  private skipGap(): void {
    for (;;) {
      this.match(GAP);
      if (!this.text.startsWith('/*', this.at)) return;
      const line = this.lineAt(this.at);
      const end = this.text.indexOf('*/', this.at + 2);
      if (end < 0) this.unclosed = line;
      this.at = end < 0 ? this.text.length : end + 2;
    }
  }

  private labels(): string[] {
    const labels: string[] = [];
    for (;;) {
      this.match(BLANK);
      LABEL.lastIndex = this.at;
      const found = LABEL.exec(this.text);
      if (!found) return labels;
      this.at = LABEL.lastIndex;
      labels.push(found[1] ?? found[2]);
    }
  }

  /** Moves to the end of the line on which the expression ends, or to the brace that closes its block. */
  private skipExpression(): void {
    let depth = 0;
    for (;;) {
      MARK.lastIndex = this.at;
      const found = MARK.exec(this.text);
      if (!found) break;
      const [mark, heredoc] = found;
      this.at = MARK.lastIndex;
      if (heredoc !== undefined) this.skipHeredoc(heredoc, found.index);
      else if (mark === '"') this.skipQuoted();
      else if (mark === '/*') this.skipTo('*/');
      else if (mark === '#' || mark === '//') this.at = this.lineEnd();
      else if (mark === '\n') {
        if (depth === 0) return;
      } else if ('{(['.includes(mark)) depth++;
      else if (depth > 0) depth--;
      else {
        this.at--;
        return;
      }
    }
    this.at = this.text.length;
  }

  /** Skips the rest of a string, with the strings in its interpolations. */
  private skipQuoted(): void {
    // The number of open braces in each open interpolation; the innermost is last.
    const interpolations: number[] = [];
    let isText = true;
    for (;;) {
      const marks = isText ? QUOTED_MARK : MARK;
      marks.lastIndex = this.at;
      const mark = marks.exec(this.text)?.[0];
      if (mark === undefined) break;
      this.at = marks.lastIndex;
      if (isText) {
        if (mark === '"') {
          if (interpolations.length === 0) return;
          isText = false;
        } else if (mark === '${' || mark === '%{') {
          interpolations.push(0);
          isText = false;
        } else if (mark === '\n') return;
      } else if (mark === '"') isText = true;
      else if (mark === '{') interpolations[interpolations.length - 1]++;
      else if (mark === '}' && --interpolations[interpolations.length - 1] < 0) {
        interpolations.pop();
        isText = true;
      }
    }
    this.at = this.text.length;
  }

  private skipHeredoc(name: string, start: number): void {
    const line = this.lineAt(start);
    while (this.at < this.text.length) {
      const end = this.lineEnd();
      const isLast = this.text.slice(this.at, end).trim() === name;
      // The line break ends the expression.
      this.at = isLast ? end : end + 1;
      if (isLast) break;
    }
    const lines = this.lineAt(Math.min(this.at, this.text.length)) - line;
    if (lines > this.longest.lines) this.longest = { line, lines };
  }

  private skipTo(mark: string): void {
    const end = this.text.indexOf(mark, this.at);
    this.at = end < 0 ? this.text.length : end + mark.length;
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  /** Positions are asked for in ascending order. */
  private lineAt(at: number): number {
    for (let next = this.text.indexOf('\n', this.counted); next >= 0 && next < at;) {
      this.line++;
      this.counted = next + 1;
      next = this.text.indexOf('\n', this.counted);
    }
    return this.line;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }
}
