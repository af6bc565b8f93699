import type { Deployment } from '../deployment';
import type { Transition } from '../../lib/failover';
import { breakerResults } from '../engine/results-of';
import { loadCSharp } from '../expressions';
import type { ExchangeResult, SimulationResult } from '../results';
import { serviceNamed } from '../service-named';
import { Simulation } from '../simulation';
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
