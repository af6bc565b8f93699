/** Names that are each given once. Some systems ignore the case of names. */
export class Names {
  private readonly taken: Set<string>;

  constructor(reserved: readonly string[] = []) {
    this.taken = new Set(reserved.map((name) => name.toLowerCase()));
  }

  /** Returns the name, or the name with a number if it is taken. */
  unique(name: string, separator: string): string {
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? name : `${name}${separator}${number}`;
      const key = candidate.toLowerCase();
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return candidate;
    }
  }
}

const LONGEST_IDENTIFIER = 40;

/** Returns an identifier in camel case, for example `funcPrimary` for `func-primary`. */
export function identifierOf(...parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
  const joined = words
    .filter((word, index) => index === 0 || word.toLowerCase() !== words[index - 1].toLowerCase())
    .map((word, index) => {
      const [first, rest] = [word.charAt(0), word.slice(1)];
      return index === 0 ? lowered(word) : first.toUpperCase() + rest;
    })
    .join('')
    .slice(0, LONGEST_IDENTIFIER);
  return /^[a-z]/.test(joined) ? joined : `_${joined}`;
}

/** Returns a name for a construct or a file: letters, digits, and hyphens. */
export function plainName(...parts: readonly string[]): string {
  const text = parts
    .map((part) => part.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^[-.]+|[-.]+$/g, ''))
    .filter((part) => part !== '')
    .join('-');
  return text.slice(0, LONGEST_NAME) || 'x';
}

const LONGEST_NAME = 100;

function lowered(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}

/** Words that cannot be the name of a constant in a module, and names that the program uses. */
export const RESERVED = [
  ...'abstract any arguments as async await boolean break case catch class const constructor continue debugger'.split(
    ' ',
  ),
  ...'declare default delete do else enum eval export extends false finally for from function get if'.split(' '),
  ...'implements import in infer instanceof interface is keyof let module namespace never new null number'.split(' '),
  ...'object of package private protected public readonly require return set static string super switch'.split(' '),
  ...'symbol this throw true try type typeof undefined unique unknown var void while with yield'.split(' '),
  ...['app', 'stack', 'document', 'policy', 'imported', 'override', 'exports', '__dirname', '__filename', 'process'],
  ...['global', 'globalThis', 'readFileSync', 'join', 'Infinity', 'NaN', 'Object', 'Array', 'Error', 'JSON', 'Promise'],
];
