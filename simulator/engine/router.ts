import { shownText } from '../../lib/messages';
import type {
  DeployedApi,
  DeployedOperation,
  DeployedService,
  DeployedVersion,
  VersioningScheme,
} from '../deployment/deployment';
import { SimulationError } from '../common/simulation-error';
import { couldBe } from '../deployment/unplaced';
import { refuseUnknownRoute, routeBelow, UnknownRoute } from './unknown-routes';

/** The parts of a request that determine its route. */
export interface Asked {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: string;
  header(name: string): string | undefined;
}

/** The route of a request. */
export interface Route {
  readonly api: DeployedApi;
  /** Undefined if no operation matches. */
  readonly operation?: DeployedOperation;
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** The path after the path of the API, with a leading slash. */
  readonly path: string;
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** Finds the API and the operation of a request. */
export class Router {
  /** The APIs by path, including a version segment. A path can have several revisions and versions. */
  private readonly apis = new Map<string, DeployedApi[]>();
  private readonly patterns = new Map<DeployedApi, readonly OperationPattern[]>();
  private readonly unknown: UnknownRoute[] = [];

  constructor(service: DeployedService) {
    for (const api of service.apis) {
      const path = pathOf(api);
      if (api.isCurrent && path.includes('${')) this.unknown.push({ api, path });
      const others = this.apis.get(path);
      if (others) others.push(api);
      else this.apis.set(path, [api]);
    }
  }

  /**
   * Returns the route of a request; undefined if no API matches the path.
   *
   * @throws SimulationError if the operations or the versioning scheme of the API are not known, or whether it is this
   * API that answers.
   */
  route(asked: Asked): Route | undefined {
    const segments = asked.path.split('/').filter((segment) => segment !== '');
    for (let length = segments.length; length >= 0; length--) {
      const path = segments.slice(0, length).join('/');
      const api = answering(this.apis.get(path.toLowerCase()) ?? [], asked);
      if (!api) continue;
      refuseUnknownRoute(this.unknown, segments.join('/'), path);
      const found = this.operationOf(api, asked.method, segments.slice(length), asked.path.endsWith('/'));
      return { api, path: below(asked.path, length), matchedParameters: NO_PARAMETERS, ...found };
    }
    refuseUnknownRoute(this.unknown, segments.join('/'), undefined);
    return undefined;
  }

  /** Returns the API that could take the requests of another one, because its path is not known. */
  unknownBelow(api: DeployedApi): DeployedApi | undefined {
    return routeBelow(this.unknown, pathOf(api))?.api;
  }

  /**
   * Returns the operations of an API, in the order in which they are tried.
   *
   * @throws SimulationError if the operations or the versioning scheme are not known, or a URL template is not
   * supported.
   */
  operations(api: DeployedApi): readonly DeployedOperation[] {
    return this.patternsOf(api).map(({ operation }) => operation);
  }

  private operationOf(
    api: DeployedApi,
    method: string,
    path: readonly string[],
    endsWithSlash: boolean,
  ): Pick<Route, 'operation' | 'matchedParameters'> | undefined {
    for (const { operation, segments } of this.patternsOf(api)) {
      if (operation.method !== method.toUpperCase() && operation.method !== '*') continue;
      const matchedParameters = match(segments, path, endsWithSlash);
      if (matchedParameters) return { operation, matchedParameters };
    }
    return undefined;
  }

