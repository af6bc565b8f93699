import type { Log } from 'sarif';
import { folder, stack } from './stack';
import { terminal } from './terminal';

const warned = JSON.stringify(stack()).replaceAll(
  '"trip_duration"',
  '"accept_retry_after_enabled":true,"trip_duration"',
);
const directory = folder({
  'good.tf.json': stack(),
  'noted.tf.json': JSON.stringify(stack()).replace('"method":"GET"', '"method":"POST"'),
  'warned.tf.json': warned,
  'short.tf.json': stack(3),
  'bad.tf.json': stack(2),
  'clashing.tf.json': JSON.stringify(stack()).replace(
    '"azurerm_api_management_backend":{',
    '$&"Clash":{"name":"pool","api_management_name":"apim","url":"https://a.example.com"},',
  ),
  'broken.tf.json': '{',
  'nothing.tf.json': JSON.stringify({ resource: { azurerm_api_management_logger: { l: { name: 'l' } } } }),
  'none.tf.json': JSON.stringify({ resource: { azurerm_api_management: { a: { count: 0, name: 'a' } } } }),
  'azapi.tf.json': JSON.stringify({
    resource: { azapi_resource: { l: { type: 'Microsoft.ApiManagement/service/loggers@2024-05-01', name: 'l' } } },
  }),
  'module.tf.json': JSON.stringify({
    module: { m: { source: 'example/apis/azurerm' } },
    resource: { azurerm_api_management_logger: { l: { name: 'l' } } },
  }),
  'other.tf.json': JSON.stringify({ resource: { azurerm_resource_group: { l: { name: 'l' } } } }),
});

describe('apim-failover check', () => {
  test('finds nothing wrong with what fails over, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await terminal(['check', `${directory}/good.tf.json`]);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'no findings\n', stderr: '' });
  });

  test.each(['nothing', 'none', 'azapi'])('ends with 0 where no resource affects requests: %s', async (name) => {
    const file = `${directory}/${name}.tf.json`;
    const { exitCode, stdout, stderr } = await terminal(['check', file]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: 'no findings; see the warnings\n',
      stderr: `apim-failover: warning: ${file}: no resource of API Management that is deployed affects requests, so there is nothing to check\n`,
    });
    expect(await terminal(['prove', file])).toMatchObject({
      exitCode: 2,
      stderr: `apim-failover: ${file}: no API Management service is declared\n`,
    });
  });

  test.each([
    ['a module is not read', 'module'],
    ['there is no API Management', 'other'],
  ])('ends with 2 where %s', async (_, name) => {
    const { exitCode, stderr } = await terminal(['check', `${directory}/${name}.tf.json`]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${name}.tf.json: no API Management service is declared`);
  });

  test('ends with 1 where an error is found', async () => {
    const { exitCode, stdout, stderr } = await terminal(['check', `${directory}/bad.tf.json`]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toBe(`azurerm_api_management_api_policy.Policy
  error    AF004  the retry makes 3 attempts (count 2), but pool 'pool' needs 4 attempts to reach its last priority group, or 5 after an earlier failure: the circuit breaker of 'func-primary' trips after 3 failures.
                  Set the retry count to 4 or more.

1 finding: 1 error
`);
  });

  test('ends with 0 where only an earlier failure in fixed intervals needs another retry', async () => {
    const { exitCode, stdout, stderr } = await terminal(['check', `${directory}/short.tf.json`]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(`azurerm_api_management_api_policy.Policy
  warning  AF004  the retry makes 4 attempts (count 3), but after an earlier failure, pool 'pool' may need 5 attempts to reach its last priority group: the circuit breaker of 'func-primary' trips after 3 failures, and if Azure counts failures in fixed intervals, an interval can end between these failures.
                  Set the retry count to 4 or more.

1 finding: 1 warning
`);
  });

  // What is found: nothing, a note, a warning, an error.
  test.each([
    ['good', [0, 0, 0]],
    ['noted', [0, 0, 1]],
    ['warned', [0, 1, 1]],
    ['short', [0, 1, 1]],
    ['bad', [1, 1, 1]],
  ])('of %s: ends with 1 for findings of the level of --fail-on and above', async (name, expected) => {
    const exitCodes: number[] = [];
    for (const level of ['error', 'warning', 'note']) {
      exitCodes.push((await terminal(['check', `${directory}/${name}.tf.json`, '--fail-on', level])).exitCode);
    }
    expect(exitCodes).toEqual(expected);
    expect((await terminal(['check', `${directory}/${name}.tf.json`])).exitCode).toBe(expected[0]);
  });

  test('finds names that clash', async () => {
    const { exitCode, stdout, stderr } = await terminal(['check', `${directory}/clashing.tf.json`]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const what =
      "1 backend and 1 pool of one service have the name 'pool'; in Azure, pools and backends share their names";
    expect(stdout).toBe(`azurerm_api_management_backend.Clash
  error    AF010  ${what}.
                  Give each a unique name.

azapi_resource.Pool
  error    AF010  ${what}.
                  Give each a unique name.

2 findings: 2 errors
`);
  });

  test('prints JSON', async () => {
    const { exitCode, stdout } = await terminal(['check', `${directory}/bad.tf.json`, '--format', 'json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      findings: [
        {
          code: 'AF004',
          level: 'error',
          message: expect.stringMatching(
            /^the retry makes 3 attempts .*\. Set the retry count to 4 or more\.$/,
          ) as string,
          resource: 'azurerm_api_management_api_policy.Policy',
        },
      ],
      warnings: [],
    });
  });

  test('prints SARIF, relative to where it runs', async () => {
    const { exitCode, stdout } = await terminal(['check', `${directory}/bad.tf.json`, '--format', 'sarif'], {
      directory,
    });
    expect(exitCode).toBe(1);
    const [result] = (JSON.parse(stdout) as Log).runs[0].results ?? [];
    const { artifactLocation, region } = result.locations?.[0].physicalLocation ?? {};
    expect(artifactLocation?.uri).toBe('bad.tf.json');
    const lines = JSON.stringify(stack(2), null, 2).split('\n');
    expect(lines[(region?.startLine ?? 0) - 1]).toBe('      "Policy": {');
  });

  test.each([
    ['nothing.json', /^apim-failover: \S+nothing\.json: no such file or folder\n$/],
    ['broken.tf.json', /^apim-failover: \S+broken\.tf\.json: .+\n$/],
  ])('tells in a line why %s cannot be used', async (name, fault) => {
    const { exitCode, stdout, stderr } = await terminal(['check', `${directory}/${name}`]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(fault);
  });
});
