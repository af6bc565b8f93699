import { argument, Unsupported } from '../errors';
import { charIn, anchor, escaped, CLASSES, NEGATED, Item, codeItem, CONTROLS, setOf } from './characters';
import { ALL, CharSet, NONE, Pattern } from './pattern';

export interface Options {
  readonly ignoresCase: boolean;
  readonly isMultiline: boolean;
  readonly isSingleline: boolean;
  /** Groups without a name do not capture. */
  readonly isExplicit: boolean;
  /** White space and comments are not part of the pattern. */
  readonly ignoresSpace: boolean;
}

interface ReadPattern {
  readonly pattern: Pattern;
  readonly ignoresCase: boolean;
  /** The number in JavaScript of each group of .NET, which numbers groups with names after all others. */
  readonly order: readonly number[];
}

const LETTERS: Readonly<Record<string, keyof Options>> = {
  i: 'ignoresCase',
  m: 'isMultiline',
  s: 'isSingleline',
  n: 'isExplicit',
  x: 'ignoresSpace',
};

const DEEPEST = 50;
const LONGEST = 2000;
const GROUPS = /\((?:\?(?::|=|!|<=|<!|<(\w+)>|'(\w+)'))?/y;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;
const LINE_FEED: CharSet = 1n << 10n;

/** Reads a .NET pattern. Rejects features that JavaScript does not have, or implements differently. */
export function readPattern(source: string, given: Options): ReadPattern {
  return new Reader(source, given).read();
}

class Reader {
  private at = 0;
  private depth = 0;
  /** The names of the capturing groups; undefined for those without one. */
  private readonly groups: (string | undefined)[] = [];
  private options: Options;

  constructor(
    private readonly source: string,
    given: Options,
  ) {
    if (source.length > LONGEST) throw this.unsupported(`is longer than ${LONGEST} characters`);
    this.options = given;
  }

  read(): ReadPattern {
    const inline = /^\(\?([imsnx]+)\)/.exec(this.source);
    if (inline) {
      this.at = inline[0].length;
      const set = [...inline[1]].map((letter) => [LETTERS[letter], true] as const);
      this.options = { ...this.options, ...Object.fromEntries(set) };
    }
    const pattern = this.choice();
    if (this.at < this.source.length) throw this.invalid('too many )');
    const numbers = this.groups.map((name, index) => ({ name, number: index + 1 }));
    const order = [
      ...numbers.filter(({ name }) => name === undefined),
      ...numbers.filter(({ name }) => name !== undefined),
    ];
    return { pattern, ignoresCase: this.options.ignoresCase, order: [0, ...order.map(({ number }) => number)] };
  }

  private choice(): Pattern {
    const options = [this.sequence()];
    while (this.source.charAt(this.at) === '|') {
      this.at++;
      options.push(this.sequence());
    }
    return options.length === 1 ? options[0] : { kind: 'choice', options };
  }

  private sequence(): Pattern {
    const items: Pattern[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at >= this.source.length || /[|)]/.test(this.source.charAt(this.at))) break;
      const item = this.quantified(this.atom());
      if (item) items.push(item);
    }
    return items.length === 1 ? items[0] : { kind: 'sequence', items };
  }

  private skipSpace(): void {
    if (this.options.ignoresSpace) this.match(/(?:\s|#[^\n]*)*/y);
  }

  private quantified(inner: Pattern | undefined): Pattern | undefined {
    this.skipSpace();
    const match = this.match(QUANTIFIER);
    if (!match) return inner;
    if (!inner || inner.kind === 'anchor') throw this.invalid('a quantifier without an element before it');
    if (inner.kind === 'group' && inner.isLookaround) throw this.unsupported('repeats a lookaround');
    const sign = match[0].charAt(0);
    const least = sign === '+' ? 1 : sign === '{' ? Number(match[1]) : 0;
    const bound = match[2] === undefined ? least : match[3] === '' ? Infinity : Number(match[3]);
    const most = sign === '?' ? 1 : sign === '{' ? bound : Infinity;
    if (least > most) throw this.invalid('a quantifier with its bounds in the wrong order');
    return { kind: 'repeat', inner, least, most, js: match[0] };
  }

  private atom(): Pattern | undefined {
    const char = this.source.charAt(this.at);
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '\\':
        return this.escape();
      case '.':
        this.at++;
        return this.options.isSingleline ? charIn('[\\s\\S]', ALL) : charIn('[^\\n]', ALL & ~LINE_FEED);
      case '^':
        this.at++;
        return this.options.isMultiline ? anchor('(?<![^\\n])', ALL) : anchor('^', ALL, true);
      case '$':
        this.at++;
        return anchor(this.options.isMultiline ? '(?![^\\n])' : '(?=\\n?$)', LINE_FEED);
      case '*':
      case '+':
      case '?':
        throw this.invalid('a quantifier without an element before it');
      case '{':
        if (/^\{\d+(?:,\d*)?\}/.test(this.source.slice(this.at, this.at + 20)))
          throw this.invalid('a quantifier without an element before it');
    }
    this.at++;
    return this.literal(char);
  }

  private literal(char: string): Pattern {
    return charIn(escaped(char.charCodeAt(0)), this.setOf(escaped(char.charCodeAt(0)), char > '\xff'));
  }

  private group(): Pattern | undefined {
    const comment = /\(\?#[^)]*\)/y;
    if (this.match(comment)) return undefined;
    const match = this.match(GROUPS);
    if (!match || this.source.charAt(this.at) === '?')
      throw this.unsupported('has a kind of group that JavaScript does not support');
    if (++this.depth > DEEPEST) throw this.unsupported(`is nested more than ${DEEPEST} levels deep`);
    const name = match[1] ?? match[2];
    if (name !== undefined && /^\d/.test(name)) throw this.unsupported('numbers its groups itself');
    if (name !== undefined && this.groups.includes(name)) throw this.unsupported('uses the name of a group again');
    const isPlain = match[0] === '(';
    const captures = name !== undefined || (isPlain && !this.options.isExplicit);
    if (captures) this.groups.push(name);
    const inner = this.choice();
    if (this.source.charAt(this.at) !== ')') throw this.invalid('not enough )');
    this.at++;
    this.depth--;
    const open = name !== undefined ? `(?<${name}>` : isPlain && !captures ? '(?:' : match[0];
    return { kind: 'group', open, inner, isLookaround: /^\(\?<?[=!]$/.test(open) };
  }

  private escape(): Pattern {
    const char = this.source.charAt(this.at + 1);
    const inner = CLASSES.get(char);
    const outer = NEGATED.get(char);
    if (inner !== undefined || outer !== undefined) {
      this.at += 2;
      const js = inner === undefined ? `[^${outer}]` : `[${inner}]`;
      return charIn(js, this.setOf(js, true));
    }
    const known = { A: anchor('^', ALL, true), z: anchor('$', NONE), Z: anchor('(?=\\n?$)', LINE_FEED) }[char];
    const bound = char === 'b' || char === 'B' ? anchor(`\\${char}`, ALL) : known;
    if (bound) {
      this.at += 2;
      return bound;
    }
    if (/[1-9k]/.test(char)) throw this.unsupported('has a backreference, which could take forever');
    const { js, isWide } = this.escapedItem();
    return charIn(js, this.setOf(js.startsWith('\\p') || js.startsWith('\\P') ? `[${js}]` : js, isWide));
  }

  /** Reads an escape of one character, inside or outside of brackets. */
  private escapedItem(): Item {
    const property = this.match(/\\[pP]\{(?!Is)\w{1,2}\}/y);
    if (property) return { js: property[0], isWide: true, isClass: true };
    const code = this.match(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/y);
    if (code) return codeItem(parseInt(code[1] ?? code[2], 16));
    const char = this.source.charAt(this.at + 1);
    const control = CONTROLS.get(char);
    if (control === undefined && (char === '' || /\w/.test(char))) throw this.unsupported(`has the escape \\${char}`);
    this.at += 2;
    return codeItem(control ?? char.charCodeAt(0));
  }

  private characterClass(): Pattern {
    const open = this.match(/\[\^?/y)![0];
    let js = open;
    let isWide = open === '[^';
    for (let isFirst = true; isFirst || this.source.charAt(this.at) !== ']'; isFirst = false) {
      const item = this.classItem();
      js += item.js;
      isWide ||= item.isWide;
      if (!item.isClass && /^-[^\]]/.test(this.source.slice(this.at, this.at + 2))) {
        this.at++;
        const end = this.classItem();
        if (end.isClass) throw this.invalid('a class as the end of a range');
        js += `-${end.js}`;
        isWide ||= end.isWide;
      }
    }
    this.at++;
    js += ']';
    return charIn(js, this.setOf(js, isWide));
  }

  private classItem(): Item {
    const char = this.source.charAt(this.at);
    if (char === '') throw this.invalid('a [ without its ]');
    if (this.source.startsWith('-[', this.at)) throw this.unsupported('subtracts from a class');
    if (char !== '\\') {
      this.at++;
      return codeItem(char.charCodeAt(0));
    }
    const next = this.source.charAt(this.at + 1);
    const inner = CLASSES.get(next) ?? (NEGATED.has(next) ? `\\${next}` : undefined);
    if (inner === undefined) return this.escapedItem();
    this.at += 2;
    return { js: inner, isWide: true, isClass: true };
  }

  private setOf(js: string, isWide: boolean): CharSet {
    const set = setOf(js, isWide, this.options.ignoresCase);
    if (set === undefined) throw this.invalid('a class that cannot be read');
    return set;
  }

  private match(regex: RegExp): RegExpExecArray | null {
    regex.lastIndex = this.at;
    const match = regex.exec(this.source);
    if (match) this.at = regex.lastIndex;
    return match;
  }

  private unsupported(reason: string): Unsupported {
    return new Unsupported(`the pattern ${this.shown} ${reason}`);
  }

  private invalid(reason: string): Error {
    return argument(`Invalid pattern '${this.shown}': ${reason}.`);
  }

  private get shown(): string {
    return this.source.length > 80 ? `${this.source.slice(0, 79)}…` : this.source;
  }
}
