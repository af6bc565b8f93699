import type { ClientRequest } from '../client-request';
import type { DeployedApi, DeployedOperation } from '../deployment';

/** The methods whose requests carry a body as a rule. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** What stands for every parameter. */
const PARAMETER = '1';

/** A request that an operation takes: its method and path, with a value for each parameter, and `{}` where a body may be. */
export function sampleRequest(api: DeployedApi, operation: DeployedOperation): ClientRequest {
  const method = operation.method === '*' ? 'GET' : operation.method;
  const { scheme = 'unknown', value = '' } = api.version ?? {};
  const segment = scheme !== 'unknown' && scheme.kind === 'Segment' ? `/${value}` : '';
  const headers: Record<string, string> = {};
  let query = '';
  if (scheme !== 'unknown' && scheme.kind === 'Header') headers[scheme.name] = value;
  if (scheme !== 'unknown' && scheme.kind === 'Query') query = `?${scheme.name}=${encodeURIComponent(value)}`;
  const carriesBody = WITH_BODY.has(method);
  if (carriesBody) headers['Content-Type'] = 'application/json';
  return {
    method,
    path: `/${api.path}${segment}${pathOf(operation.urlTemplate)}${query}`.replace(/\/{2,}/g, '/'),
    headers,
    ...(carriesBody && { body: '{}' }),
  };
}

/** Whether a request of an operation carries a body, and so may lose it. */
export function mayCarryBody({ method }: DeployedOperation): boolean {
  return WITH_BODY.has(method);
}

function pathOf(urlTemplate: string): string {
  const [path] = urlTemplate.split('?');
  const filled = path.replace(/\{[^}]*\}/g, PARAMETER).replace(/\*$/, '');
  return filled.startsWith('/') ? filled : `/${filled}`;
}
