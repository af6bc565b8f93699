import { budget } from './budget';
import { CSharpException, Unsupported } from './errors';
import { JArray, JObject, JToken } from './json';

const PART = /\.?([A-Za-z_$][\w$-]*|\*)|\[(\d+|\*|'[^']*')\]/y;

/** Returns the tokens at a path of names and indexes, for example `$.a.b[0]['c d'].*`. */
export function selectTokens(root: JToken, path: string): JToken[] {
  budget.spend(path.length >> 2);
  let found: JToken[] = [root];
  let at = path === '$' || path.startsWith('$.') || path.startsWith('$[') ? 1 : 0;
  while (at < path.length) {
    PART.lastIndex = at;
    const match = PART.exec(path);
    if (!match) throw new Unsupported(`the JSON path '${path}' is not supported`);
    at = PART.lastIndex;
    const part = match[1] ?? match[2];
    found = found.flatMap((token) => step(token, part));
    budget.spend(4 + 4 * found.length);
    budget.allocate(8 * found.length);
  }
  return found;
}

export function selectToken(root: JToken, path: string): JToken | null {
  const found = selectTokens(root, path);
  if (found.length > 1) throw new CSharpException('JsonException', 'Path returned multiple tokens.');
  return found[0] ?? null;
}

function step(token: JToken, part: string): JToken[] {
  if (part === '*') {
    if (token instanceof JArray) return [...token.items];
    return token instanceof JObject ? [...token.properties.values()].map(({ value }) => value) : [];
  }
  if (token instanceof JArray) return /^\d+$/.test(part) ? token.items.slice(Number(part), Number(part) + 1) : [];
  if (!(token instanceof JObject)) return [];
  const value = token.get(part.startsWith("'") ? part.slice(1, -1) : part);
  return value ? [value] : [];
}
