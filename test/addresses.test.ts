import { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  FailoverApiOperation,
  HttpMethod,
  IApiManagement,
  PriorityPool,
  RegionalFailover,
} from '../lib';
import { isNotCompared, newPool, newService, newStack, OPERATION, resource, synth } from './support/stack';

/** The addresses of all resources, in order. */
function addresses(stack: TerraformStack): string[] {
  return Object.entries(synth(stack).resource ?? {})
    .flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`))
    .sort();
}

/** A backend with a key, its pool and its API below a scope. */
function orders(scope: Construct, apiManagement: IApiManagement, ids = ['Backend', 'Pool', 'Api']): FailoverApi {
  const [backendId, poolId, apiId] = ids;
  const backend = CircuitBreakerBackend.forFunctionApp(scope, backendId, {
    apiManagement,
    functionApp: { name: 'func', resourceGroupName: 'rg' },
  });
  const pool = new PriorityPool(scope, poolId, { apiManagement, name: 'pool', members: [{ backend }] });
  const operations = [{ ...OPERATION, rewriteUri: 'api' }];
  return new FailoverApi(scope, apiId, { apiManagement, pool, name: 'orders', path: 'orders', operations });
}

function made(build: (stack: TerraformStack) => void): string[] {
  const stack = newStack();
  build(stack);
  return addresses(stack);
}

describe('the address of a resource', () => {
  const plain = made((stack) => orders(stack, newService(stack)));

  test('does not depend on the place of its construct', () => {
    const moved = made((stack) => orders(new Construct(new Construct(stack, 'Team'), 'Orders'), newService(stack)));
    expect(moved).toEqual(plain);
    expect(made((stack) => orders(stack, newService(stack), ['A', 'B', 'C']))).toEqual(plain);
  });

  test('does not depend on how its service is known', () => {
    const apiManagementId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
    const known = made((stack) => orders(stack, ApiManagement.fromAttributes(stack, 'Known', { apiManagementId })));
    expect(known).toEqual(plain);
    const created = made((stack) => {
      const service = { name: 'apim', resourceGroupName: 'rg', location: 'l', skuName: 'Basic_1' };
      const owner = { publisherEmail: 'a@example.com', publisherName: 'a' };
      const own = new ApiManagementResource(stack, 'Own', { ...service, ...owner });
      orders(stack, ApiManagement.fromResource(stack, 'Service', own));
    });
    expect(created.filter((address) => !address.startsWith('azurerm_api_management.'))).toEqual(plain);
  });

  test('follows the name in Azure', () => {
    const of = (name: string, service = 'apim'): string[] =>
      made((stack) => {
        const url = 'https://example.com';
        new CircuitBreakerBackend(stack, 'Backend', { apiManagement: newService(stack, service), name, url });
      });
    expect(of('orders')).toEqual([expect.stringMatching(/^azurerm_api_management_backend\.apim_orders_[0-9A-F]{8}$/)]);
    expect(new Set([of('orders'), of('other'), of('orders', 'other')].flat()).size).toBe(3);
  });

  test('of an operation follows its method and template too, with that of its policy', () => {
    const of = (operation: Partial<FailoverApiOperation>): string[] =>
      made((stack) => {
        const apiManagement = newService(stack);
        const backend = new CircuitBreakerBackend(stack, 'B', {
          apiManagement,
          name: 'b',
          url: 'https://b.example.com',
        });
        const pool = new PriorityPool(stack, 'P', { apiManagement, name: 'p', members: [{ backend }] });
        const operations = [{ ...OPERATION, rewriteUri: 'api', ...operation }];
        new FailoverApi(stack, 'A', { apiManagement, pool, name: 'orders', path: 'orders', operations });
      }).filter((address) => address.includes('api_operation'));
    const before = of({});
    for (const change of [{ method: HttpMethod.PUT }, { urlTemplate: '/x' }, { operationId: 'other' }]) {
      const after = of(change);
      expect(after).toHaveLength(2);
      expect(after.filter((address) => before.includes(address))).toEqual([]);
    }
    for (const change of [{ displayName: 'x' }, { description: 'x' }, { rewriteUri: 'x' }]) {
      expect(of(change)).toEqual(before);
    }
  });

  test('a renamed region, and another order of regions, change none', () => {
    const of = (...names: string[]): string[] =>
      made((stack) => {
        const services = ['a', 'b'].map((name) => newService(stack, name));
        const regions = services.map((apiManagement, index) => ({
          ...{ apiManagement, name: names[index] },
          functionApp: { name: `func-${index}`, resourceGroupName: 'rg' },
        }));
        const sorted = names[0] < names[1] ? regions : regions.reverse();
        new RegionalFailover(stack, 'Orders', { name: 'o', path: 'o', operations: [OPERATION], regions: sorted });
      });
    expect(of('north', 'south')).toEqual(of('a', 'b'));
    expect(of('south', 'north')).toEqual(of('a', 'b'));
  });

  test('names that are known only after deployment leave the path of the construct', () => {
    const stack = newStack();
    const name = new TerraformVariable(stack, 'name', {}).stringValue;
    const apiManagement = newService(stack);
    new CircuitBreakerBackend(stack, 'Late', { apiManagement, name, url: 'https://example.com' });
    expect(addresses(stack)).toEqual([expect.stringMatching(/^azurerm_api_management_backend\.Late_[0-9A-F]{8}$/)]);
  });

  test('of an operation follows its method and template, even if the name of its API is a variable', () => {
    const of = (urlTemplate: string, variant: object = {}): string[] =>
      made((stack) => {
        const apiManagement = newService(stack);
        const operations = [{ ...OPERATION, rewriteUri: 'api', urlTemplate }];
        const name = new TerraformVariable(stack, 'name', {}).stringValue;
        const pool = newPool(stack, apiManagement);
        new FailoverApi(stack, 'A', { apiManagement, pool, name, path: 'orders', operations, ...variant });
      }).filter((address) => address.startsWith('azurerm_api_management_api'));
    expect(of('/')).toEqual([
      expect.stringMatching(/^azurerm_api_management_api\.A_[0-9A-F]{8}$/),
      expect.stringMatching(/^azurerm_api_management_api_operation\.A_Operation-\w+(?:_[0-9A-F]{8}){2}$/),
      expect.stringMatching(/^azurerm_api_management_api_operation_policy\.A_OperationPolicy-\w+(?:_[0-9A-F]{8}){2}$/),
      expect.stringMatching(/^azurerm_api_management_api_policy\.A_Policy_[0-9A-F]{8}$/),
    ]);
    expect(of('/x').filter((address) => of('/').includes(address))).toHaveLength(2);
    const versionSetId =
      '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apiVersionSets/o';
    const versioned = of('/', { version: 'v1', versionSetId });
    expect(versioned).toHaveLength(4);
    expect(versioned.filter((address) => of('/').includes(address))).toEqual([]);
  });

  test('two constructs with one name keep two addresses', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const acknowledge = [{ code: 'AF010', reason: 'a test' }];
    for (const id of ['One', 'Two']) {
      const props = { apiManagement, name: 'orders', url: 'https://example.com', acknowledge };
      new CircuitBreakerBackend(stack, id, props);
    }
    isNotCompared(stack);
    expect(addresses(stack)).toEqual([
      expect.stringMatching(/\.Two_[0-9A-F]{8}$/),
      expect.stringMatching(/\.apim_orders_[0-9A-F]{8}$/),
    ]);
    stack.node.tryRemoveChild('One');
    new CircuitBreakerBackend(stack, 'Three', { apiManagement, name: 'orders', url: 'https://e.com', acknowledge });
    expect(addresses(stack)).toHaveLength(2);
  });

  test('starts as an identifier of Terraform does, whatever the names', () => {
    const stack = newStack();
    const apiManagement = newService(stack, '0-service');
    const credentials = [
      BackendCredentials.keyVaultSecret({ header: 'x.key', secretId: 'https://v.vault.azure.net/secrets/s' }),
    ];
    const backend = new CircuitBreakerBackend(stack, 'B', {
      ...{ apiManagement, name: 'b', url: 'https://b.example.com', credentials },
    });
    const pool = new PriorityPool(stack, 'P', { apiManagement, name: 'p', members: [{ backend }] });
    const operations = [{ ...OPERATION, urlTemplate: '/örders/{id}/*' }];
    new FailoverApi(stack, 'A', {
      apiManagement,
      pool,
      name: 'Aufträge (neu)'.replace(/ /g, '_'),
      path: 'a',
      operations,
    });
    for (const address of addresses(stack)) expect(address).toMatch(/^\w+\.[A-Za-z_][\w-]*$/);
  });
});

describe('the routes of a service', () => {
  test('hold the path of each API, and the method and template of each operation', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const api = orders(stack, apiManagement);
    api.addOperation({ operationId: 'get', method: HttpMethod.GET, urlTemplate: '/{id}' });
    const { input } = resource(stack, 'terraform_data') as { input: Record<string, string> };
    expect(Object.entries(input).map(([id, route]) => [id.replace(/_[0-9A-F]{8}$/, ''), route])).toEqual([
      ['apim_orders', '/orders'],
      ['apim_orders_get_GET-id', 'GET /{id}'],
      ['apim_orders_process_POST', 'POST /'],
    ]);
  });

  test('change before an API or operation is made, and after one is deleted: APIs depend on them, and the rest on APIs', () => {
    const stack = newStack();
    orders(stack, newService(stack));
    const { resource: blocks = {} } = synth(stack);
    const [routes] = Object.keys(blocks.terraform_data);
    const [[api, { depends_on }]] = Object.entries(blocks.azurerm_api_management_api);
    expect(depends_on).toEqual([`terraform_data.${routes}`]);
    expect(Object.values(blocks.azurerm_api_management_api_operation)[0].api_name).toBe(
      `\${azurerm_api_management_api.${api}.name}`,
    );
  });

  test('are one resource for all APIs of a service in a stack, without those that were taken out again', () => {
    const stack = newStack();
    const services = ['a', 'b'].map((name) => newService(stack, name));
    services.forEach((apiManagement) => {
      const backend = new CircuitBreakerBackend(apiManagement, 'B', {
        ...{ apiManagement, name: 'b', url: 'https://b.example.com' },
      });
      const pool = new PriorityPool(apiManagement, 'P', { apiManagement, name: 'p', members: [{ backend }] });
      for (const name of ['one', 'two', 'three']) {
        new FailoverApi(apiManagement, name, { apiManagement, pool, name, path: name, operations: [OPERATION] });
      }
      apiManagement.node.tryRemoveChild('three');
    });
    const inputs = Object.values(synth(stack).resource?.terraform_data ?? {}).map(({ input }) =>
      Object.values(input as Record<string, string>),
    );
    expect(inputs).toEqual([
      ['/one', 'POST /', '/two', 'POST /'],
      ['/one', 'POST /', '/two', 'POST /'],
    ]);
  });

  test('reach Terraform as they are, where a path or version is a variable', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const backend = new CircuitBreakerBackend(stack, 'B', { apiManagement, name: 'b', url: 'https://b.example.com' });
    const pool = new PriorityPool(stack, 'P', { apiManagement, name: 'p', members: [{ backend }] });
    const path = new TerraformVariable(stack, 'path', {}).stringValue;
    new FailoverApi(stack, 'A', { apiManagement, pool, name: 'a', path, operations: [OPERATION] });
    expect(Object.values(resource(stack, 'terraform_data').input as object)).toEqual(['/${var.path}', 'POST /']);
  });
});
