import { deploymentOf, DeployedService } from '../../../simulator/deployment';
import { API, APIM, Blocks, faultsIn, POOL_TYPE } from './faults';
import { ID, OF } from './reading';

const TYPE = 'Microsoft.ApiManagement/service';

function update(type: string, properties: unknown, more: object): object {
  return { type: `${TYPE}${type}@2024-05-01`, body: { properties }, ...more };
}

function read(resource: Blocks): { readonly service: DeployedService; readonly warnings: readonly string[] } {
  const { services, warnings } = deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]);
  expect(services).toHaveLength(1);
  return { service: services[0], warnings };
}

const RULE = {
  name: 'rule',
  tripDuration: 'PT30S',
  acceptRetryAfter: true,
  failureCondition: { count: 3, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }], errorReasons: [] },
};
const BREAKER = {
  ...{ count: 3, percentage: undefined, statusCodeRanges: [{ min: 500, max: 599 }], errorReasons: [] },
  ...{ interval: 60, tripDuration: 30, acceptRetryAfter: true },
};
const BACKENDS = {
  a: { ...OF, name: 'a', url: 'https://a', protocol: 'http', credentials: [{ header: { x_key: 'v' } }] },
  b: { ...OF, name: 'b', url: 'https://b', protocol: 'http' },
};
const AZURERM_RULE = {
  ...{ name: 'rule', trip_duration: 'PT10S', accept_retry_after_enabled: false },
  failure_condition: [
    {
      ...{ count: 5, percentage: 0, interval_duration: 'PT1M', error_reasons: ['Timeout'] },
      status_code_range: [{ min: 502, max: 504 }],
    },
  ],
};

describe('an update of a backend that azurerm declares', () => {
  test.each<[string, object]>([
    ['by resource_id', { resource_id: '${azurerm_api_management_backend.a.id}' }],
    ['by resource_id in another case', { resource_id: `${ID.toUpperCase()}/BACKENDS/A` }],
    ['by parent_id and name', { parent_id: '${azurerm_api_management.main.id}', name: 'a' }],
  ])('adds a circuit breaker, %s', (_, target) => {
    const { service, warnings } = read({
      ...APIM,
      azurerm_api_management_backend: BACKENDS,
      azapi_update_resource: { u: update('/backends', { circuitBreaker: { rules: [RULE] } }, target) },
    });
    expect(service.backends.map(({ model, url }) => [model.name, url, model.breaker])).toEqual([
      ['a', 'https://a', BREAKER],
      ['b', 'https://b', undefined],
    ]);
    expect(service.backends[0].headers).toEqual({ x_key: 'v' });
    expect(warnings).toEqual([]);
  });

  test('keeps what it does not set of a rule with the same name', () => {
    const { service } = read({
      ...APIM,
      azurerm_api_management_backend: { a: { ...BACKENDS.a, circuit_breaker_rule: [AZURERM_RULE] } },
      azapi_update_resource: {
        u: update(
          '/backends',
          { circuitBreaker: { rules: [{ name: 'rule', tripDuration: 'PT1M' }] } },
          { resource_id: '${azurerm_api_management_backend.a.id}' },
        ),
      },
    });
    expect(service.backends[0].model.breaker).toEqual({
      ...{ count: 5, percentage: undefined, statusCodeRanges: [{ min: 502, max: 504 }], errorReasons: ['Timeout'] },
      ...{ interval: 60, tripDuration: 60, acceptRetryAfter: false },
    });
  });

  test('adds a second rule of another name, which Azure refuses', () => {
    expect(
      faultsIn({
        ...APIM,
        azurerm_api_management_backend: { a: { ...BACKENDS.a, circuit_breaker_rule: [AZURERM_RULE] } },
        azapi_update_resource: {
          u: update(
            '/backends',
            { circuitBreaker: { rules: [{ ...RULE, name: 'other' }] } },
            { resource_id: '${azurerm_api_management_backend.a.id}' },
          ),
        },
      }),
    ).toEqual([
      'x.tf.json: azurerm_api_management_backend.a: properties.circuitBreaker.rules has 2 rules; the maximum is 1',
    ]);
  });

  test('makes it a pool', () => {
    const services = [
      { id: `${ID}/backends/b`, priority: 2 },
      { id: '/backends/c', priority: 1 },
    ];
    const { service } = read({
      ...APIM,
      azurerm_api_management_backend: { ...BACKENDS, c: { ...BACKENDS.b, name: 'c' } },
      azapi_update_resource: {
        u: update(
          '/backends',
          { type: 'Pool', pool: { services }, credentials: null },
          { resource_id: `${ID}/backends/a` },
        ),
      },
    });
    expect(service.backends.map(({ model }) => model.name)).toEqual(['b', 'c']);
    expect(
      service.pools.map(({ model }) => [model.name, model.members.map((m) => [m.backend.name, m.priority])]),
    ).toEqual([
      [
        'a',
        [
          ['b', 2],
          ['c', 1],
        ],
      ],
    ]);
  });
});

