import { Counterexample, Fault } from '../../lib/failover';
import type { ClientRequest } from '../client-request';
import type { Behaviour } from '../scenario/scenario';
import type { BehaviourFile, RequestFile, ScenarioFile } from '../scenario/scenario-file';
import { behavioursOf } from './fault-script';
import type { Proven } from './prove-deployment';

/** A counterexample as a scenario file: its last request gets the error that it is about. */
export function scenarioOf(
  { service, case: { api, request } }: Proven,
  given: Counterexample,
  how: string,
): ScenarioFile {
  const { requests, assumed, statusCode } = given;
  const names = Object.keys(
    Object.fromEntries(given.phases.flatMap(({ faults }) => [...faults.keys()].map((name) => [name, true]))),
  );
  const hosts = names.filter((name) => !isBackend(service, name));
  const behaviours = (of: readonly string[]): Record<string, BehaviourFile[]> =>
    Object.fromEntries(of.map((name) => [name, fileOf(behavioursFor(given, name))]));
  return {
    description: `${api.name}: ${names.join(' and ')} ${names.length === 1 ? 'fails' : 'fail'} (${how}), and a request gets an error.`,
    apiManagement: service.name,
    ...(names.length > hosts.length && { backends: behaviours(names.filter((name) => !hosts.includes(name))) }),
    ...(hosts.length > 0 && { hosts: behaviours(hosts) }),
    requests: requests.map((at) => requestAt(at, request)),
    assumptions: { units: given.units, ...assumed },
    expect: [{ request: given.error, status: statusCode }],
  };
}

function isBackend({ backends, pools }: Proven['service'], name: string): boolean {
  return (
    backends.some(({ model }) => model.name === name) ||
    pools.some(({ model }) => model.members.some(({ backend }) => backend.name === name))
  );
}

function behavioursFor({ phases, requests }: Counterexample, name: string): Behaviour[] {
  const until = requests[requests.length - 1] + LONGEST_EXCHANGE;
  let last: Fault | undefined;
  return phases.flatMap(({ from, faults }) => {
    const fault = faults.get(name);
    if (fault === undefined && last === undefined) return [];
    last = fault;
    return behavioursOf(fault, from, until);
  });
}

/** Ten minutes, in milliseconds: longer than any exchange of a backend that comes and goes. */
const LONGEST_EXCHANGE = 600_000;

function fileOf(behaviours: readonly Behaviour[]): BehaviourFile[] {
  return behaviours.map(({ from = 0, status, latency, hang, refused, headers }) => ({
    ...(from > 0 && { from: isoDuration(from) }),
    ...(hang ? { hang } : refused ? { refused } : { status }),
    ...(latency !== undefined && { latency: isoDuration(latency) }),
    ...(headers && { headers }),
  }));
}

function requestAt(at: number, { method, path, headers, body, region, product }: ClientRequest): RequestFile {
  const texts = Object.entries(headers ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.join(', '),
  ]);
  return {
    at: isoDuration(at / 1000),
    method,
    path,
    ...(texts.length > 0 && { headers: Object.fromEntries(texts) as Record<string, string> }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body).toString('utf8') }),
    ...(region !== undefined && { region }),
    ...(product !== undefined && { product }),
  };
}

function isoDuration(seconds: number): string {
  return `PT${Math.round(seconds * 1000) / 1000}S`;
}
