import type { Faults } from '../faults';
import type { TerraformSource } from '../sources';
import type { Json } from './value';

/** The text's JSON; undefined once its fault is said. */
export function parseJson({ name, json }: TerraformSource, faults: Faults): Json | undefined {
  try {
    return JSON.parse(json) as Json;
  } catch {
    const before = json.slice(0, endOfJson(json));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    faults.say(name, `is no JSON: it goes wrong in line ${line}, column ${column}`);
    return undefined;
  }
}

const TOKEN =
  /[ \t\r\n]*(?:([[{])|([\]}])|([,:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

/** How far the text goes as JSON; the engine's own message does not always say. */
function endOfJson(text: string): number {
  const open: string[] = [];
  let expects: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' = 'value';
  for (let at = 0; ; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const start = at + (/[ \t\r\n]*/y.exec(text.slice(at, at + 1000))?.[0].length ?? 0);
    if (!found) return start;
    const [, opening, closing, mark, string] = found;
    const isValue = expects === 'value' || expects === 'value or end';
    if (opening) {
      if (!isValue) return start;
      open.push(opening);
      expects = opening === '{' ? 'key or end' : 'value or end';
    } else if (closing) {
      const matches = open.at(-1) === (closing === '}' ? '{' : '[');
      if (!matches || !expects.endsWith('end') || (expects === 'comma or end' && open.length === 0)) return start;
      open.pop();
      expects = 'comma or end';
    } else if (mark === ':') {
      if (expects !== 'colon') return start;
      expects = 'value';
    } else if (mark === ',') {
      if (expects !== 'comma or end' || open.length === 0) return start;
      expects = open.at(-1) === '{' ? 'key' : 'value';
    } else if (string && expects.startsWith('key')) expects = 'colon';
    else if (isValue) expects = 'comma or end';
    else return start;
  }
}
