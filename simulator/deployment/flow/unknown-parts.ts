import type { DeployedApi, DeployedService } from '../deployment';

/** A part of a declaration that expressions can read, which can be known only after deployment. */
export type Part =
  | `the ${'name' | 'display name' | 'path' | 'version' | 'revision' | 'service URL'} of the API`
  | `the ${'ID' | 'display name'} of ${'an operation' | 'a product'}`
  | 'the name of the service';

type Reads = Readonly<Record<string, readonly Part[]>>;

const PATH: readonly Part[] = ['the path of the API', 'the version of the API'];

/** The parts that an expression learns from each member of `context.Api` and of other objects of `context`. */
const MEMBERS: Readonly<Record<string, Reads>> = {
  Api: {
    Id: ['the name of the API'],
    Name: ['the display name of the API'],
    Path: ['the path of the API'],
    Version: ['the version of the API'],
    Revision: ['the revision of the API'],
    ServiceUrl: ['the service URL of the API'],
    IsCurrentRevision: [],
    Protocols: [],
  },
  // Policies do not change it. It contains the path of the API and its version.
  OriginalUrl: {
    Host: ['the name of the service'],
    Path: PATH,
    ...{ Scheme: [], Port: [], Query: [], QueryString: [] },
  },
  Operation: {
    Id: ['the ID of an operation'],
    Name: ['the display name of an operation'],
    ...{ Method: [], UrlTemplate: [] },
  },
  Product: { Id: ['the ID of a product'], Name: ['the display name of a product'] },
  Deployment: {
    ServiceName: ['the name of the service'],
    ServiceId: ['the name of the service'],
    ...{ Region: [], Gateway: [], GatewayId: [], Certificates: [] },
  },
};

const ALL: Readonly<Record<string, readonly Part[]>> = Object.fromEntries(
  Object.entries(MEMBERS).map(([owner, reads]) => [owner, Object.values(reads).flat()]),
);

/** Returns a pattern of members with a name, and of their own members. Comments can stand before the name. */
export function memberPattern(names: string): RegExp {
  const own = String.raw`\s*[!=]=\s*null\b|\s*\??\s*\.\s*(\w+)`;
  return new RegExp(String.raw`(?<=(?:\.|\*/|\n)\s*)\b(${names})\b(?:${own})?`, 'g');
}

const ACCESS = memberPattern(Object.keys(MEMBERS).join('|'));

/** Returns the parts that an expression reads. Any other use of an owner, such as in a variable, reads all its parts. */
export function partsIn(code: string): ReadonlySet<Part> {
  const parts = new Set<Part>();
  for (const [text, owner, member] of code.matchAll(ACCESS)) {
    if (member === undefined && text.endsWith('null')) continue;
    const reads = MEMBERS[owner];
    const read = member !== undefined && Object.hasOwn(reads, member) ? reads[member] : ALL[owner];
    for (const part of read) parts.add(part);
  }
  return parts;
}

/** Returns the parts that are known only after deployment. `${...}` represents what is not known of a text. */
export function unknownParts(service: DeployedService, api: DeployedApi): Part[] {
  const operations = api.operations === 'unknown' ? [] : api.operations;
  const products = service.products.filter(({ apis }) => apis.includes(api.name));
  const found: Readonly<Record<Part, boolean>> = {
    'the name of the API': isUnknown(api.name),
    'the display name of the API': isUnknown(api.displayName),
    'the path of the API': isUnknown(api.path),
    'the version of the API': isUnknown(api.version?.value),
    'the revision of the API': isUnknown(api.revision),
    'the ID of an operation': operations.some(({ id }) => isUnknown(id)),
    'the display name of an operation': operations.some(({ displayName }) => isUnknown(displayName)),
    'the ID of a product': products.some(({ id }) => isUnknown(id)),
    'the display name of a product': products.some(({ displayName }) => isUnknown(displayName)),
    'the name of the service': isUnknown(service.name),
    'the service URL of the API': api.serviceUrl === 'unknown',
  };
  return (Object.keys(found) as Part[]).filter((part) => found[part]);
}

function isUnknown(text: string | undefined): boolean {
  return text?.includes('${') ?? false;
}
