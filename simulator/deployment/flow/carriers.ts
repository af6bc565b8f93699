import { memberPattern, partsIn } from './unknown-parts';

/** What carries a value from one policy to later ones, or from a declaration to all of them. */
export type Carrier =
  | ('variable' | 'header' | 'query' | 'url' | 'body' | 'method' | 'reason' | 'cache')
  | ('backend' | 'declaration')
  | ('random' | 'calendar');

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
  ['body', /\bBody\b/],
  ['method', /\bMethod\b/],
  ['reason', /\bStatusReason\b/],
];

const MEMBERS: ReadonlySet<string> = new Set([
  ...['Host', 'Path', 'Port', 'Scheme', 'Query', 'QueryString'],
  ...['Id', 'Type', 'AzureRegion'],
]);

/** The parts of `context.Request.Url` that depend on the URL of the backend, or of the API. */
export const OF_URL: Names = new Set(['host', 'path', 'port', 'scheme']);

/** The carriers of which expressions read members. */
const OWNERS: readonly (readonly [Carrier, RegExp])[] = (
  [
    ['url', 'Url'],
    ['backend', 'Backend'],
  ] as const
).map(([carrier, owner]) => [carrier, memberPattern(owner)]);

/**
 * What has another value in each request, or in each process of a gateway. The fraction of a second, and the remainder of
 * a time, serve as random numbers.
 */
const RANDOM =
  /\b(?:Random|NewGuid|RequestId|GetHashCode|InstanceId|Millisecond)\b|\b(?:Ticks|Second|Minute|Hour|ToUnixTime\w+)\b[^]*%/;

/** The parts of a date, its text, and dates that are constants. A comparison of two times needs none of them. */
const CALENDAR = new RegExp(
  [
    String.raw`\.\s*(?:Hour|Minute|Second|TimeOfDay|DayOfWeek|DayOfYear|Day|Month|Year|Date|Today)\b`,
    String.raw`\b(?:UtcNow|Now|Timestamp)(?:\s*\.\s*(?:Add|To)\w+\s*\([^()]*\))*\s*\.\s*To\w*String\s*\(`,
    String.raw`\bnew\s+DateTime(?:Offset)?\s*\(\s*\d`,
    String.raw`\bDateTime(?:Offset)?\s*\.\s*(?:Try)?Parse\w*\s*\(\s*"`,
  ].join('|'),
);

/** Returns what the expressions in a text read. Policies do not change the original URL. */
export function readsOf(text: string): Touched {
  const reads = new Map<Carrier, Names>();
  if (!text.includes('@')) return reads;
  const parts = partsIn(text);
  if (parts.size > 0) reads.set('declaration', parts);
  const code = text.replace(/\bOriginalUrl\s*\.\s*\w+/g, '');
  for (const [carrier, access] of MAPS) {
    const names = [...code.matchAll(access)].map(([, index, argument]) => index ?? argument);
    if (names.length === 0) continue;
    const isAny = names.some((name) => name === undefined);
    reads.set(carrier, isAny ? 'any' : new Set(names.map((name) => name.toLowerCase())));
  }
  for (const [carrier, access] of OWNERS) {
    const members = [...code.matchAll(access)].flatMap(([found, , member]) =>
      member === undefined && found.endsWith('null') ? [] : [member],
    );
    if (members.length === 0) continue;
    // Any other use, such as in a variable, can read all members.
    const isAny = members.some((member) => member === undefined || !MEMBERS.has(member));
    reads.set(carrier, isAny ? 'any' : new Set(members.map((member) => member.toLowerCase())));
  }
  if (RANDOM.test(code)) reads.set('random', 'any');
  if (CALENDAR.test(code)) reads.set('calendar', 'any');
  for (const [carrier, pattern] of WHOLE) if (pattern.test(code)) reads.set(carrier, 'any');
  return reads;
}

/** Returns whether one of the names can be the same. */
export function overlap(names: Names, others: Names | undefined): boolean {
  if (others === undefined) return false;
  if (names === 'any' || others === 'any') return true;
  return [...names].some((name) => others.has(name));
}
