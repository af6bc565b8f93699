import { redactPath } from '../../lib/messages';
import { SimulationError } from '../common/simulation-error';
import type { DeployedApi } from '../deployment/deployment';

/** An API whose path, or the version at its end, is known only after deployment. */
export interface UnknownRoute {
  readonly api: DeployedApi;
  /** The path in lower case. `${...}` represents what is not known. */
  readonly path: string;
}

/**
 * Returns the API that could take the requests of another one because the known start of its path is below the path of
 * the other. Any other path that is not known is assumed not to be below a known one.
 */
export function routeBelow(routes: readonly UnknownRoute[], path: string): UnknownRoute | undefined {
  return path === '' ? undefined : routes.find((each) => startOf(each).startsWith(`${path.toLowerCase()}/`));
}

/** @throws SimulationError if a path that is not known could match a request better than the path of the matched API. */
export function refuseUnknownRoute(
  routes: readonly UnknownRoute[],
  request: string,
  matched: string | undefined,
): void {
  // Azure refuses equal paths, so the part that is not known takes at least one more segment of a matched request.
  const place = matched === undefined ? `${request}/` : request;
  const possible = routes.filter((each) => place.toLowerCase().startsWith(startOf(each)));
  const route = matched === undefined ? possible.at(0) : routeBelow(possible, matched);
  if (!route) return;
  const { address, name } = route.api;
  throw new SimulationError([
    `${address}: whether API '${name}' answers requests to /${redactPath(request)} is not known: its path is ${route.path}`,
  ]);
}

function startOf({ path }: UnknownRoute): string {
  return path.slice(0, path.indexOf('${'));
}
