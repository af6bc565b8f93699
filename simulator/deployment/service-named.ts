import type { DeployedService, Deployment } from './';
import { quoted } from '../common/listing';
import { SimulationError } from '../common/simulation-error';

/** Returns the service with this name, ignoring case, or the fault of the name. */
export function findService({ services }: Deployment, name: string): DeployedService | string {
  const service = services.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (service) return service;
  return `no API Management service is named '${name}'; known: ${quoted(services.map((each) => each.name))}`;
}

/** @throws SimulationError if no service has this name. */
export function serviceNamed(deployment: Deployment, name: string): DeployedService {
  const service = findService(deployment, name);
  if (typeof service === 'string') throw new SimulationError([service]);
  return service;
}
