import { CharSet, NONE, OTHERS, Pattern } from './pattern';

/** The character classes of .NET, as they are written inside brackets in JavaScript. */
export const CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'],
  ['s', '\\f\\n\\r\\t\\v\\x85\\p{Z}'],
]);
export const NEGATED: ReadonlyMap<string, string> = new Map([
  ['W', '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'],
  ['S', '\\f\\n\\r\\t\\v\\x85\\p{Z}'],
]);
export const CONTROLS: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 }),
);
export interface Item {
  readonly js: string;
  readonly isWide: boolean;
  /** Whether it represents several characters. */
  readonly isClass?: boolean;
}

/**
 * Returns the characters that a JavaScript pattern matches. A wide pattern is assumed to match all untested characters.
 */
export function setOf(js: string, isWide: boolean, ignoresCase: boolean): CharSet | undefined {
  let regex: RegExp;
  try {
    regex = new RegExp(`^${js}$`, ignoresCase ? 'iu' : 'u');
  } catch {
    return undefined;
  }
  let set = isWide ? OTHERS : NONE;
  for (let code = 0; code < 256; code++) {
    const char = String.fromCharCode(code);
    if (!regex.test(char)) continue;
    set |= 1n << BigInt(code);
    // Letters of other alphabets can be case variants of these letters.
    if (ignoresCase && /\p{L}/u.test(char)) set |= OTHERS;
  }
  return set;
}

export function charIn(js: string, set: CharSet): Pattern {
  return { kind: 'char', js, set };
}

export function anchor(js: string, next: CharSet, isStart = false): Pattern {
  return { kind: 'anchor', js, next, isStart };
}

export function codeItem(code: number): Item {
  return { js: escaped(code), isWide: code > 255 };
}

export function escaped(code: number): string {
  return /\w/.test(String.fromCharCode(code)) ? String.fromCharCode(code) : `\\u${code.toString(16).padStart(4, '0')}`;
}
