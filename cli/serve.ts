import { printable, redactPath, shownText } from '../lib/messages';
import { DeployedService, readDeployment } from '../simulator/deployment';
import { loadCSharp } from '../simulator/expressions';
import { readFile } from '../simulator/common/read-file';
import { BackendMap, mappingFaults, readMappings } from '../simulator/server/backend-map';
import { GatewayServer } from '../simulator/server/gateway-server';
import { listenerUrl } from '../simulator/server/listener-url';
import { ScenarioAnswer, sendRequests } from '../simulator/server/scenario-requests';
import { serviceOf } from '../simulator/scenario/check-names';
import { LARGEST_SCENARIO, readScenario } from '../simulator/scenario/read-scenario';
import type { Scenario } from '../simulator/scenario/scenario';
import { DEFAULT_SUBSCRIPTION_KEY as DEFAULT_KEY } from '../simulator/server/first-request';
import { SimulationError } from '../simulator/common/simulation-error';
import { readYaml, YamlError } from '../simulator/common/yaml';
import { ignorePolicyFaults, regionFault } from './given-names';
import { inputOf, type InputOptions } from './input-options';
import { EXIT, tellFault, tellWarnings, type Io } from './io';

/** The options of `apim-failover serve`. */
export interface ServeOptions extends InputOptions {
  readonly port: number;
  readonly host: string;
  /** For example, `NAME=URL`. */
  readonly backend: readonly string[];
  /** A YAML file of names and URLs. */
  readonly backends?: string;
  readonly units?: number;
  readonly region?: string;
  readonly subscriptionKey: readonly string[];
  readonly ignorePolicy: readonly string[];
  /** A scenario file. */
  readonly scenario?: string;
}

/**
 * `apim-failover serve`: runs a listener for each service, or for the service of a scenario, until the process is
 * stopped.
 */
