import { assumptionsFor, milliseconds } from '../../lib/failover';
import type { DeployedService } from '../deployment';
import { compileService } from '../policies/compile-service';
import { CircuitLog } from '../engine/circuit-log';
import { Work } from '../engine/work';
import { loadCSharp } from '../expressions';
import type { SimulationResult } from '../engine/results';
import { Simulation } from '../simulation/simulation';
import { BackendScript } from '../simulation/backend-script';
import { KeptResults } from './kept-results';
import type { Scenario } from './scenario';

/**
 * Runs a scenario against a service, on a virtual clock.
 *
 * @throws SimulationError if something cannot be simulated.
 */
export async function runScenario(service: DeployedService, scenario: Scenario): Promise<SimulationResult> {
  const { start, seed, tokens, requests } = scenario;
  const compiled = compileService(service, await loadCSharp(), scenario.ignorePolicies);
  compiled.prepareFor(requests);
  const assumptions = assumptionsFor(service.skuName, scenario.assumptions);
  const work = Work.ofRun();
  const settings = { start, seed, assumptions, work, acceptsTokens: tokens === 'accepted' };
  const circuits = new CircuitLog();
  const simulation = new Simulation(compiled, settings, (event) => circuits.note(event));
  for (const [name, behaviours] of scenario.backends) simulation.scriptBackend(name, new BackendScript(behaviours));
  for (const [name, behaviours] of scenario.hosts) simulation.scriptHost(name, new BackendScript(behaviours));
  const { clock } = simulation;
  const results = new KeptResults(work);
  requests.forEach((request, index) => {
    clock.schedule(milliseconds(request.at), () => simulation.send(request, (result) => results.keep(index, result)));
  });
  while (clock.runNext());
  simulation.settle();
  const breakers = circuits.results(assumptions.units);
  return { exchanges: results.all, breakers, assumptions: { ...assumptions } };
}
