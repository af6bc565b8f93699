/** A parsed regular expression. */
export type Pattern =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'group'; readonly inner: Pattern; readonly index: number }
  | {
      readonly kind: 'repeat';
      readonly inner: Pattern;
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
    };

export type Assertion = 'start' | 'end' | 'line start' | 'line end' | 'boundary' | 'no boundary';

/** Thrown for a pattern that is not valid. */
export class PatternError extends Error {}
/** Thrown for a pattern that is not supported. */
export class UnsupportedPattern extends Error {}

/** A set of characters, written as a class of a JavaScript pattern. */
export class CharacterSet {
  private readonly regex: RegExp;
  private readonly ascii: (boolean | undefined)[] = [];

  constructor(source: string, ignoresCase: boolean) {
    try {
      this.regex = new RegExp(`^${source}$`, ignoresCase ? 'ius' : 'us');
    } catch {
      throw new UnsupportedPattern(`a class of the pattern is not supported`);
    }
  }

  has(character: string): boolean {
    const code = character.charCodeAt(0);
    if (code >= 128) return this.regex.test(character);
    return (this.ascii[code] ??= this.regex.test(character));
  }
}
