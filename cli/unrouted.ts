import type { DeployedApi, DeployedService } from '../simulator/deployment';
import { routeOf } from '../simulator/engine/route-of';
import { Router } from '../simulator/engine/router';
import { firstLines, quoted } from '../simulator/common/listing';
import { nameOf } from '../simulator/prove/given-requests';
import type { Scenario } from '../simulator/scenario/scenario';

/**
 * Returns a line for each request of a scenario that matches no operation, with the available ones. Requests that
 * expect a 404 are excluded.
 */
export function unroutedLines({ requests, expect }: Scenario, service: DeployedService): readonly string[] {
  const router = new Router(service);
  const expected = new Set(expect.filter(({ status }) => status === 404).map(({ request }) => request));
  const lines = requests.flatMap((request, index) => {
    const route = routeOf(router, request);
    if (route === 'unknown' || route?.operation || expected.has(index)) return [];
    const why = route ? missingOperation(route.api) : missingApi(service);
    return `request ${index}, ${nameOf(request)}: ${why}`;
  });
  return firstLines(lines);
}

function missingApi({ name, apis }: DeployedService): string {
  const paths = new Set(apis.filter(({ isCurrent }) => isCurrent).map(pathOf));
  return `no API of ${name} matches the path; ${paths.size === 0 ? 'it has no APIs' : `paths: ${quoted([...paths])}`}`;
}

function pathOf({ path, version }: DeployedApi): string {
  const isInPath = version && version.scheme !== 'unknown' && version.scheme.kind === 'Segment';
  return `/${path.replace(/^\/+/, '')}${isInPath ? `/${version.value}` : ''}`;
}

function missingOperation({ name, operations }: DeployedApi): string {
  const known = operations === 'unknown' ? [] : operations.map(({ method, urlTemplate }) => `${method} ${urlTemplate}`);
  return `no operation of API ${name} matches; ${known.length === 0 ? 'it has no operations' : `operations: ${quoted(known)}`}`;
}
