import type { ClientRequest } from '../common/client-request';
import { suggestion } from '../common/nearest';
import { SimulationError } from '../common/simulation-error';
import { readFileContent, readScenario } from '../scenario/read-scenario';
import { place } from '../scenario/schema-faults';

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
  const faults = given.flatMap((each: unknown, index) =>
    unknownKeysOf(each).map((key) => {
      const where = `requests${place(given, [String(index), key])}`;
      return `${name}: ${where} is not allowed${suggestion(key, KEYS)}; allowed: ${KEYS.join(', ')}`;
    }),
  );
  if (faults.length > 0) throw new SimulationError(faults);
  // As requests of a scenario, they are all sent at the start.
  const requests = given.map((each: unknown) => (isObject(each) ? { at: 'PT0S', ...each } : each));
  const scenario = readScenario(name, JSON.stringify({ apiManagement: 'any', requests }));
  return scenario.requests.map(({ method, path, headers, body, region, product }) => ({
    ...{ method, path, headers, body, region, product },
  }));
}

/** A proof sends its requests at every moment that matters, so that they have no times. */
const KEYS = ['method', 'path', 'headers', 'body', 'region', 'product'];

function unknownKeysOf(request: unknown): string[] {
  return isObject(request) ? Object.keys(request).filter((key) => !KEYS.includes(key)) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
