import { assumptionsFor, milliseconds, Transition } from '../../lib/failover';
import type { Deployment } from '../deployment';
import { CompiledService } from '../engine/compiled-service';
import { breakerResults } from '../engine/results-of';
import { Work } from '../engine/work';
import { loadCSharp } from '../expressions';
import type { ExchangeResult, SimulationResult } from '../results';
import { serviceNamed } from '../service-named';
import { Simulation } from '../simulation';
import { BackendScript } from './backend-script';
import { sizeOf } from './result-size';
import type { Scenario } from './scenario';

/**
 * Runs a scenario against what is deployed, on a virtual clock.
 *
 * @throws SimulationError if something cannot be simulated.
 */
export async function runScenario(deployment: Deployment, scenario: Scenario): Promise<SimulationResult> {
  const { start, seed, tokens, requests } = scenario;
  const service = serviceNamed(deployment, scenario.apiManagement);
  const compiled = new CompiledService(service, await loadCSharp(), scenario.ignorePolicies);
  const assumptions = assumptionsFor(service.skuName, scenario.assumptions);
  const work = Work.ofRun();
  const settings = { start, seed, assumptions, work, acceptsTokens: tokens === 'accepted' };
  const transitions: Transition[] = [];
  const simulation = new Simulation(compiled, settings, (each) => void transitions.push(each));
  for (const [name, behaviours] of scenario.backends) simulation.scriptBackend(name, new BackendScript(behaviours));
  for (const [name, behaviours] of scenario.hosts) simulation.scriptHost(name, new BackendScript(behaviours));
  const { clock } = simulation;
  const exchanges: ExchangeResult[] = [];
  requests.forEach((request, index) => {
    const take = (result: ExchangeResult): void => {
      work.hold(sizeOf(result));
      exchanges[index] = result;
    };
    clock.schedule(milliseconds(request.at), () => simulation.send(request, take));
  });
  while (clock.runNext());
  simulation.settle();
  return { exchanges, breakers: breakerResults(transitions, assumptions.units), assumptions: { ...assumptions } };
}
