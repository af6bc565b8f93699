import { jsonFault } from '../../lib/messages';
import { SimulationError } from '../common/simulation-error';
import { LONGEST_YAML, readYaml, YamlError } from '../common/yaml';
import { parseDuration } from '../common/duration';
import { inconsistencies } from './inconsistencies';
import { isNestedTooDeeply } from './nesting';
import type { Expectation, Scenario, ScenarioRequest } from './scenario';
import type { Behaviour } from '../simulation/behaviour';
import type { BehaviourFile, ExpectationFile, HeadersFile, RequestFile, ScenarioFile } from './scenario-file';
import { faultsOfFile, isScenarioFile } from './validate';

/** The maximum size of a scenario file, in megabytes. */
export const LARGEST_SCENARIO = 8;

/**
 * Reads a JSON or YAML scenario.
 *
 * @param name - the file's name, for faults
 * @throws SimulationError that lists all faults
 */
export function readScenario(name: string, text: string): Scenario {
  if (text.trim() === '') throw faulty(name, ['the file is empty; a scenario is needed']);
  const data = readFileContent(name, text);
  if (!isScenarioFile(data)) {
    const { told, more } = faultsOfFile(data);
    throw faulty(name, told, more);
  }
  const faults = inconsistencies(data);
  if (faults.length > 0) throw faulty(name, faults);
  return scenarioOf(data);
}

function faulty(name: string, faults: readonly string[], more = 0): SimulationError {
  return new SimulationError(
    faults.map((fault) => `${name}: ${fault}`),
    more,
  );
}

/**
 * Reads the content of a JSON or YAML file.
 *
 * @throws SimulationError if it is neither, or nested too deeply
 */
export function readFileContent(name: string, text: string): unknown {
  const content = parse(name, text);
  if (isNestedTooDeeply(content)) throw faulty(name, ['it is nested too deeply']);
  return content;
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text is YAML or invalid; the YAML parser also accepts JSON and reports positions.
  }
  // The text exceeds the limit of the YAML parser.
  if (text.length > LONGEST_YAML && /^\s*[{[]/.test(text)) throw faulty(name, [jsonFault(text)]);
  try {
    return readYaml(text);
  } catch (error) {
    throw error instanceof YamlError ? faulty(name, [error.message]) : error;
  }
}

function scenarioOf(file: ScenarioFile): Scenario {
  return {
    description: file.description,
    apiManagement: file.apiManagement,
    start: Date.parse(file.start ?? '2026-01-01T00:00:00Z'),
    seed: file.seed ?? 1,
    backends: scriptsOf(file.backends),
    hosts: scriptsOf(file.hosts),
    requests: file.requests.flatMap(requestsOf),
    tokens: file.tokens ?? 'accepted',
    ignorePolicies: file.ignorePolicies ?? [],
    assumptions: file.assumptions ?? {},
    expect: (file.expect ?? []).map(expectationOf),
  };
}

function scriptsOf(
  scripts: Readonly<Record<string, readonly BehaviourFile[]>> = {},
): Map<string, readonly Behaviour[]> {
  return new Map(Object.entries(scripts).map(([name, behaviours]) => [name, behaviours.map(behaviourOf)]));
}

function behaviourOf({ from, latency, headers, body, ...rest }: BehaviourFile): Behaviour {
  return { ...rest, from: seconds(from), latency: seconds(latency), ...contentOf(headers, body) };
}

function requestsOf(request: RequestFile): ScenarioRequest[] {
  const { at, every, times = 1, headers, body, ...rest } = request;
  const same = { ...rest, ...contentOf(headers, body) };
  return Array.from({ length: times }, (_, n) => ({ ...same, at: seconds(at) + n * seconds(every) }));
}

function contentOf(given: HeadersFile | undefined, body: unknown): { headers: Record<string, string>; body?: string } {
  const headers = headersOf(given ?? {});
  if (body === undefined || typeof body === 'string') return { headers, body };
  const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    headers: isTyped ? headers : { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** YAML reads `retry-after: 5` as a number. */
function headersOf(headers: HeadersFile): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function expectationOf({ headers, duration, ...rest }: ExpectationFile): Expectation {
  const { least, most } = duration ?? {};
  return {
    ...rest,
    headers: headers && headersOf(headers),
    duration: duration && {
      least: least === undefined ? undefined : seconds(least),
      most: most === undefined ? undefined : seconds(most),
    },
  };
}

/** Returns the seconds of a validated duration. */
function seconds(duration = 'PT0S'): number {
  return parseDuration(duration) ?? 0;
}
