import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentOf, readDeployment } from '../../../simulator/deployment';
import { azapi, ID, OF, readAll, readOne } from './reading';

describe('how Terraform JSON is written', () => {
  const backend = { ...OF, name: 'b', url: 'https://b' };
  const rule = { trip_duration: 'PT1M', failure_condition: { count: '2', interval_duration: 'P1DT0.5S' } };

  test.each([
    ['objects', { azurerm_api_management_backend: { b: { ...backend, circuit_breaker_rule: rule } } }],
    [
      'lists of one',
      {
        azurerm_api_management_backend: {
          b: [{ ...backend, circuit_breaker_rule: [{ ...rule, failure_condition: [rule.failure_condition] }] }],
        },
      },
    ],
    [
      'lists at every level',
      [{ azurerm_api_management_backend: [{ b: [{ ...backend, circuit_breaker_rule: rule }] }] }],
    ],
    [
      'with comments and an alias',
      {
        '//': 'x',
        azurerm_api_management_backend: {
          '//': 'y',
          b: { '//': {}, provider: 'azurerm.west', ...backend, circuit_breaker_rule: rule },
        },
      },
    ],
  ])('%s', (_, resource) => {
    const { backends, name, skuName } = readOne(resource);
    expect([name, skuName]).toEqual(['apim', 'unknown']);
    expect(backends[0].model.breaker).toEqual({
      count: 2,
      percentage: undefined,
      interval: 86_400.5,
      tripDuration: 60,
      acceptRetryAfter: false,
      statusCodeRanges: [],
      errorReasons: [],
    });
  });

  test('services in two subscriptions are one if their names are', () => {
    const services = readAll(
      { data: { azurerm_api_management: { a: { name: 'APIM', provider: 'azurerm.west' } } } },
      { resource: { azurerm_api_management_backend: { b: backend } } },
    );
    expect(services.map(({ address, backends }) => [address, backends.length])).toEqual([
      ['data.azurerm_api_management.a', 1],
    ]);
  });

  test('files of one folder are one stack, those of two are two', () => {
    const main = JSON.stringify({
      resource: { azurerm_api_management_backend: { b: { ...backend, name: '${local.n}' } } },
    });
    const more = JSON.stringify({ locals: { n: 'from-elsewhere' } });
    const names = (folder: string): string[] =>
      deploymentOf([
        { name: 'a/main.tf.json', json: main },
        { name: `${folder}/more.tf.json`, json: more },
      ]).services.flatMap(({ backends }) => backends.map(({ model }) => model.name));
    expect(names('a')).toEqual(['from-elsewhere']);
    expect(() => names('b')).toThrow('local.n is not declared');
  });

  test('a stack is found by where its state is kept', () => {
    const state = { container_name: 'c', key: 'k' };
    const one = {
      terraform: { backend: { azurerm: state } },
      output: { id: { value: '${azurerm_api_management_backend.b.id}' } },
      resource: { azurerm_api_management_backend: { b: backend } },
    };
    const two = {
      data: { terraform_remote_state: { one: { backend: 'azurerm', config: state } } },
      resource: {
        azapi_resource: {
          p: azapi('/backends', ID, 'p', {
            type: 'Pool',
            pool: { services: [{ id: '${data.terraform_remote_state.one.outputs["id"]}' }] },
          }),
        },
      },
    };
    const [service] = deploymentOf([
      { name: 'one/main.tf.json', json: JSON.stringify(one) },
      { name: 'two/main.tf.json', json: JSON.stringify(two) },
    ]).services;
    expect(service.pools[0].model.members[0].backend).toBe(service.backends[0].model);
  });

  test.each(['utf8', 'utf16le'] as const)('a file in %s, with a byte order mark', async (encoding) => {
    const folder = mkdtempSync(join(tmpdir(), 'deployment.'));
    try {
      const path = join(folder, 'main.tf.json');
      writeFileSync(
        path,
        `\ufeff${JSON.stringify({ resource: { azurerm_api_management_backend: { b: backend } } })}`,
        encoding,
      );
      expect((await readDeployment(path)).services[0].backends[0].model.name).toBe('b');
      expect((await readDeployment(folder)).services[0].backends[0].model.name).toBe('b');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
