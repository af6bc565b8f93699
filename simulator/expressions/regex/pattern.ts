/** A set of characters. Bit n represents the character with code n, and bit 256 represents all others. */
export type CharSet = bigint;
export const NONE: CharSet = 0n;
export const OTHERS: CharSet = 1n << 256n;
export const ALL: CharSet = (1n << 257n) - 1n;

/** A parsed pattern with its JavaScript source. */
export type Pattern =
  | { readonly kind: 'char'; readonly js: string; readonly set: CharSet }
  /** Consumes no characters. `next` contains the characters that can follow, if they are known. */
  | { readonly kind: 'anchor'; readonly js: string; readonly next: CharSet; readonly isStart: boolean }
  | { readonly kind: 'group'; readonly open: string; readonly inner: Pattern; readonly isLookaround: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly inner: Pattern;
      readonly least: number;
      readonly most: number;
      readonly js: string;
    };

export function toJavaScript(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'char':
    case 'anchor':
      return pattern.js;
    case 'group':
      return `${pattern.open}${toJavaScript(pattern.inner)})`;
    case 'sequence':
      return pattern.items.map(toJavaScript).join('');
    case 'choice':
      return pattern.options.map(toJavaScript).join('|');
    case 'repeat':
      return `${toJavaScript(pattern.inner)}${pattern.js}`;
  }
}

/** The characters with which a match can begin. */
export function firstOf(pattern: Pattern): CharSet {
  switch (pattern.kind) {
    case 'char':
      return pattern.set;
    case 'anchor':
      return NONE;
    case 'group':
      return pattern.isLookaround ? NONE : firstOf(pattern.inner);
    case 'choice':
      return pattern.options.reduce((set, option) => set | firstOf(option), NONE);
    case 'repeat':
      return pattern.most === 0 ? NONE : firstOf(pattern.inner);
    case 'sequence': {
      let set = NONE;
      for (const item of pattern.items) {
        set |= firstOf(item);
        if (!canBeEmpty(item)) break;
      }
      return set;
    }
  }
}

export function canBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'char':
      return false;
    case 'anchor':
      return true;
    case 'group':
      return pattern.isLookaround || canBeEmpty(pattern.inner);
    case 'choice':
      return pattern.options.some(canBeEmpty);
    case 'repeat':
      return pattern.least === 0 || canBeEmpty(pattern.inner);
    case 'sequence':
      return pattern.items.every(canBeEmpty);
  }
}
