import { DeployedService, readDeployment } from '../simulator/deployment';
import { loadCSharp } from '../simulator/expressions';
import { readFile } from '../simulator/read-file';
import { BackendMap, mappingFaults, readMappings } from '../simulator/server/backend-map';
import { GatewayServer } from '../simulator/server/gateway-server';
import { listenerUrl } from '../simulator/server/listener-url';
import { SimulationError } from '../simulator/simulation-error';
import { readYaml, YamlError } from '../simulator/yaml';
import { EXIT, tellFault, type Io } from './io';

/** What `apim-failover serve` is told. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  /** As in `NAME=URL`. */
  readonly backend: readonly string[];
  /** A YAML file of names and URLs. */
  readonly backends?: string;
  readonly units?: number;
  readonly region?: string;
  readonly subscriptionKey: readonly string[];
  readonly ignorePolicy: readonly string[];
}

/** `apim-failover serve`: one listener for each service, until it is told to stop. */
export async function serve(path: string, options: ServeOptions, io: Io): Promise<number> {
  const { services } = readDeployment(path);
  const backends = mappingsOf(options, services);
  const csharp = await loadCSharp();
  const faults: string[] = [];
  const complain = (what: string): void => tellFault(io, what);
  const { units, region, subscriptionKey, ignorePolicy: ignorePolicies } = options;
  const subscriptionKeys = subscriptionKey.length > 0 ? subscriptionKey : [DEFAULT_KEY];
  const settings = { backends, units, region, subscriptionKeys, ignorePolicies, complain };
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
  return run(gateways, options, io);
}

async function run(
  gateways: readonly GatewayServer[],
  { host, port, subscriptionKey }: ServeOptions,
  io: Io,
): Promise<number> {
  try {
    const ports: number[] = [];
    for (const [index, gateway] of gateways.entries()) {
      ports.push(await listen(gateway, port === 0 ? 0 : port + index, host));
    }
    gateways.forEach((gateway, index) => tellWhere(gateway, listenerUrl(host, ports[index]), subscriptionKey, io));
    await io.untilStopped();
    io.stdout('stopping: requests that are under way are answered first\n');
    return EXIT.fine;
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.close()));
  }
}

function tellWhere({ service }: GatewayServer, url: string, keys: readonly string[], io: Io): void {
  io.stdout(`${service.name}\n`);
  for (const { path } of service.apis) io.stdout(`  ${url}/${path.replace(/^\/+/, '')}\n`);
  io.stdout(`  ${url}/_gateway/  shows what happens\n`);
  const { header } = service.apis.find((api) => api.subscriptionRequired)?.subscriptionKeyNames ?? {};
  // A key that was given is a secret, and known to whoever gave it.
  const key = keys.length > 0 ? '<one of the keys given>' : DEFAULT_KEY;
  if (header !== undefined) io.stdout(`  needs a subscription key: -H '${header}: ${key}'\n`);
}

/** What clients may use where no key is given. */
const DEFAULT_KEY = 'local';

async function listen(gateway: GatewayServer, port: number, host: string): Promise<number> {
  try {
    return await gateway.listen(port, host);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = WORDS.get(code) ?? code;
    throw new SimulationError([
      `${gateway.service.name}: port ${port} of ${host} ${why}; --port and --host choose another`,
    ]);
  }
}

const WORDS = new Map([
  ['EADDRINUSE', 'is in use'],
  ['EACCES', 'may not be used by this user'],
  ['EADDRNOTAVAIL', 'is no address of this machine'],
  ['ENOTFOUND', 'is no address that is known here'],
  ['ERR_SOCKET_BAD_PORT', 'is beyond the last port, 65535'],
]);

function mappingsOf({ backend, backends: file }: ServeOptions, services: readonly DeployedService[]): BackendMap {
  const faults: string[] = [];
  const given = backend.flatMap((mapping) => {
    const mark = mapping.indexOf('=');
    if (mark > 0) return [[mapping.slice(0, mark), mapping.slice(mark + 1)] as const];
    faults.push(`--backend ${JSON.stringify(mapping)}: NAME=URL is needed, as in orders-local=http://localhost:7071`);
    return [];
  });
  const map = readMappings([...(file === undefined ? [] : mappingsIn(file, faults)), ...given], faults);
  // What is missing cannot be told while what is there cannot be read.
  if (faults.length === 0) faults.push(...mappingFaults(services, map));
  if (faults.length > 0) throw new SimulationError(faults);
  return map;
}

function mappingsIn(file: string, faults: string[]): (readonly [name: string, url: string])[] {
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
    faults.push(`${file}: names and URLs are needed, as in orders-local: http://localhost:7071`);
    return [];
  }
  return Object.entries(content).map(
    ([name, url]) => [name, typeof url === 'string' ? url : JSON.stringify(url)] as const,
  );
}

/** Megabytes. */
const LARGEST_MAPPINGS = 1;
