import { DEFAULT_ASSUMPTIONS } from '../../../lib/failover';
import type { AttemptResult } from '../../../simulator/engine/results';
import { DeployedService, deploymentOf } from '../../../simulator/deployment';
import { readScenario } from '../../../simulator/scenario/read-scenario';
import { runScenario } from '../../../simulator/scenario/run-scenario';

const NAMES = { api_management_name: 'apim', resource_group_name: 'rg' };

function backend(name: string): object {
  const failures = { count: 2, interval_duration: 'PT1S', status_code_range: [{ min: 503, max: 503 }] };
  const rule = { name: 'rule', trip_duration: 'PT0.3S', failure_condition: [failures] };
  return { ...NAMES, name, url: `https://${name}.example.com`, circuit_breaker_rule: [rule] };
}

function serviceWith(policies: string, skuName = 'Developer_1'): DeployedService {
  const json = {
    resource: {
      azurerm_api_management: { apim: { name: 'apim', location: 'Sweden Central', sku_name: skuName } },
      azurerm_api_management_backend: { local: backend('local') },
      azurerm_api_management_api: {
        orders: { ...NAMES, name: 'orders', path: 'orders', revision: '1', subscription_required: false },
      },
      azurerm_api_management_api_operation: {
        get: {
          ...NAMES,
          api_name: 'orders',
          operation_id: 'get',
          display_name: 'Get',
          method: 'GET',
          url_template: '/*',
        },
      },
      azurerm_api_management_api_policy: { orders: { ...NAMES, api_name: 'orders', xml_content: policies } },
    },
  };
  return deploymentOf([{ name: 'test.tf.json', json: JSON.stringify(json) }]).services[0];
}

const TO_LOCAL = '<set-backend-service backend-id="local" />';

/** Forwards to the local backend, once if no retry is given. */
function policies(backendSection = '<forward-request />', inbound = TO_LOCAL): string {
  return `<policies><inbound>${inbound}</inbound><backend>${backendSection}</backend><outbound /><on-error /></policies>`;
}

test('a tenth of a second adds up exactly: arrivals, latencies, behaviours, waits, circuits', async () => {
  const retry =
    '<retry condition="@(context.Response.StatusCode == 503)" count="3" interval="0.1"><forward-request /></retry>';
  const scenario = readScenario(
    'tenths.yaml',
    `apiManagement: apim
backends:
  local: [{ latency: PT0.1S }, { from: PT0.7S, status: 503, latency: PT0.1S }, { from: PT1.2S, latency: PT0.1S }]
requests: [{ at: PT0.1S, method: GET, path: /orders/a, times: 7, every: PT0.1S }]`,
  );
  const { exchanges, breakers } = await runScenario(serviceWith(policies(retry)), scenario);
  expect(exchanges.map(({ at, duration, status }) => [at, duration, status])).toEqual([
    ...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((at) => [at, 0.1, 200]),
    [0.7, 0.5, 503],
  ]);
  expect(exchanges[6].attempts.map(({ at }) => at)).toEqual([0.7, 0.9]);
  expect(breakers).toEqual([{ backend: 'local', at: 1, state: 'open', until: 1.3 }]);
});

test('the attempt that opens a circuit is told in its own exchange and unit, also among others at the same time', async () => {
  const scenario = readScenario(
    'units.yaml',
    `apiManagement: apim
backends: { local: [{ status: 503, latency: PT0.1S }] }
requests: [{ at: PT0S, method: GET, path: /orders/a, times: 6 }]`,
  );
  const { exchanges, breakers, assumptions } = await runScenario(serviceWith(policies(), 'Premium_1'), scenario);
  expect(assumptions).toEqual({ ...DEFAULT_ASSUMPTIONS, units: 2 });
  const told = ({ breaker, opensUntil }: AttemptResult): string => `${breaker} ${opensUntil ?? ''}`.trim();
  expect(exchanges.map(({ unit, attempts }) => [unit, ...attempts.map(told)])).toEqual([
    [1, 'closed'],
    [2, 'closed'],
    [1, 'open 0.4'],
    [2, 'open 0.4'],
    [1, 'open'],
    [2, 'open'],
  ]);
  expect(breakers.filter(({ state }) => state === 'open').map(({ unit }) => unit)).toEqual([1, 2]);
});

test('what fails in a policy is told with its place and message', async () => {
  const inbound = `\n  <set-header name="x"><value>@((string)context.Variables["none"])</value></set-header>${TO_LOCAL}`;
  const scenario = readScenario(
    'errors.yaml',
    'apiManagement: apim\nrequests: [{ at: PT1S, method: GET, path: /orders/a }]',
  );
  const [{ status, errors }] = (await runScenario(serviceWith(policies(undefined, inbound)), scenario)).exchanges;
  expect([status, errors]).toEqual([
    500,
    [
      {
        at: 1,
        address: 'azurerm_api_management_api_policy.orders',
        policy: 'set-header',
        line: 2,
        column: 41,
        message: 'Expression evaluation failed. The given key was not present in the dictionary.',
      },
    ],
  ]);
});
