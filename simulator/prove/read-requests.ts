import type { ClientRequest } from '../common/client-request';
import { SimulationError } from '../common/simulation-error';
import { readFileContent, readScenario } from '../scenario/read-scenario';

/**
 * Reads requests to prove with, YAML or JSON: those of a scenario, without their times.
 *
 * @param name the file's name, for faults
 * @throws SimulationError with all that is wrong with it
 */
export function readRequests(name: string, text: string): ClientRequest[] {
  const given = readFileContent(name, text);
  if (!Array.isArray(given) || given.length === 0) {
    throw new SimulationError([`${name}: a list of requests is needed, such as - { method: POST, path: /orders/ }`]);
  }
  // They have the format of a scenario, where all are sent at its start.
  const requests = given.map((each: unknown) =>
    typeof each === 'object' && each !== null ? { at: 'PT0S', ...each } : each,
  );
  const scenario = readScenario(name, JSON.stringify({ apiManagement: 'any', requests }));
  return scenario.requests.map(({ method, path, headers, body, region, product }) => ({
    ...{ method, path, headers, body, region, product },
  }));
}
