import { Ajv, type Schema } from 'ajv';
import { parseDocument } from 'yaml';
import { SimulationError } from '../simulation-error';
import { yamlFault } from '../yaml-fault';
import { parseDuration } from './duration';
import { inconsistencies } from './inconsistencies';
import type { Behaviour, Expectation, Scenario, ScenarioRequest } from './scenario';
import type { BehaviourFile, ExpectationFile, HeadersFile, RequestFile, ScenarioFile } from './scenario-file';
import * as schema from './scenario.schema.json';
import { schemaFaults } from './schema-faults';

/** More than these, and nobody reads them. */
const MOST_FAULTS = 20;

const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<ScenarioFile>(
  schema as Schema,
);

/**
 * Reads a scenario, JSON or YAML.
 *
 * @param name - the file's name, for faults
 * @throws SimulationError with all that is wrong with it
 */
export function readScenario(name: string, text: string): Scenario {
  const data = parse(name, text);
  if (!validate(data)) throw faulty(name, schemaFaults(data, validate.errors ?? []));
  const faults = inconsistencies(data);
  if (faults.length > 0) throw faulty(name, faults);
  try {
    return scenarioOf(data);
  } catch (error) {
    throw tooDeep(name, error);
  }
}

function faulty(name: string, faults: readonly string[]): SimulationError {
  const told = faults.slice(0, MOST_FAULTS).map((fault) => `${name}: ${fault}`);
  const left = faults.length - told.length;
  return new SimulationError(left > 0 ? [...told, `${name}: ${left} more of the kind`] : told);
}

function parse(name: string, text: string): unknown {
  if (text.trim() === '') throw new SimulationError([`${name}: the file is empty; a scenario is needed`]);
  try {
    return JSON.parse(text);
  } catch {
    // It is YAML, or broken; YAML's parser takes JSON too, and says where.
  }
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    const { errors } = document;
    if (errors.length === 0) return document.toJS() as unknown;
    if (errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw new RangeError();
    // What follows the first is its consequence, and so is what follows its first line.
    throw faulty(name, [yamlFault(errors[0])]);
  } catch (error) {
    if (error instanceof ReferenceError) throw new SimulationError([`${name}: its aliases unfold to too much`]);
    throw tooDeep(name, error);
  }
}

function tooDeep(name: string, error: unknown): unknown {
  return error instanceof RangeError ? new SimulationError([`${name}: it is nested too deeply`]) : error;
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

/** A duration that the schema has let through. */
function seconds(duration = 'PT0S'): number {
  return parseDuration(duration) ?? 0;
}
