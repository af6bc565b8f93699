import { Testing } from 'cdktf';
import { DEFAULT_ASSUMPTIONS, GatewayAssumptions } from '../../../lib/failover';
import { FailoverApi } from '../../../lib';
import { deploymentOf } from '../../../simulator/deployment';
import type { CompiledService } from '../../../simulator/engine/compiled-service';
import { compileService } from '../../../simulator/policies/compile-service';
import { loadCSharp } from '../../../simulator/expressions';
import type { ExchangeResult } from '../../../simulator/engine/results';
import { BackendScript } from '../../../simulator/simulation/backend-script';
import { Simulation } from '../../../simulator/simulation/simulation';
import { newPool, newService, newStack, OPERATION } from '../../support/stack';

const CACHED =
  '<cache-lookup-value key="k" variable-name="seen" default-value="no" /><cache-store-value key="k" value="yes" duration="3600" />' +
  '<rate-limit-by-key calls="3" renewal-period="3600" counter-key="k" />' +
  '<trace source="t"><message>@((string)context.Variables["seen"])</message></trace>';

async function compiled(inbound = ''): Promise<CompiledService> {
  const stack = newStack();
  const apiManagement = newService(stack);
  const pool = newPool(stack, apiManagement);
  const policies = { inbound };
  const operations = [OPERATION];
  new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool, name: 'orders', path: 'orders', subscriptionRequired: false, operations, policies },
  });
  const [service] = deploymentOf([{ name: 'stack', json: Testing.synth(stack) }]).services;
  return compileService(service, await loadCSharp());
}

function failingLocal(service: CompiledService, assumptions: GatewayAssumptions = DEFAULT_ASSUMPTIONS): Simulation {
  const simulation = new Simulation(service, { assumptions }, () => undefined);
  simulation.scriptBackend('local', new BackendScript([{ status: 503 }]));
  return simulation;
}

function send(simulation: Simulation): ExchangeResult {
  let result: ExchangeResult | undefined;
  simulation.send({ method: 'POST', path: '/orders' }, (given) => (result = given));
  while (!result && simulation.clock.runNext());
  if (!result) throw new Error('there was no answer');
  return result;
}

test('each simulation of a service begins afresh: circuits, turns, clock, counters, cache, numbers of exchanges', async () => {
  const service = await compiled(CACHED);
  const course = (): unknown[] => {
    const simulation = failingLocal(service);
    return [1, 2, 3, 4].map(() => send(simulation));
  };
  const [first, ...others] = course() as [ExchangeResult, ...ExchangeResult[]];
  expect([first.at, first.attempts.length, first.records.map(({ text }) => text)]).toEqual([0, 4, ['no']]);
  expect(others.map(({ status, attempts }) => [status, attempts.length])).toEqual([
    [200, 1],
    [200, 1],
    [429, 0],
  ]);
  expect(course()).toEqual([first, ...others]);
});

test('units are known once they have taken a request, with the time when their circuits close', async () => {
  const simulation = failingLocal(await compiled(), { ...DEFAULT_ASSUMPTIONS, units: 3 });
  expect(simulation.activeUnits).toEqual([]);
  send(simulation);
  send(simulation);
  const { now } = simulation.clock;
  expect(simulation.activeUnits.map((unit) => [unit.number, unit.closings(now)])).toEqual([
    [1, [31_000]],
    [2, [33_000]],
  ]);
});

test('it takes microseconds to begin again, and not the milliseconds of compiling', async () => {
  const service = await compiled();
  send(failingLocal(service));
  const begun = process.hrtime.bigint();
  for (let i = 0; i < 1000; i++) failingLocal(service);
  expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(500);
});
