import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { ApiManagement, AzapiProvider, BackendCredentials, Duration, RegionalFailover } from '../lib';
import { annotations, apiPolicy, Block, newService, newStack, OPERATION, resources, synth } from './support/stack';

const API = { name: 'orders', path: 'orders', operations: [OPERATION] };

/** The pool of each region as `priority name`, in the order of the regions. */
function orders(stack: TerraformStack): string[][] {
  const { azapi_resource: azapi = {}, azurerm_api_management_backend: backends = {} } = synth(stack).resource ?? {};
  const names = new Map(Object.entries(backends).map(([id, { name }]) => [id, String(name)]));
  const pools = Object.values(azapi).filter(({ type }) => String(type).includes('/backends@'));
  return pools.map((pool) =>
    servicesOf(pool).map(({ id, priority }) => `${priority} ${names.get(id.split('.')[1]) ?? id}`),
  );
}

function servicesOf(pool: Block): { id: string; priority: number }[] {
  return (pool.body as { properties: { pool: { services: { id: string; priority: number }[] } } }).properties.pool
    .services;
}

describe('RegionalFailover', () => {
  test('each region prefers its own backend, and goes on in order', () => {
    const stack = newStack();
    new RegionalFailover(stack, 'Orders', {
      ...API,
      regions: ['a', 'b', 'c'].map((name) => ({
        name,
        apiManagement: newService(stack, `apim-${name}`),
        url: `https://${name}.example.com`,
      })),
    });
    expect(orders(stack)).toEqual([
      ['1 a', '2 b', '3 c'],
      ['1 b', '2 c', '3 a'],
      ['1 c', '2 a', '3 b'],
    ]);
    expect(
      resources(stack, 'azurerm_api_management_backend').map(
        (b) => `${String(b.api_management_name)}/${String(b.name)}`,
      ),
    ).toMatchInlineSnapshot(`
     [
       "apim-a/a",
       "apim-a/b",
       "apim-a/c",
       "apim-b/a",
       "apim-b/b",
       "apim-b/c",
       "apim-c/a",
       "apim-c/b",
       "apim-c/c",
     ]
    `);
  });

  test('three regions need the failures of two breakers', () => {
    const stack = newStack();
    const failover = new RegionalFailover(stack, 'Orders', {
      ...API,
      regions: ['a', 'b', 'c'].map((name) => ({
        name,
        apiManagement: newService(stack, `apim-${name}`),
        url: `https://${name}.example.com`,
      })),
    });
    expect(failover.apis.map((api) => api.attemptsToFailOver)).toEqual([9, 9, 9]);
    for (const { xml_content } of resources(stack, 'azurerm_api_management_api_policy')) {
      expect(xml_content).toContain('count="8"');
    }
    const told = annotations(stack).map((line) =>
      line.replace(/^\S+ info (The forward timeout is \d+ s|AF202).*/, '$1'),
    );
    expect(told).toEqual(['a', 'b', 'c'].flatMap(() => ['AF202', 'The forward timeout is 4 s']));
  });

  test('regions in subscriptions of their own: every resource has the provider of its service', () => {
    const stack = new TerraformStack(Testing.app(), 'main');
    const regions = ['a', 'b'].map((name) => {
      const subscriptionId = `${name.repeat(8)}-2222-3333-4444-555555555555`;
      const azurermProvider = new AzurermProvider(stack, `azurerm-${name}`, {
        features: [{}],
        subscriptionId,
        alias: name,
      });
      const azapiProvider = new AzapiProvider(stack, `azapi-${name}`, { subscriptionId, alias: name });
      const apiManagement = ApiManagement.fromLookup(stack, `Apim-${name}`, {
        name: `apim-${name}`,
        resourceGroupName: `rg-${name}`,
        azurermProvider,
        azapiProvider,
      });
      return { name, apiManagement, functionApp: { name: `func-${name}`, resourceGroupName: `rg-${name}` } };
    });
    new RegionalFailover(stack, 'Orders', { ...API, regions });
    const { resource, data, ephemeral } = synth(stack);
    const providers = [resource, data, ephemeral].flatMap((blocks) =>
      Object.entries(blocks ?? {}).flatMap(([type, byId]) =>
        Object.entries(byId).map(
          ([id, block]) => `${type}.${id.replace(/_[0-9A-F]{8}$/, '')} ${String(block.provider)}`,
        ),
      ),
    );
    expect(providers.sort()).toMatchSnapshot();
    const [hostKeys] = Object.values(ephemeral?.azapi_resource_action ?? {});
    expect(hostKeys.resource_id).toMatch(
      /^\/subscriptions\/\$\{split\("\/", data\.azurerm_api_management\.Apim-a_\w+\.id\)\[2\]\}\//,
    );
  });

  test('names, credentials and settings of the API are passed on', () => {
    const stack = newStack();
    new RegionalFailover(stack, 'Orders', {
      ...API,
      regions: ['a', 'b'].map((name) => ({
        name,
        apiManagement: newService(stack, `apim-${name}`),
        url: `https://${name}.example.com`,
        backendName: `orders-${name}`,
        credentials: [BackendCredentials.namedValue('x-key', `key-${name}`)],
      })),
      poolName: 'orders-pool',
      retry: { interval: Duration.seconds(2) },
      forwardTimeout: Duration.seconds(5),
    });
    const backends = resources(stack, 'azurerm_api_management_backend');
    expect(backends.map(({ name, credentials }) => ({ name, credentials }))).toEqual(
      ['a', 'b', 'a', 'b'].map((name) => ({
        name: `orders-${name}`,
        credentials: { header: { 'x-key': `{{key-${name}}}` } },
      })),
    );
    const [{ xml_content: policy }] = resources(stack, 'azurerm_api_management_api_policy');
    expect(policy).toContain('backend-id="orders-pool"');
    expect(policy).toContain('count="4" interval="2"');
    expect(policy).toContain('timeout="5"');
    expect(() => apiPolicy(stack)).toThrow('there are 2');
  });
});
