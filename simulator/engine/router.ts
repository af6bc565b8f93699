import type { DeployedApi, DeployedOperation, DeployedService } from '../deployment/deployment';

/** What a request asks for. */
export interface Asked {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: string;
  header(name: string): string | undefined;
}

/** Where a request belongs. */
export interface Route {
  readonly api: DeployedApi;
  /** Left out where the API has none for it. */
  readonly operation?: DeployedOperation;
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** The path below that of the API, from its slash on. */
  readonly path: string;
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** Finds the API and the operation of a request. */
export class Router {
  /** By path, with its version where that stands in it: what may be several revisions and versions. */
  private readonly apis = new Map<string, DeployedApi[]>();
  private readonly operations = new Map<DeployedApi, OperationPattern[]>();

  constructor(service: DeployedService) {
    for (const api of service.apis) {
      const path = pathOf(api);
      const others = this.apis.get(path);
      if (others) others.push(api);
      else this.apis.set(path, [api]);
    }
  }

  /**
   * Undefined if no API has the path.
   *
   * @param unreadable takes an API whose operations are not known
   */
  route(asked: Asked, unreadable: (api: DeployedApi) => never): Route | undefined {
    const segments = asked.path.split('/').filter((segment) => segment !== '');
    for (let length = segments.length; length >= 0; length--) {
      const candidates = this.apis.get(segments.slice(0, length).join('/').toLowerCase());
      const api = candidates?.find((candidate) => answersTo(candidate, asked));
      if (!api) continue;
      const path = `/${segments.slice(length).join('/')}`;
      const found = this.operationOf(api, asked.method, path, unreadable);
      return { api, path: below(asked.path, length), matchedParameters: NO_PARAMETERS, ...found };
    }
    return undefined;
  }

  private operationOf(
    api: DeployedApi,
    method: string,
    path: string,
    unreadable: (api: DeployedApi) => never,
  ): Pick<Route, 'operation' | 'matchedParameters'> | undefined {
    if (api.operations === 'unknown') return unreadable(api);
    let patterns = this.operations.get(api);
    if (!patterns) {
      // What is written out goes before a parameter, and that before the rest of a path.
      patterns = api.operations.map(patternOf).sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
      this.operations.set(api, patterns);
    }
    for (const { operation, segments } of patterns) {
      if (operation.method !== method.toUpperCase() && operation.method !== '*') continue;
      const matchedParameters = match(segments, path);
      if (matchedParameters) return { operation, matchedParameters };
    }
    return undefined;
  }
}

/** What comes after the first segments of a path, as it was sent. */
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
  const versionSegment = version?.scheme.kind === 'Segment' ? [version.value] : [];
  return [...path.split('/'), ...versionSegment]
    .filter((segment) => segment !== '')
    .join('/')
    .toLowerCase();
}

function answersTo({ isCurrent, version }: DeployedApi, asked: Asked): boolean {
  if (!isCurrent) return false;
  if (!version || version.scheme.kind === 'Segment') return true;
  const { kind, name } = version.scheme;
  const given = kind === 'Header' ? asked.header(name) : new URLSearchParams(asked.query).get(name);
  return given === version.value;
}

interface Segment {
  readonly kind: 'literal' | 'parameter' | 'rest';
  /** The literal in lower case, or the parameter's name. */
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
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment): Segment => {
      const parameter = /^\{(\*?)([^}]*)\}$/.exec(segment);
      if (!parameter) return { kind: 'literal', text: segment.toLowerCase() };
      return { kind: parameter[1] ? 'rest' : 'parameter', text: parameter[2] };
    });
  return { operation, segments, order: segments.map(({ kind }) => ORDER[kind]).join('') };
}

function match(pattern: readonly Segment[], path: string): ReadonlyMap<string, string> | undefined {
  if (pattern.length === 0) return path === '/' ? NO_PARAMETERS : undefined;
  const given = path.slice(1).split('/');
  const parameters = new Map<string, string>();
  for (const [index, { kind, text }] of pattern.entries()) {
    if (kind === 'rest') {
      parameters.set(text, decoded(given.slice(index).join('/')));
      return parameters;
    }
    const segment = given.at(index);
    if (segment === undefined || segment === '') return undefined;
    if (kind === 'parameter') parameters.set(text, decoded(segment));
    else if (segment.toLowerCase() !== text) return undefined;
  }
  return given.length === pattern.length ? parameters : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
