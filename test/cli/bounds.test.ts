import { join } from 'node:path';
import { folder, stack } from './stack';
import { terminal } from './terminal';

const FORWARD = '<set-backend-service backend-id="func-primary" /><forward-request />';

const retrying = (count: number, policies: string): string =>
  `<retry condition="@(true)" count="${count}" interval="0">${policies}</retry>`;

/** The stack of the other tests with another policy, and with more resources. */
function stackWith(backend: string, more: Readonly<Record<string, object>> = {}): object {
  const { resource } = stack() as { resource: Record<string, object> };
  const names = { api_name: 'orders', api_management_name: 'apim', resource_group_name: 'rg' };
  const xml = `<policies><inbound><base /></inbound><backend>${backend}</backend><outbound /><on-error /></policies>`;
  const azurerm_api_management_api_policy = { Policy: { ...names, xml_content: xml } };
  return { resource: { ...resource, ...more, azurerm_api_management_api_policy } };
}

const id = { api_management_id: '${azurerm_api_management.Apim.id}' };

/** Each of them includes the next one ten times. */
const fragments = Object.fromEntries(
  Array.from({ length: 15 }, (_, n) => {
    const content =
      n === 14 ? '<trace source="a">b</trace>' : `<include-fragment fragment-id="f${n + 1}" />`.repeat(10);
    return [`f${n}`, { ...id, name: `f${n}`, value: `<fragment>${content}</fragment>` }];
  }),
);

const operations = Object.fromEntries(
  Array.from({ length: 100 }, (_, n) => [
    `Operation${n}`,
    {
      ...{ api_name: 'orders', api_management_name: 'apim', resource_group_name: 'rg', method: 'GET' },
      ...{ operation_id: `get${n}`, display_name: `Get ${n}`, url_template: `/get${n}` },
    },
  ]),
);

const request = { at: 'PT0S', method: 'GET', path: '/orders/7' };
const directory = folder({
  'stack.tf.json': stack(),
  'attempts.tf.json': stackWith(retrying(18, retrying(50, FORWARD))),
  'retries.tf.json': stackWith(retrying(50, retrying(50, FORWARD))),
  'large.tf.json': stackWith(`<set-body>${'x'.repeat(2_000_000)}</set-body>`),
  'fragments.tf.json': stackWith('<include-fragment fragment-id="f0" />', {
    azurerm_api_management_policy_fragment: fragments,
  }),
  'operations.tf.json': stackWith('<trace source="a">b</trace>'.repeat(4000), {
    azurerm_api_management_api_operation: operations,
  }),
  'years.tf.json': stackWith(
    `<retry condition="@(true)" count="1" interval="${'9'.repeat(400)}"><forward-request /></retry>`,
  ),
  'one.json': { apiManagement: 'apim', requests: [request] },
  'many.json': { apiManagement: 'apim', requests: [{ ...request, times: 1000 }] },
  'together.json': {
    ...{ apiManagement: 'apim', requests: [{ ...request, times: 100_000 }] },
    backends: { 'func-primary': [{ hang: true }] },
  },
  'paths.json': {
    apiManagement: 'apim',
    requests: [{ ...request, path: `/nowhere/${'x'.repeat(1_000_000)}?code=secret`, times: 1000 }],
  },
  'bodies.json': {
    ...{ apiManagement: 'apim', requests: [{ ...request, times: 2000 }] },
    backends: { 'func-primary': [{ status: 200, body: 'x'.repeat(1_000_000) }] },
    expect: [{ request: 1999, status: 200, body: 'y'.repeat(1_000_000) }],
  },
});
const at = (name: string): string => join(directory, name);

const simulate = (name: string, scenario: string) => terminal(['simulate', at(name), '--scenario', at(scenario)]);

const POLICY = 'azurerm_api_management_api_policy\\.Policy';
const PLACE = `${POLICY}, line 1, column \\d+: <forward-request>:`;

test.each<[what: string, name: string, scenario: string, line: string]>([
  [
    ...(['a request with too many attempts', 'retries.tf.json', 'one.json'] as const),
    `${PLACE} GET /orders/7 of API 'orders' takes more than 1,000 attempts; lower the retry counts, or simplify the expressions`,
  ],
  [
    ...(['requests with too many attempts together', 'attempts.tf.json', 'many.json'] as const),
    `${PLACE} all requests up to GET /orders/7 of API 'orders' at 0 s take more than 250,000 attempts together; send fewer requests, or lower the retry counts`,
  ],
  [
    ...(['requests that wait together', 'stack.tf.json', 'together.json'] as const),
    `all requests up to GET /orders/7 of API 'orders' at 0 s take more than 200 MB of memory together; send fewer requests, or lower the retry counts`,
  ],
  [
    ...(['requests with long paths', 'stack.tf.json', 'paths.json'] as const),
    `all requests up to GET /nowhere/x+\\.\\.\\. at 0 s take more than 30,000,000 steps together; send fewer requests, or lower the retry counts`,
  ],
  [
    ...(['a large policy', 'large.tf.json', 'one.json'] as const),
    `.*: ${POLICY}: xml_content has 2,\\d{3},\\d{3} characters; the maximum is 1,048,576`,
  ],
  [
    ...(['fragments in fragments', 'fragments.tf.json', 'one.json'] as const),
    'azurerm_api_management_policy_fragment\\.f\\d+, line 1, column \\d+: <(?:trace|include-fragment)>: there are more than 100,000 policies, including those of fragments',
  ],
  [
    ...(['a wait without end', 'years.tf.json', 'one.json'] as const),
    `${POLICY}, line 1, column \\d+: <retry>: interval is a string of 400 characters; a number of 0 to 2147483647 is needed`,
  ],
])('simulate ends with one line: %s', async (_, name, scenario, line) => {
  const { exitCode, stdout, stderr } = await simulate(name, scenario);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^apim-failover: ${line}\n$`));
});

test('prove tells that a request takes too many attempts, and of which API', async () => {
  const { exitCode, stdout, stderr } = await terminal(['prove', at('retries.tf.json')]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
  expect(stdout).toMatch(
    new RegExp(
      `^Not proved:\n.* API orders, .*: ${PLACE} GET /orders/\\S+ of API 'orders' takes more than 1,000 attempts; .*`,
    ),
  );
});

test('a body that many requests get is held once, and told in short', async () => {
  const { exitCode, stdout, stderr } = await simulate('stack.tf.json', 'bodies.json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(/\n {2}request 1999: body "y+\.\.\.\n/);
  expect(stdout.length).toBeLessThan(10_000);
});