describe('an update of a pool that azapi declares', () => {
  const member = (name: string): object => ({ id: `${ID}/backends/${name}`, priority: 1 });
  const membersOf = (more: object): readonly string[] => {
    const services = [member('a'), member('c')];
    const { service } = read({
      ...APIM,
      azapi_resource: {
        p: { type: POOL_TYPE, name: 'p', parent_id: ID, body: { properties: { type: 'Pool', pool: { services } } } },
      },
      azapi_update_resource: {
        u: update(
          '/backends',
          { pool: { services: [member('b')] } },
          { resource_id: '${azapi_resource.p.id}', ...more },
        ),
      },
    });
    return service.pools[0].model.members.map(({ backend }) => backend.name);
  };

  test('replaces its members', () => {
    expect(membersOf({})).toEqual(['b']);
  });

  test('adds a member with list_unique_id_property', () => {
    expect(membersOf({ list_unique_id_property: { 'properties.pool.services': 'id' } })).toEqual(['a', 'c', 'b']);
  });
});

describe('an update of', () => {
  test('the service changes its SKU and its regions', () => {
    const { service } = read({
      azurerm_api_management: {
        main: { name: 'apim', sku_name: 'Premium_1', additional_location: [{ location: 'northeurope' }] },
      },
      azapi_update_resource: {
        u: {
          ...update('', { additionalLocations: [{ location: 'northeurope' }, { location: 'eastus' }] }, {}),
          ...{ resource_id: ID, body: { sku: { capacity: 3 }, properties: { additionalLocations: [] } } },
        },
      },
    });
    expect([service.skuName, service.additionalLocations]).toEqual(['Premium_3', []]);
  });

  test('an API, its operation, its policy, a named value, and a product changes what is read of them', () => {
    const target = (path: string): object => ({ resource_id: `${ID}/${path}` });
    const { service, warnings } = read({
      ...APIM,
      ...API,
      azurerm_api_management_api_operation: {
        get: { ...OF, api_name: 'orders', operation_id: 'get', method: 'GET', url_template: '/a', display_name: 'Get' },
      },
      azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_content: '<policies />' } },
      azurerm_api_management_named_value: { n: { ...OF, name: 'n', display_name: 'pool', value: 'old' } },
      azurerm_api_management_product: { p: { ...OF, product_id: 'starter', display_name: 'Starter' } },
      azapi_update_resource: {
        api: update('/apis', { path: 'new' }, target('apis/orders')),
        operation: update('/apis/operations', { urlTemplate: '/b' }, target('apis/orders;rev=1/operations/get')),
        policy: update(
          '/apis/policies',
          { value: '<policies><inbound><set-backend-service backend-id="{{pool}}" /></inbound></policies>' },
          target('apis/orders/policies/policy'),
        ),
        value: update('/namedValues', { value: 'new' }, target('namedValues/n')),
        product: update('/products', { displayName: 'Basic' }, target('products/starter')),
      },
    });
    const [api] = service.apis;
    expect(warnings).toEqual([]);
    expect(api.path).toBe('new');
    expect(api.operations).toMatchObject([{ method: 'GET', urlTemplate: '/b' }]);
    expect(JSON.stringify(api.policy)).toContain('"backend-id":"new"');
    expect(service.products[0].displayName).toBe('Basic');
  });

  test('a revision changes that one', () => {
    const revision = (number: string): object => ({ ...OF, name: 'orders', path: 'orders', revision: number });
    const { service } = read({
      ...APIM,
      azurerm_api_management_api: { one: revision('1'), two: revision('2') },
      azapi_update_resource: {
        u: update('/apis', { path: 'second' }, { resource_id: '${azurerm_api_management_api.two.id}' }),
      },
    });
    expect(service.apis.map((api) => [api.revision, api.path])).toEqual([
      ['1', 'orders'],
      ['2', 'second'],
    ]);
  });
});

