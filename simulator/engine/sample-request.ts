import { BODILESS_METHODS } from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import type { DeployedApi, DeployedOperation } from '../deployment';
import type { CompiledService } from './compiled-service';
import { routeOf } from './route-of';

/** Sample values for a parameter and for the rest of a path. The first one that no other operation matches is used. */
const FILLINGS: readonly (readonly [parameter: string, rest: string])[] = [
  ['1', ''],
  ['1', '1'],
  ['sample', 'sample'],
  ['sample', 'sample/1'],
];

/**
 * Returns a request that matches an operation: its method and path with a value for each parameter, and `{}` as the
 * body.
 *
 * @returns undefined if other operations match every request that was tried.
 */
export function sampleRequest(
  compiled: CompiledService,
  api: DeployedApi,
  operation: DeployedOperation,
): ClientRequest | undefined {
  return FILLINGS.map(([parameter, rest]) => requestTo(api, operation, parameter, rest)).find((request) => {
    const route = routeOf(compiled.router, request);
    return route !== 'unknown' && route?.api === api && route.operation === operation;
  });
}

function requestTo(
  { path, version }: DeployedApi,
  operation: DeployedOperation,
  parameter: string,
  rest: string,
): ClientRequest {
  const method = methodOf(operation);
  const { scheme = 'unknown', value = '' } = version ?? {};
  const named = scheme === 'unknown' || scheme.kind === 'Segment' ? undefined : scheme;
  const segment = scheme !== 'unknown' && !named ? `/${value}` : '';
  const query = named?.kind === 'Query' ? `?${named.name}=${encodeURIComponent(value)}` : '';
  const carriesBody = mayCarryBody(operation);
  return {
    method,
    path: `/${path}${segment}${pathOf(operation.urlTemplate, parameter, rest)}${query}`.replace(/\/{2,}/g, '/'),
    headers: {
      ...(named?.kind === 'Header' && { [named.name]: value }),
      ...(carriesBody && { 'Content-Type': 'application/json' }),
    },
    ...(carriesBody && { body: '{}' }),
  };
}

/** If any method matches, a method with a body is used, since a body can be lost. */
function methodOf({ method }: DeployedOperation): string {
  return method === '*' ? 'POST' : method;
}

/** Returns whether requests of an operation can have a body, which retries can lose. */
export function mayCarryBody(operation: DeployedOperation): boolean {
  return !BODILESS_METHODS.has(methodOf(operation).toUpperCase());
}

function pathOf(urlTemplate: string, parameter: string, rest: string): string {
  const [path] = urlTemplate.split('?');
  const filled = path
    .replace(/\{\*[^}]*\}$/, rest)
    .replace(/\{[^}]*\}/g, parameter)
    .replace(/\*$/, rest);
  return filled.startsWith('/') ? filled : `/${filled}`;
}
