import type { DeployedService } from '../simulator/deployment';
import { routeOf } from '../simulator/engine/route-of';
import { Router } from '../simulator/engine/router';
import { whyUnrouted } from '../simulator/engine/why-unrouted';
import { firstLines } from '../simulator/common/listing';
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
    return `request ${index}, ${nameOf(request)}: ${whyUnrouted(route, service)}`;
  });
  return firstLines(lines);
}
