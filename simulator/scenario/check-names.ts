import { isHostOrUrl } from '../common/host-or-url';
import { redactName } from '../../lib/messages';
import type { DeployedService, Deployment } from '../deployment';
import { knownOnes, quoted } from '../common/listing';
import { findService } from '../deployment/service-named';
import { SimulationError } from '../common/simulation-error';
import type { Scenario } from './scenario';

/**
 * Returns the service that receives the requests of a scenario.
 *
 * @param file the scenario file, for faults
 * @throws SimulationError that lists the names that the deployment does not have, each with the known names
 */
export function serviceOf(scenario: Scenario, deployment: Deployment, file: string): DeployedService {
  const service = findService(deployment, scenario.apiManagement);
  if (typeof service === 'string') throw new SimulationError([`${file}: apiManagement: ${service}`]);
  const faults = [
    ...backendFaults(scenario, service),
    ...productFaults(scenario, service),
    ...expectationFaults(scenario),
  ];
  if (faults.length > 0) throw new SimulationError(faults.map((fault) => `${file}: ${fault}`));
  return service;
}

function backendFaults({ backends, expect }: Scenario, service: DeployedService): string[] {
  const names = new Set(service.backends.map(({ model }) => model.name));
  const pools = new Map(service.pools.map(({ model }) => [model.name, model]));
  const known = knownOnes([...names]);
  const faultOf = (where: string, name: string): string[] => {
    if (names.has(name)) return [];
    const pool = pools.get(name);
    if (!pool) return [`${where}: no backend is named '${redactName(name)}'; ${known}`];
    const members = pool.members.map(({ backend }) => backend.name);
    return [`${where}: '${name}' is a pool; name its members instead: ${quoted(members)}`];
  };
  return [
    ...[...backends.keys()].flatMap((name) => faultOf('backends', name)),
    ...expect.flatMap(({ backend }, index) =>
      backend === undefined || isHostOrUrl(backend) ? [] : faultOf(`expect[${index}].backend`, backend),
    ),
  ];
}

function productFaults({ requests }: Scenario, service: DeployedService): string[] {
  const ids = new Set(service.products.map(({ id }) => id));
  const unknown = new Set(
    requests.flatMap(({ product }) => (product === undefined || ids.has(product) ? [] : product)),
  );
  const known = knownOnes([...ids]);
  return [...unknown].map((id) => `requests: no product has the id '${id}'; ${known}`);
}

function expectationFaults({ requests, expect }: Scenario): string[] {
  return expect.flatMap(({ request }, index) =>
    request < requests.length
      ? []
      : [`expect[${index}].request: request ${request} does not exist; ${rangeOf(requests.length)}`],
  );
}

function rangeOf(count: number): string {
  return count === 1 ? 'the only request is 0' : `requests are numbered from 0 to ${count - 1}`;
}
