import type { ClientRequest } from '../common/client-request';
import { SimulationError } from '../common/simulation-error';
import type { Route, Router } from './router';

/** Returns the API and operation of a request; undefined if no API matches, `unknown` if it cannot be determined. */
export function routeOf(
  router: Router,
  { method, path: whole, headers = {} }: ClientRequest,
): Route | undefined | 'unknown' {
  const [path, query = ''] = whole.split('?');
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  try {
    return router.route({ method, path, query, header: (name) => values.get(name.toLowerCase()) });
  } catch (error) {
    if (error instanceof SimulationError) return 'unknown';
    throw error;
  }
}
