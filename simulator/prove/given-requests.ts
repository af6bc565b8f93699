import { redactPath } from '../../lib/messages';
import type { ClientRequest } from '../common/client-request';
import type { DeployedApi, DeployedOperation, DeployedProduct } from '../deployment';
import type { CompiledService } from '../engine/compiled-service';
import { routeOf } from '../engine/route-of';
import { whyUnrouted } from '../engine/why-unrouted';
import { SimulationError } from '../common/simulation-error';

/** A request that the user provides for the proof, with its route. */
export interface GivenRequest {
  readonly request: ClientRequest;
  readonly api: DeployedApi;
  readonly operation: DeployedOperation;
  /** The product that the request specifies. */
  readonly product: DeployedProduct | undefined;
}

/**
 * Assigns each request to all services that have a matching operation.
 *
 * @param strays whether requests that match no operation are allowed
 * @param source the file that the requests are from
 * @throws SimulationError that lists requests that match no operation, if they are not allowed.
 */
export function belongingOf(
  requests: readonly ClientRequest[],
  services: readonly CompiledService[],
  strays: 'refused' | 'passed over',
  source?: string,
): ReadonlyMap<CompiledService, readonly GivenRequest[]> {
  const belonging = new Map(services.map((service): [CompiledService, GivenRequest[]] => [service, []]));
  const faults: string[] = [];
  requests.forEach((request, index) => {
    const reasons = new Set<string>();
    let belongs = false;
    for (const [service, given] of belonging) {
      const found = find(service, request);
      if (typeof found === 'string') reasons.add(found);
      else if (found) given.push(found);
      // If operations are not known, the route cannot be determined.
      belongs ||= typeof found !== 'string';
    }
    if (!belongs)
      faults.push(
        `${source === undefined ? '' : `${source}: `}request ${index}, ${nameOf(request)}: ${[...reasons].join('; ')}`,
      );
  });
  if (faults.length > 0 && strays === 'refused') throw new SimulationError(faults);
  return belonging;
}

/** For example, `GET /orders/7`, without parts that can be secrets. */
export function nameOf({ method, path }: ClientRequest): string {
  return `${method} ${redactPath(path)}`;
}

/** Returns the route of a request, or why there is none; undefined if that is not known. */
function find(compiled: CompiledService, request: ClientRequest): GivenRequest | string | undefined {
  const route = routeOf(compiled.router, request);
  if (route === 'unknown') return undefined;
  if (!route?.operation) return whyUnrouted(route, compiled.service);
  const { api, operation } = route;
  const { product: id } = request;
  const product = compiled.service.products.find((each) => each.id === id && each.apis.includes(api.name));
  if (id !== undefined && !product) return `no product '${id}' includes API '${api.name}'`;
  return { request, api, operation, product };
}
