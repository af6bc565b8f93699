/** What carries a value from one policy to later ones. */
export type Carrier = 'variable' | 'header' | 'query' | 'url' | 'body' | 'method' | 'cache' | 'api';

/** The names, in lower case, for example of headers; or any. */
export type Names = ReadonlySet<string> | 'any';

export type Touched = ReadonlyMap<Carrier, Names>;

const MAPS: readonly (readonly [Carrier, RegExp])[] = (
  [
    ['variable', 'Variables'],
    ['header', 'Headers'],
    ['query', 'Query'],
  ] as const
).map(([carrier, property]) => [carrier, accessTo(property)]);

/** Anything but a constant name reads the whole. */
function accessTo(property: string): RegExp {
  const name = String.raw`\s*"([^"\\]*)"\s*`;
  return new RegExp(String.raw`\b${property}\b(?:\s*\[${name}\]|\s*\.\s*\w+\s*(?:<[^()]*>)?\s*\(${name}[,)])?`, 'g');
}

const WHOLE: readonly (readonly [Carrier, RegExp])[] = [
  ['query', /\bQueryString\b|\bUrl\b(?!\s*\.\s*(?:Path|Host|Scheme|Port|Query)\b)/],
  ['url', /\bUrl\b/],
  ['body', /\bBody\b/],
  ['method', /\bMethod\b/],
];

/** The properties of `context.Api` and `context.OriginalUrl` that tell what the API declares. */
const OF_API: ReadonlyMap<string, string | undefined> = new Map([
  ...(['Name', 'Id'] as const).map((property) => [property, 'name'] as const),
  ...(['Path', 'Version', 'Revision'] as const).map((property) => [property, property.toLowerCase()] as const),
  ...['IsCurrentRevision', 'Protocols', 'ServiceUrl', 'Host', 'Scheme', 'Port', 'Query', 'QueryString'].map(
    (property) => [property, undefined] as const,
  ),
]);

/** Returns what is read of the declaration of the API. The original URL contains its path and its version. */
function readsOfApi(code: string): Names {
  const names = new Set<string>();
  for (const [, from, property] of code.matchAll(/\b(Api|OriginalUrl)\b(?:\s*\.\s*(\w+))?/g)) {
    if (!OF_API.has(property)) return 'any';
    const read = OF_API.get(property);
    if (read !== undefined) names.add(read);
    if (from === 'OriginalUrl' && read === 'path') names.add('version');
  }
  return names;
}

/** Returns what the expressions in a text read. Policies do not change the original URL. */
export function readsOf(text: string): Touched {
  const reads = new Map<Carrier, Names>();
  if (!text.includes('@')) return reads;
  const ofApi = readsOfApi(text);
  if (ofApi === 'any' || ofApi.size > 0) reads.set('api', ofApi);
  const code = text.replace(/\bOriginalUrl\s*\.\s*\w+/g, '');
  for (const [carrier, access] of MAPS) {
    const names = [...code.matchAll(access)].map(([, index, argument]) => index ?? argument);
    if (names.length === 0) continue;
    const isAny = names.some((name) => name === undefined);
    reads.set(carrier, isAny ? 'any' : new Set(names.map((name) => name.toLowerCase())));
  }
  for (const [carrier, pattern] of WHOLE) if (pattern.test(code)) reads.set(carrier, 'any');
  return reads;
}

/** Returns whether one of the names can be the same. */
export function overlap(names: Names, others: Names | undefined): boolean {
  if (others === undefined) return false;
  if (names === 'any' || others === 'any') return true;
  return [...names].some((name) => others.has(name));
}
