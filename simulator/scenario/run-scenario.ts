import type { Deployment, DeployedService } from '../deployment';
import type { Transition } from '../engine/gateway-unit';
import { breakerResults } from '../engine/results-of';
import { loadCSharp } from '../expressions';
import type { ExchangeResult, SimulationResult } from '../results';
import { Simulation } from '../simulation';
import { SimulationError } from '../simulation-error';
import { BackendScript } from './backend-script';
import type { Scenario } from './scenario';

/**
 * Runs a scenario against what is deployed, on a virtual clock.
 *
 * @throws SimulationError if something cannot be simulated.
 */
export async function runScenario(deployment: Deployment, scenario: Scenario): Promise<SimulationResult> {
  const { start, seed, tokens, ignorePolicies, assumptions, requests } = scenario;
  const settings = { start, seed, ignorePolicies, assumptions, acceptsTokens: tokens === 'accepted' };
  const service = serviceNamed(deployment, scenario.apiManagement);
  const transitions: Transition[] = [];
  const simulation = new Simulation(service, await loadCSharp(), settings, (each) => void transitions.push(each));
  for (const [name, behaviours] of scenario.backends) simulation.scriptBackend(name, new BackendScript(behaviours));
  for (const [name, behaviours] of scenario.hosts) simulation.scriptHost(name, new BackendScript(behaviours));
  const { clock } = simulation;
  const exchanges: ExchangeResult[] = [];
  requests.forEach((request, index) => {
    clock.schedule(request.at * 1000, () => simulation.send(request, (result) => (exchanges[index] = result)));
  });
  while (clock.runNext());
  simulation.settle();
  const breakers = breakerResults(transitions, simulation.assumptions.units);
  return { exchanges, breakers, assumptions: { ...simulation.assumptions } };
}

/** The service of this name, in any case. */
export function serviceNamed({ services }: Deployment, name: string): DeployedService {
  const service = services.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (service) return service;
  const known = services.map((each) => `'${each.name}'`).join(', ');
  throw new SimulationError([`there is no API Management service '${name}'; ${known || 'none'} is declared`]);
}
