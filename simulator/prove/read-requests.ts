import type { ClientRequest } from '../common/client-request';
import { SimulationError } from '../common/simulation-error';
import { readFileContent, readScenario } from '../scenario/read-scenario';

/**
 * Reads a YAML or JSON file of requests for a proof. They have the format of a scenario's requests, without times.
 *
 * @param name the file's name, for faults
 * @throws SimulationError that lists all faults
 */
export function readRequests(name: string, text: string): ClientRequest[] {
  const given = readFileContent(name, text);
  if (!Array.isArray(given) || given.length === 0) {
    throw new SimulationError([`${name}: a list of requests is needed, such as - { method: POST, path: /orders/ }`]);
  }
  const timed = given.flatMap((each: unknown, index) => timesOf(each).map((key) => fault(name, index, key)));
  if (timed.length > 0) throw new SimulationError(timed);
  // As requests of a scenario, they are all sent at the start.
  const requests = given.map((each: unknown) =>
    typeof each === 'object' && each !== null ? { at: 'PT0S', ...each } : each,
  );
  const scenario = readScenario(name, JSON.stringify({ apiManagement: 'any', requests }));
  return scenario.requests.map(({ method, path, headers, body, region, product }) => ({
    ...{ method, path, headers, body, region, product },
  }));
}

/** What says when a request of a scenario is sent. A proof sends its requests at every moment that matters. */
const TIMES = ['at', 'times', 'every'];

function timesOf(request: unknown): string[] {
  return typeof request === 'object' && request !== null ? TIMES.filter((key) => Object.hasOwn(request, key)) : [];
}

function fault(name: string, index: number, key: string): string {
  return `${name}: requests[${index}].${key} is not allowed; allowed: method, path, headers, body, region, product`;
}