describe('an update of a resource that is not in the given files', () => {
  test('names a backend, of which nothing else is known', () => {
    const { service } = read({
      ...APIM,
      azapi_update_resource: {
        u: update('/backends', { circuitBreaker: { rules: [RULE] } }, { resource_id: `${ID}/backends/elsewhere` }),
      },
    });
    expect(service.backends.map(({ model }) => [model.name, model.breaker, model.isUndeclared])).toEqual([
      ['elsewhere', 'unknown', true],
    ]);
  });

  test('is the policy, if it says it', () => {
    const { service, warnings } = read({
      ...APIM,
      azapi_update_resource: {
        u: update('/policies', { value: '<policies><inbound /></policies>' }, { parent_id: ID, name: 'policy' }),
      },
    });
    expect([service.policy?.address, warnings]).toEqual(['azapi_update_resource.u', []]);
  });

  test('is passed over with a warning, if it says too little', () => {
    const { warnings } = read({
      ...APIM,
      azapi_update_resource: { u: update('/apis', { path: 'x' }, { resource_id: `${ID}/apis/elsewhere` }) },
    });
    expect(warnings).toEqual([
      'x.tf.json: azapi_update_resource.u: it updates a resource that is not in the given files, and is passed over',
    ]);
  });
});

describe('updates that cannot be merged are faults', () => {
  const of = { resource_id: '${azurerm_api_management_backend.a.id}' };
  const faults = (...updates: readonly object[]): readonly string[] =>
    faultsIn({
      ...APIM,
      azurerm_api_management_backend: BACKENDS,
      azapi_update_resource: Object.fromEntries(updates.map((each, index) => [`u${index}`, each])),
    });

  test('that set one property to different values', () => {
    expect(
      faults(update('/backends', { url: 'https://x' }, of), update('/backends', { url: 'https://y' }, of)),
    ).toEqual([
      'x.tf.json: azapi_update_resource.u1: body.properties.url is also set by azapi_update_resource.u0, to another value',
    ]);
  });

  test('whose body is not known', () => {
    expect(faults({ ...update('/backends', {}, of), body: '${var.body}' })).toEqual([
      'x.tf.json: azapi_update_resource.u0: body cannot be evaluated: var.body is not declared',
    ]);
  });

  test('whose sensitive body could affect where requests go', () => {
    const more = { ...of, sensitive_body: { properties: { url: 'https://secret', credentials: {} } } };
    expect(faults(update('/backends', {}, more))).toEqual([
      'x.tf.json: azapi_update_resource.u0: sensitive_body.properties.url is not supported, and could affect where requests go',
    ]);
  });

  test('not those that set different properties, or the same value', () => {
    const url = update('/backends', { url: 'https://x', title: 't' }, of);
    expect(faults(url, url, update('/backends', { description: 'd' }, of))).toEqual([]);
  });
});
