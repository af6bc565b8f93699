import { Deployment, deploymentOf } from '../../../simulator/deployment';
import { serviceOf } from '../../../simulator/scenario/check-names';
import { readScenario } from '../../../simulator/scenario/read-scenario';
import { runScenario } from '../../../simulator/scenario/run-scenario';
import type { ScenarioFile } from '../../../simulator/scenario/scenario-file';
import { reported, retry, stackOf } from './stacks';

const POOL = '<set-backend-service backend-id="pool" />';
const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
const ASK =
  '<send-request mode="new" response-variable-name="health" timeout="2" ignore-error="true">' +
  '<set-url>https://health.example.net/</set-url><set-method>GET</set-method></send-request>';

const SWITCH =
  '<choose><when condition="@(context.Response != null && context.Response.StatusCode == 503)">' +
  '<set-backend-service base-url="https://two.example.net" /></when></choose>';

const backends = { a: {}, b: { count: 1, trip: 45 }, c: {} };
const members = ['a', 'b', 'c'].map((name, index) => ({ name, priority: index + 1 }));
const shared = [
  { name: 'a', priority: 1, weight: 3 },
  { name: 'b', priority: 1, weight: 1 },
];
const orders = (backend: string, inbound = POOL) => [
  { name: 'orders', policy: { inbound: `<base />${inbound}`, backend } },
];

/** Stacks that do not survive everything. */
const STACKS: Readonly<Record<string, string>> = {
  'too few retries for two regions': stackOf({
    backends,
    pools: { pool: members.slice(0, 2) },
    apis: orders(retry(2, POOL + FORWARD)),
  }),
  'three regions': stackOf({ backends, pools: { pool: members }, apis: orders(retry(3, POOL + FORWARD)) }),
  'members that share a priority': stackOf({ backends, pools: { pool: shared }, apis: orders(FORWARD) }),
  'several gateway instances': stackOf({
    sku: 'Premium_2',
    backends,
    pools: { pool: members.slice(0, 2) },
    apis: orders(retry(1, POOL + FORWARD)),
  }),
  'a request that goes on for most of an hour': stackOf({
    backends,
    pools: { pool: members.slice(0, 2) },
    apis: orders(retry(50, POOL + FORWARD, 'true').replace('interval="1"', 'interval="60"')),
  }),
  'the pool chosen once': stackOf({ backends, pools: { pool: members.slice(0, 2) }, apis: orders(retry(3, FORWARD)) }),
  'a host that is asked first': stackOf({
    backends,
    pools: { pool: members.slice(0, 2) },
    apis: orders(FORWARD, ASK + POOL),
  }),
  'a host that is forwarded to': stackOf({
    apis: orders(retry(1, SWITCH + FORWARD), '<set-backend-service base-url="https://one.example.net" />'),
    backends,
    pools: { pool: members },
  }),
  'a body that is lost': stackOf({
    ...{ backends, pools: { pool: members.slice(0, 2) } },
    apis: [
      {
        ...orders(retry(3, POOL + '<forward-request timeout="10" />'))[0],
        operations: [{ id: 'post', method: 'POST' }],
      },
    ],
  }),
  'a product and a region': stackOf({
    ...{ sku: 'Premium_1', backends, pools: { pool: members.slice(0, 2) } },
    apis: [
      {
        ...orders(FORWARD, `<set-variable name="r" value="@(context.Deployment.Region == "west")" />${POOL}`)[0],
        more: { subscription_required: true },
      },
    ],
    products: { gold: { apis: ['orders'], policy: {} } },
  }),
};

async function scenariosOf(stack: string): Promise<[Deployment, ScenarioFile[]]> {
  const { guarantees } = await reported(stack);
  return [
    deploymentOf([{ name: 'the stack', json: stack }]),
    guarantees.flatMap(({ counterexample }) => counterexample ?? []),
  ];
}

test.each(Object.entries(STACKS))('%s: every counterexample shows its error when it is run', async (_, stack) => {
  const [deployment, scenarios] = await scenariosOf(stack);
  expect(scenarios.length).toBeGreaterThan(0);
  for (const file of scenarios) {
    const scenario = readScenario('counterexample', JSON.stringify(file));
    const service = serviceOf(scenario, deployment, 'counterexample');
    const { exchanges } = await runScenario(service, scenario);
    const [{ request, status }] = file.expect ?? [];
    expect([file.description, exchanges[request].status]).toEqual([file.description, status]);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});

test('backends that flap stop when the next ones fail', async () => {
  const [, scenarios] = await scenariosOf(STACKS['three regions']);
  for (const { backends: scripts = {} } of scenarios) {
    for (const behaviours of Object.values(scripts)) {
      const times = behaviours.map(({ from = 'PT0S' }) => Number(from.slice(2, -1)));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  }
});

test('backends that flap do so no longer than anybody asks them', async () => {
  const [, scenarios] = await scenariosOf(STACKS['too few retries for two regions']);
  const flapping = scenarios.filter(({ description = '' }) => description.includes('(flapping)'));
  expect(flapping).toHaveLength(1);
  expect(flapping[0].backends).toEqual({ a: [{ status: 503 }] });
});

test('a host that fails is one, and a host that is only asked is healthy', async () => {
  const [, [scenario]] = await scenariosOf(STACKS['a host that is asked first']);
  expect(scenario).toMatchObject({
    backends: { a: [{ status: 503 }] },
    hosts: { 'health.example.net': [{ status: 200 }] },
  });
  const [, [other]] = await scenariosOf(STACKS['a host that is forwarded to']);
  expect(other.backends).toBeUndefined();
  expect(Object.keys(other.hosts ?? {})).toEqual(['one.example.net', 'two.example.net']);
});

test('the product and the region come with the request', async () => {
  const [, [scenario]] = await scenariosOf(STACKS['a product and a region']);
  expect(scenario.requests[0]).toMatchObject({ product: 'gold', region: 'swedencentral' });
});
