/** Returns the fault of invalid JSON, with its location. */
export function jsonFault(text: string): string {
  const before = text.slice(0, endOfJson(text));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return `is not valid JSON: there is an error at line ${line}, column ${column}`;
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end';

/**
 * Returns the position up to which the text is valid JSON, since the message of the engine does not always contain it.
 */
function endOfJson(text: string): number {
  const open: string[] = [];
  let expects: Expected = 'value';
  let at = 0;
  for (;;) {
    at += lengthOf(SPACE, text, at);
    const char = text.charAt(at);
    const isValue: boolean = expects === 'value' || expects === 'value or end';
    if ((char === '{' || char === '[') && isValue) {
      open.push(char);
      expects = char === '{' ? 'key or end' : 'value or end';
      at++;
    } else if ((char === '}' || char === ']') && expects.endsWith('end') && open.at(-1) === OPENING[char]) {
      open.pop();
      expects = 'comma or end';
      at++;
    } else if (char === ':' && expects === 'colon') {
      expects = 'value';
      at++;
    } else if (char === ',' && expects === 'comma or end' && open.length > 0) {
      expects = open.at(-1) === '{' ? 'key' : 'value';
      at++;
    } else if (char === '"' && (isValue || expects.startsWith('key'))) {
      at = endOfString(text, at);
      if (text.charAt(at) !== '"') return at;
      expects = isValue ? 'comma or end' : 'colon';
      at++;
    } else {
      const length = isValue ? lengthOf(SCALAR, text, at) : 0;
      if (length === 0) return at;
      expects = 'comma or end';
      at += length;
    }
  }
}

const OPENING = { '}': '{', ']': '[' } as const;

/** Returns the position of the closing quotation mark, or of the error. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') return at;
    const length = char === '\\' ? lengthOf(ESCAPE, text, at) : char < ' ' ? 0 : 1;
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
