import { Assertion, CharacterSet, Pattern, PatternError, UnsupportedPattern } from './pattern';

export interface ParsedPattern {
  readonly pattern: Pattern;
  /** The name of each group, or undefined. The first group has the index 0. */
  readonly groups: readonly (string | undefined)[];
}

const LONGEST = 2000;
const DEEPEST = 50;
/** The highest number in a quantifier. */
const MOST = 1000;
const CLASSES: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ASSERTIONS: Readonly<Record<string, Assertion>> = { A: 'start', z: 'end', b: 'boundary', B: 'no boundary' };

/** Parses a regular expression of Go. */
export function parsePattern(source: string): ParsedPattern {
  if (source.length > LONGEST) throw new UnsupportedPattern(`a pattern is longer than ${LONGEST} characters`);
  return new PatternParser(source).whole();
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

class PatternParser {
  private at = 0;
  private depth = 0;
  private flags: Flags = { i: false, m: false, s: false };
  private readonly groups: (string | undefined)[] = [];

  constructor(private readonly source: string) {}

  whole(): ParsedPattern {
    const pattern = this.choice();
    if (this.at < this.source.length) throw new PatternError('a parenthesis is not opened');
    return { pattern, groups: this.groups };
  }

  private choice(): Pattern {
    if (++this.depth > DEEPEST) throw new UnsupportedPattern(`a pattern is nested deeper than ${DEEPEST}`);
    const items = [this.sequence()];
    while (this.takes(/\|/y)) items.push(this.sequence());
    this.depth--;
    return { kind: 'choice', items };
  }

  private sequence(): Pattern {
    const items: Pattern[] = [];
    while (this.at < this.source.length && !/[|)]/.test(this.source.charAt(this.at))) {
      const item = this.item();
      if (item) items.push(this.quantified(item));
    }
    return { kind: 'sequence', items };
  }

  private quantified(inner: Pattern): Pattern {
    const [, sign = '', least = '', comma, most = '', lazy] =
      this.takes(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\?)?/y) ?? [];
    if (sign === '' && least === '') return inner;
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(this.source.slice(this.at)))
      throw new PatternError('a quantifier is repeated');
    const bounds: readonly [number, number] =
      sign === ''
        ? [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)]
        : [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity];
    if (bounds[0] > bounds[1] || bounds[0] > MOST || (bounds[1] > MOST && bounds[1] !== Infinity)) {
      throw new PatternError('a quantifier has bounds that are not valid');
    }
    return { kind: 'repeat', inner, least: bounds[0], most: bounds[1], isLazy: lazy !== undefined };
  }

  private item(): Pattern | undefined {
    const character = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    this.at += character.length;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        return this.set(this.flags.s ? '[^]' : '[^\\n]');
      case '^':
        return { kind: 'assertion', assertion: this.flags.m ? 'line start' : 'start' };
      case '$':
        return { kind: 'assertion', assertion: this.flags.m ? 'line end' : 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError('a quantifier follows nothing');
      default:
        return this.set(literal(character));
    }
  }

  private group(): Pattern | undefined {
    const before = this.flags;
    const [, name] = this.takes(/\?P?<([A-Za-z_]\w*)>/y) ?? [];
    const isCapturing = name !== undefined || this.source.charAt(this.at) !== '?';
    if (!isCapturing) {
      const [, on = '', off = '', end] = this.takes(/\?([ims]*)(?:-([ims]+))?([:)])/y) ?? [];
      if (end === undefined) throw new UnsupportedPattern('a pattern has a group that is not supported');
      const flag = (letter: keyof Flags): boolean => (before[letter] || on.includes(letter)) && !off.includes(letter);
      this.flags = { i: flag('i'), m: flag('m'), s: flag('s') };
      // Flags without a pattern apply up to the end of the enclosing group.
      if (end === ')') return undefined;
    }
    const index = isCapturing ? this.groups.push(name) - 1 : undefined;
    const inner = this.choice();
    if (!this.takes(/\)/y)) throw new PatternError('a parenthesis is not closed');
    this.flags = before;
    return index === undefined ? inner : { kind: 'group', inner, index };
  }

  private escape(): Pattern {
    const character = this.source.charAt(this.at);
    const assertion = ASSERTIONS[character];
    if (assertion !== undefined) {
      this.at++;
      return { kind: 'assertion', assertion };
    }
    const js = this.escapedClass();
    return this.set(js === undefined ? literal(this.escapedCharacter()) : `[${js}]`);
  }

  /** Reads `\d`, `\W`, `\pL` or `\p{Greek}`, as it is written inside brackets in JavaScript. */
  private escapedClass(): string | undefined {
    const [property, sign, short, long] = this.takes(/([pP])(?:([LMNPSZC])|\{([A-Za-z_]+)\})/y) ?? [];
    if (property !== undefined) return `\\${sign}{${short ?? (/^..?$/.test(long ?? '') ? long : `Script=${long}`)}}`;
    const letter = this.source.charAt(this.at);
    const known = CLASSES[letter.toLowerCase()];
    if (known === undefined) return undefined;
    this.at++;
    if (letter === letter.toLowerCase()) return known;
    return letter === 'D' ? '\\D' : letter === 'W' ? '\\W' : '\\u0000-\\b\\v\\u000e-\\u001f!-\\u{10ffff}';
  }

  private escapedCharacter(): string {
    const [, short, long] = this.takes(/x(?:([\da-fA-F]{2})|\{([\da-fA-F]{1,6})\})/y) ?? [];
    const code = parseInt(short ?? long ?? '', 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    const character = this.source.charAt(this.at++);
    const control = CONTROLS[character];
    if (control !== undefined) return control;
    if (/[0-9QC]/.test(character)) throw new UnsupportedPattern(`a pattern has an escape that is not supported`);
    if (character === '' || /[\w\u0080-\uffff]/.test(character)) throw new PatternError('an escape is not valid');
    return character;
  }

  private characterClass(): Pattern {
    let js = this.takes(/\^/y) ? '[^' : '[';
    for (let isFirst = true; isFirst || this.source.charAt(this.at) !== ']'; isFirst = false) {
      if (this.at >= this.source.length) throw new PatternError('a bracket is not closed');
      const named = this.takes(/\[:(\^?)(\w+):\]/y);
      if (named) js += named[1] === '' ? (POSIX[named[2] ?? ''] ?? unsupportedClass()) : unsupportedClass();
      else js += this.classItem();
    }
    this.at++;
    return this.set(`${js}]`);
  }

  /** Reads a character, a range, or an escaped class. */
  private classItem(): string {
    if (this.takes(/\\(?=[pPdDwWsS])/y)) return this.escapedClass() ?? unsupportedClass();
    const from = this.classCharacter();
    if (!/^-[^\]]/.test(this.source.slice(this.at, this.at + 2))) return from.js;
    this.at++;
    const to = this.classCharacter();
    if (to.code < from.code) throw new PatternError('a range is in the wrong order');
    return `${from.js}-${to.js}`;
  }

  private classCharacter(): { readonly js: string; readonly code: number } {
    const isEscaped = this.takes(/\\/y);
    const character = isEscaped ? this.escapedCharacter() : String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    if (!isEscaped) this.at += character.length;
    return { js: literal(character), code: character.codePointAt(0) ?? 0 };
  }

  private set(source: string): Pattern {
    return { kind: 'set', set: new CharacterSet(source, this.flags.i) };
  }

  private takes(regex: RegExp): RegExpExecArray | undefined {
    regex.lastIndex = this.at;
    const found = regex.exec(this.source);
    if (!found) return undefined;
    this.at = regex.lastIndex;
    return found;
  }
}

function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function unsupportedClass(): never {
  throw new UnsupportedPattern('a pattern has a class that is not supported');
}
