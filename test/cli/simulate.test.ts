import type { SimulationResult } from '../../simulator/engine/results';
import { folder, stack } from './stack';
import { terminal } from './terminal';

const scenario = (expected: string) => `
apiManagement: apim
description: the primary is down
assumptions: { units: 1 }
backends:
  func-primary: [{ status: 503 }, { from: PT40S }]
requests:
  - { at: PT0S, method: GET, path: /orders/7 }
  - { at: PT5S, method: GET, path: /orders/7 }
  - { at: PT40S, method: GET, path: /orders/7 }
expect:
  - { request: 0, ${expected}, backend: func-secondary }
  - { request: 1, status: 200, attempts: 1 }
  - { request: 2, status: 200, backend: func-primary }
`;

/** Two APIs, each with a policy that is not simulated. */
function unsupported(): object {
  const { resource } = stack() as { resource: Record<string, Record<string, object>> };
  for (const [type, table] of Object.entries(resource)) {
    if (!type.startsWith('azurerm_api_management_api')) continue;
    for (const [name, value] of Object.entries(table)) {
      table[`Other${name}`] = JSON.parse(JSON.stringify(value).replaceAll('orders', 'other')) as object;
    }
  }
  return JSON.parse(JSON.stringify({ resource }).replaceAll('<inbound>', '<inbound><xsl-transform />')) as object;
}

const others = folder({
  'cdk.tf.json': unsupported(),
  'both.yaml':
    'apiManagement: apim\nrequests:\n' +
    ['orders', 'other', 'orders'].map((api) => `  - { at: PT0S, method: GET, path: /${api}/1 }\n`).join(''),
});
const directory = folder({
  'cdk.tf.json': stack(3),
  'met.yaml': scenario('status: 200, attempts: 4'),
  'unmet.yaml': scenario('status: 503'),
  'unknown.yaml': `
apiManagement: apim
backends: { func-x: [{ status: 503 }], pool: [{ status: 503 }] }
requests: [{ at: PT0S, method: GET, path: / }]
expect: [{ request: 7, status: 200 }]`,
  'elsewhere.yaml': 'apiManagement: apim-x\nrequests: [{ at: PT0S, method: GET, path: / }]',
  'lost.yaml': `
apiManagement: apim
requests:
  - { at: PT0S, method: GET, path: /order/7?code=secret }
  - { at: PT0S, method: PUT, path: /orders/7 }
  - { at: PT0S, method: GET, path: /orders/7 }
  - { at: PT0S, method: GET, path: /gone }
expect:
  - { request: 0, attempts: 0 }
  - { request: 3, status: 404 }`,
  'broken.yaml': 'apiManagement: apim\nrequests: [{ at: 5s, method: GET, path: x }]',
});

const simulate = (file: string, ...options: string[]) =>
  terminal(['simulate', directory, '--scenario', `${directory}/${file}`, ...options]);

describe('apim-failover simulate', () => {
  test('tells what cannot be simulated of all requests at once, each time once', async () => {
    const { exitCode, stdout, stderr } = await terminal(['simulate', others, '--scenario', `${others}/both.yaml`]);
    expect([exitCode, stdout]).toEqual([2, '']);
    const where = (name: string) =>
      `apim-failover: azurerm_api_management_api_policy.${name}, line 2, column 12: <xsl-transform>: this policy is not simulated`;
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringContaining(where('Policy')),
      expect.stringContaining(where('OtherPolicy')),
    ]);
  });

  test.each(['table', 'json', 'mermaid'])(
    'with %s tells which requests reach no operation, unless a 404 is expected',
    async (format) => {
      const { exitCode, stderr } = await simulate('lost.yaml', '--format', format);
      const name = `apim-failover: ${directory}/lost.yaml: request`;
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr:
          `${name} 0, GET /order/7?code=...: no API of apim matches the path; paths: '/orders'\n` +
          `${name} 1, PUT /orders/7: no operation of API orders matches; operations: 'GET /{id}'\n`,
      });
    },
  );

  test('prints a table, and ends with 0 where all is as expected', async () => {
    const { exitCode, stdout, stderr } = await simulate('met.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 20).join('\n')).toMatchInlineSnapshot(`
     "apim: the primary is down

     #    at  request        client receives  backend         responses    circuit
     -  ----  -------------  ---------------  --------------  -----------  ----------------
     0   0 s  GET /orders/7  200 in 2 s       func-primary    503 503 503  opens until 31 s
                                              func-secondary  200
     1   5 s  GET /orders/7  200 at once      func-secondary  200
     2  40 s  GET /orders/7  200 at once      func-primary    200

     3 requests: 200 for all; 6 attempts

     Circuits
        1 s  func-primary opens until 31 s
       31 s  func-primary closes

     Expectations
       3 of 3 met

     Assumptions about undocumented behavior of API Management
       units                      1"
    `);
  });

  test('ends with 1 where something is not as expected, and lists it', async () => {
    const { exitCode, stdout, stderr } = await simulate('unmet.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('\nExpectations not met\n  request 0: status 503 expected, 200 received\n\n');
  });

  test('prints JSON, and what is not as expected beside it', async () => {
    const { exitCode, stdout, stderr } = await simulate('unmet.yaml', '--format', 'json');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'apim-failover: request 0: status 503 expected, 200 received\n',
    });
    const { exchanges, breakers, assumptions } = JSON.parse(stdout) as SimulationResult;
    expect(exchanges.map(({ attempts }) => attempts.map(({ status }) => status))).toEqual([
      [503, 503, 503, 200],
      [200],
      [200],
    ]);
    expect(breakers.map(({ state }) => state)).toEqual(['open', 'closed']);
    expect(assumptions).toMatchObject({ units: 1 });
  });

  test('prints a sequence diagram', async () => {
    const { exitCode, stdout } = await simulate('met.yaml', '--format', 'mermaid');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sequenceDiagram\n/);
    expect(stdout).toContain('Note over backend1: circuit opens until ');
  });

  test('prints the same bytes for the same scenario', async () => {
    expect(await simulate('met.yaml', '--format', 'json')).toEqual(await simulate('met.yaml', '--format', 'json'));
  });

  test.each([
    [
      'unknown.yaml',
      [
        "backends: no backend is named 'func-x'; known: 'func-primary', 'func-secondary'",
        "backends: 'pool' is a pool; name its members instead: 'func-primary', 'func-secondary'",
        'expect[0].request: request 7 does not exist; the only request is 0',
      ],
    ],
    [
      'broken.yaml',
      [
        'requests[0].at: "5s" is not a duration; an ISO 8601 duration in days, hours, minutes, and seconds is needed, such as PT5S',
        'requests[0].path: "x" is not allowed; a path that starts with a slash and has no spaces is needed, such as /orders/7?full=1',
      ],
    ],
    ['nothing.yaml', ['no such file']],
  ])('tells all that keeps %s from being used', async (file, faults) => {
    const { exitCode, stdout, stderr } = await simulate(file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(faults.map((fault) => `apim-failover: ${directory}/${file}: ${fault}\n`).join(''));
  });

  test('tells which services there are', async () => {
    const { exitCode, stderr } = await simulate('elsewhere.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^apim-failover: .*'apim-x'.*'apim'.*\n$/);
  });
});
