import { Counterexample, Fault, Guarantee, milliseconds } from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import type { Behaviour } from '../simulation/behaviour';
import type { BehaviourFile, RequestFile, ScenarioFile } from '../scenario/scenario-file';
import { backendsAt } from './backends-at';
import { behavioursOf } from './fault-script';
import type { Proven } from './prove-deployment';

/**
 * Returns a counterexample as a scenario file, in which the request receives the error.
 *
 * @param guarantee the guarantee of the failure that the counterexample shows
 * @param ignored the skipped policies, by element name
 */
export function scenarioOf(
  { service, case: { api, request, elements }, proof }: Proven,
  given: Counterexample,
  guarantee: Pick<Guarantee, 'failure' | 'longest'>,
  ignored: readonly string[],
): ScenarioFile {
  const { requests, assumed, statusCode } = given;
  const { failure, longest } = guarantee;
  // Twice the longest wait: later behavior of backends affects no request.
  const end = requests[requests.length - 1] + 2 * milliseconds(longest) + 1;
  const names = [...new Set(given.phases.flatMap(({ faults }) => [...faults.keys()]))];
  const backends = names.filter((name) => isBackend(service, name));
  const passedOver = [...new Set(ignored)].filter((name) => elements.some((element) => element.name === name));
  return {
    description: `${api.name}: ${names.join(' and ')} ${names.length === 1 ? 'fails' : 'fail'} (${failure.how}), and a request receives an error.`,
    apiManagement: service.name,
    ...(backends.length > 0 && {
      backends: Object.fromEntries(backends.map((name) => [name, fileOf(behavioursFor(given, [name], end))])),
    }),
    ...(proof.hosts.length > 0 && {
      hosts: Object.fromEntries(
        proof.hosts.map((host) => [host, fileOf(behavioursFor(given, [host, ...backendsAt(service, host)], end))]),
      ),
    }),
    requests: requests.map((at) => requestAt(at, request)),
    ...(passedOver.length > 0 && { ignorePolicies: passedOver }),
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

/**
 * @param names a host and the backends at it. The host behaves like the first of them that has a fault
 * @param end the time after which a flapping backend no longer matters, in milliseconds
 */
function behavioursFor({ phases }: Counterexample, names: readonly string[], end: number): Behaviour[] {
  let last: Fault | undefined;
  const behaviours = phases.flatMap(({ from, faults }, index) => {
    const name = names.find((each) => faults.has(each));
    const fault = name === undefined ? undefined : faults.get(name);
    if (fault === undefined && last === undefined) return [];
    last = fault;
    return behavioursOf(fault, from, phases.at(index + 1)?.from ?? end);
  });
  return behaviours.length > 0 ? behaviours : behavioursOf(undefined, 0, end);
}

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
