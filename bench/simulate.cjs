// Sends requests through the article's policy on the virtual clock while the local backend fails, and prints the
// results as JSON: attempts, seconds, and the heap size after a tenth of the requests and at the end.   node
// --expose-gc bench/simulate.cjs REQUESTS UNITS
const { assumptionsFor } = require('../packages/apim-failover/dist/lib/failover');
const { deploymentOf } = require('../packages/apim-failover/dist/simulator/deployment');
const { loadCSharp } = require('../packages/apim-failover/dist/simulator/expressions');
const { compileService } = require('../packages/apim-failover/dist/simulator/policies/compile-service');
const { BackendScript } = require('../packages/apim-failover/dist/simulator/simulation/backend-script');
const { Simulation } = require('../packages/apim-failover/dist/simulator/simulation/simulation');
const { synthesize } = require('./stack.cjs');

async function run(requests, units) {
  const [service] = deploymentOf([{ name: 'stack', json: synthesize() }]).services;
  let trips = 0;
  const watch = ({ kind, transition }) => (trips += kind === 'circuit changed' && transition.state === 'open' ? 1 : 0);
  const compiled = compileService(service, await loadCSharp());
  const assumptions = assumptionsFor(service.skuName, { units });
  const simulation = new Simulation(compiled, { assumptions }, watch);
  simulation.scriptBackend('local', new BackendScript([{ status: 503 }]));
  const { clock } = simulation;
  const request = {
    method: 'POST',
    path: '/resilient-api/',
    headers: { 'Content-Type': 'application/json' },
    body: '[]',
  };
  const heaps = [];
  let [attempts, answered] = [0, 0];
  const start = process.hrtime.bigint();
  for (let sent = 1; sent <= requests; sent++) {
    simulation.send(request, (result) => {
      attempts += result.attempts.length;
      if (result.status === 200) answered++;
    });
    clock.advance(10_000);
    if (sent === Math.round(requests / 10) || sent === requests) {
      global.gc();
      heaps.push(process.memoryUsage().heapUsed);
    }
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (answered !== requests) throw new Error(`${answered} of ${requests} requests were answered with 200`);
  console.log(JSON.stringify({ requests, units, attempts, trips, seconds, heaps }));
}

void run(Number(process.argv[2]), Number(process.argv[3]));