  private patternsOf(api: DeployedApi): readonly OperationPattern[] {
    const known = this.patterns.get(api);
    if (known) return known;
    if (api.version) knownScheme(api, api.version);
    if (api.operations === 'unknown') {
      throw new SimulationError([`${api.address}: the operations of API '${api.name}' are not known`]);
    }
    // A literal takes precedence over a parameter, and a parameter over a wildcard.
    const patterns = api.operations.map(patternOf).sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    this.patterns.set(api, patterns);
    return patterns;
  }
}

/** Returns the rest of a path after its first segments, as sent. */
function below(path: string, segments: number): string {
  let at = 0;
  for (let left = segments; left > 0; left--) {
    while (path[at] === '/') at++;
    while (at < path.length && path[at] !== '/') at++;
  }
  const rest = path.slice(at);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function pathOf({ path, version }: DeployedApi): string {
  const versionSegment = version && isSegment(version) ? [version.value] : [];
  return [...path.split('/'), ...versionSegment]
    .filter((segment) => segment !== '')
    .join('/')
    .toLowerCase();
}

function isSegment({ scheme }: DeployedVersion): boolean {
  return scheme !== 'unknown' && scheme.kind === 'Segment';
}

/**
 * Returns the API with the version that the request asks for, or else the one without a version.
 *
 * @throws SimulationError if that is not known.
 */
function answering(all: readonly DeployedApi[], asked: Asked): DeployedApi | undefined {
  const current = all.filter(({ isCurrent }) => isCurrent);
  const versioned = current.find(({ version }) => version && isAsked(version, asked));
  if (versioned) return versioned;
  for (const api of current) if (api.version) refuseUnknownVersion(api, api.version, asked);
  const plain = current.find(({ version }) => version === undefined);
  if (!plain) for (const api of current) if (api.version) knownScheme(api, api.version);
  return plain;
}

function isAsked({ value, scheme }: DeployedVersion, asked: Asked): boolean {
  return scheme !== 'unknown' && (scheme.kind === 'Segment' || askedVersion(scheme, asked) === value);
}

function askedVersion(scheme: VersioningScheme, asked: Asked): string | undefined {
  if (scheme.kind === 'Segment') return undefined;
  return scheme.kind === 'Header'
    ? asked.header(scheme.name)
    : (new URLSearchParams(asked.query).get(scheme.name) ?? undefined);
}

/** @throws SimulationError if the request asks for a version that can be this one, which is not known. */
function refuseUnknownVersion({ address, name }: DeployedApi, { value, scheme }: DeployedVersion, asked: Asked): void {
  const given = scheme === 'unknown' ? undefined : askedVersion(scheme, asked);
  if (!given || !value.includes('${') || !couldBe(value, given)) return;
  throw new SimulationError([
    `${address}: whether API '${name}' has the version ${shownText(given)} is not known: its version is ${value}`,
  ]);
}

/** @throws SimulationError if the versioning scheme is not known. */
function knownScheme({ address, name }: DeployedApi, { value, scheme }: DeployedVersion): VersioningScheme {
  if (scheme !== 'unknown') return scheme;
  throw new SimulationError([
    `${address}: how clients select version ${shownText(value)} of API '${name}' is not known: ` +
      'its version set is not declared',
  ]);
}

interface Segment {
  readonly kind: 'literal' | 'parameter' | 'rest';
  /** The literal in lower case, or the parameter's name; empty for a `*`. */
  readonly text: string;
}

interface OperationPattern {
  readonly operation: DeployedOperation;
  readonly segments: readonly Segment[];
  readonly order: string;
}

const ORDER = { literal: '0', parameter: '1', rest: '2' };

function patternOf(operation: DeployedOperation): OperationPattern {
  const [path] = operation.urlTemplate.split('?');
  const parts = path.split('/').filter((segment) => segment !== '');
  const segments = parts.map((part, index): Segment => {
    const isLast = index === parts.length - 1;
    if (part === '*' && isLast) return { kind: 'rest', text: '' };
    const parameter = /^\{(\*?)([^{}*]+)\}$/.exec(part);
    if (parameter) {
      if (!parameter[1]) return { kind: 'parameter', text: parameter[2] };
      if (isLast) return { kind: 'rest', text: parameter[2] };
    }
    if (!/[{}*]/.test(part)) return { kind: 'literal', text: part.toLowerCase() };
    throw new SimulationError([
      `${operation.address}: the URL template ${JSON.stringify(operation.urlTemplate)} is not simulated; ` +
        'supported are segments such as orders and {id}, and * or {*rest} as the last segment',
    ]);
  });
  return { operation, segments, order: segments.map(({ kind }) => ORDER[kind]).join('') };
}

/** The rest of a path can be empty after a slash: `/x/*` matches `/x/`, but not `/x`. */
function match(
  pattern: readonly Segment[],
  path: readonly string[],
  endsWithSlash: boolean,
): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [index, { kind, text }] of pattern.entries()) {
    if (kind === 'rest') {
      if (path.length < index || (path.length === index && index > 0 && !endsWithSlash)) return undefined;
      if (text !== '') parameters.set(text, decoded(path.slice(index).join('/')));
      return parameters;
    }
    const segment = path.at(index);
    if (segment === undefined) return undefined;
    if (kind === 'parameter') parameters.set(text, decoded(segment));
    else if (segment.toLowerCase() !== text) return undefined;
  }
  if (path.length > pattern.length) return undefined;
  return parameters.size === 0 ? NO_PARAMETERS : parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