export async function serve(path: string, options: ServeOptions, io: Io): Promise<number> {
  const deployment = await readDeployment(path, inputOf(options));
  tellWarnings(io, deployment.warnings);
  const { scenario: file } = options;
  const scenario = file === undefined ? undefined : readScenarioFile(file);
  const services = scenario && file !== undefined ? [serviceOf(scenario, deployment, file)] : deployment.services;
  checkNames(options, services, io);
  const backends = mappingsOf(options, services, scenario);
  const csharp = await loadCSharp();
  const faults: string[] = [];
  const complain = (what: string): void => tellFault(io, what);
  const { units, subscriptionKey } = options;
  const region = options.region ?? scenario?.requests.find((request) => request.region !== undefined)?.region;
  const ignorePolicies = [...options.ignorePolicy, ...(scenario?.ignorePolicies ?? [])];
  const subscriptionKeys = subscriptionKey.length > 0 ? subscriptionKey : [DEFAULT_KEY];
  const settings = { backends, units, region, subscriptionKeys, ignorePolicies, scenario, complain };
  const gateways = services.flatMap((service) => {
    try {
      return [new GatewayServer(service, csharp, settings)];
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new SimulationError(faults);
  return run(gateways, options, scenario, io);
}

function checkNames({ region, ignorePolicy }: ServeOptions, services: readonly DeployedService[], io: Io): void {
  const faults = ignorePolicyFaults(ignorePolicy, services);
  const fault = region === undefined ? undefined : regionFault('--region', region, services);
  if (fault?.isCertain) faults.push(fault.text);
  if (faults.length > 0) throw new SimulationError(faults);
  if (fault) tellFault(io, fault.text);
}

async function run(
  gateways: readonly GatewayServer[],
  { host, port, subscriptionKey }: ServeOptions,
  scenario: Scenario | undefined,
  io: Io,
): Promise<number> {
  let stop: (() => void) | undefined;
  try {
    const ports: number[] = [];
    for (const [index, gateway] of gateways.entries()) {
      ports.push(await listen(gateway, port === 0 ? 0 : port + index, host));
    }
    gateways.forEach((gateway, index) => tellWhere(gateway, listenerUrl(host, ports[index]), subscriptionKey, io));
    if (scenario) {
      const { apis } = gateways[0].service;
      const [key = DEFAULT_KEY] = subscriptionKey;
      const headers = Object.fromEntries(apis.map(({ subscriptionKeyNames }) => [subscriptionKeyNames.header, key]));
      const gateway = { url: listenerUrl(host, ports[0]), headers };
      stop = sendRequests(scenario, gateway, (answer) => tellAnswer(answer, io));
    }
    await io.untilStopped();
    io.stdout('stopping when the requests in progress are finished\n');
    return EXIT.fine;
  } finally {
    stop?.();
    await Promise.all(gateways.map((gateway) => gateway.close()));
  }
}

function tellWhere({ service }: GatewayServer, url: string, keys: readonly string[], io: Io): void {
  const tell = (line: string): void => io.stdout(`${printable(line)}\n`);
  tell(service.name);
  for (const { path } of service.apis) tell(`  ${url}/${path.replace(/^\/+/, '')}`);
  tell(`  ${url}/_gateway/  shows circuits and attempts`);
  const { header } = service.apis.find((api) => api.subscriptionRequired)?.subscriptionKeyNames ?? {};
  // A given key is a secret.
  const key = keys.length > 0 ? '<one of your keys>' : DEFAULT_KEY;
  if (header !== undefined) tell(`  requires a subscription key: -H '${header}: ${key}'`);
}

async function listen(gateway: GatewayServer, port: number, host: string): Promise<number> {
  try {
    return await gateway.listen(port, host);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const { name } = gateway.service;
    const ofHost = HOST_WORDS.get(code);
    if (ofHost !== undefined)
      throw new SimulationError([`${name}: host ${host} ${ofHost}; choose another with --host`]);
    const why = WORDS.get(code) ?? code;
    throw new SimulationError([`${name}: port ${port} of ${host} ${why}; choose another with --port or --host`]);
  }
}

const HOST_WORDS = new Map([
  ['EADDRNOTAVAIL', 'is not an address of this machine'],
  ['ENOTFOUND', 'cannot be resolved'],
]);

const WORDS = new Map([
  ['EADDRINUSE', 'is in use'],
  ['EACCES', 'requires more permissions than the current user has'],
  ['ERR_SOCKET_BAD_PORT', 'exceeds the last port, 65535'],
]);

function tellAnswer({ request, status, duration }: ScenarioAnswer, io: Io): void {
  const { at, method, path } = request;
  const answer = status === undefined ? 'no response' : `${status} after ${duration} s`;
  io.stdout(`${printable(`  at ${at} s  ${method} ${redactPath(path)}: ${answer}`)}\n`);
}

function readScenarioFile(file: string): Scenario {
  return readScenario(file, readFile(file, LARGEST_SCENARIO).toString());
}

function mappingsOf(
  { backend, backends: file }: ServeOptions,
  services: readonly DeployedService[],
  scenario: Scenario | undefined,
): BackendMap {
  const faults: string[] = [];
  const given = backend.flatMap((mapping) => {
    const mark = mapping.indexOf('=');
    if (mark > 0) return [[mapping.slice(0, mark), mapping.slice(mark + 1)] as const];
    faults.push(`--backend ${shownText(mapping)}: NAME=URL is needed, such as orders-local=http://localhost:7071`);
    return [];
  });
  const map = readMappings([...(file === undefined ? [] : mappingsIn(file, faults)), ...given], faults);
  // Missing mappings cannot be determined while others are not valid.
  if (faults.length === 0) {
    faults.push(...mappingFaults(services, map, scenario !== undefined));
    if (backend.length === 0 && file === undefined && faults.length > 0) faults.push(NO_MAPPING);
  }
  if (faults.length > 0) throw new SimulationError(faults);
  return map;
}

const NO_MAPPING = 'to serve without backends, use --scenario FILE: a scenario needs no mappings';

function mappingsIn(file: string, faults: string[]): (readonly [name: string, url: unknown])[] {
  const text = readFile(file, LARGEST_MAPPINGS).toString();
  let content: unknown;
  try {
    content = readYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    faults.push(`${file}: ${error.message}`);
    return [];
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    faults.push(`${file}: a map of names to URLs is needed, such as orders-local: http://localhost:7071`);
    return [];
  }
  return Object.entries(content);
}

/** Megabytes. */
const LARGEST_MAPPINGS = 1;
