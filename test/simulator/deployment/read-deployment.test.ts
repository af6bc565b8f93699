import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployedService, deploymentOf, readDeployment } from '../../../simulator/deployment';

const OF = { api_management_name: 'apim', resource_group_name: 'rg' };
const ID = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const POLICIES = '<policies><inbound><base /></inbound></policies>';

function readAll(...jsons: readonly object[]): readonly DeployedService[] {
  return deploymentOf(jsons.map((json, index) => ({ name: `f${index}.tf.json`, json: JSON.stringify(json) }))).services;
}

function readOne(resource: object, rest: object = {}): DeployedService {
  const services = readAll({ resource, ...rest });
  expect(services).toHaveLength(1);
  return services[0];
}

/** An API in azapi's words, below the service. */
function azapi(type: string, parent: string, name: string, properties: object, more: object = {}): object {
  return {
    type: `Microsoft.ApiManagement/service${type}@2024-05-01`,
    parent_id: parent,
    name,
    body: { properties },
    ...more,
  };
}

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

  test.each(['utf8', 'utf16le'] as const)('a file in %s, with a byte order mark', (encoding) => {
    const folder = mkdtempSync(join(tmpdir(), 'deployment.'));
    try {
      const path = join(folder, 'main.tf.json');
      writeFileSync(
        path,
        `\ufeff${JSON.stringify({ resource: { azurerm_api_management_backend: { b: backend } } })}`,
        encoding,
      );
      expect(readDeployment(path).services[0].backends[0].model.name).toBe('b');
      expect(readDeployment(folder).services[0].backends[0].model.name).toBe('b');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('backends and pools', () => {
  test('credentials and URL, as far as they are known', () => {
    const { backends } = readOne(
      {
        azurerm_api_management_backend: {
          b: {
            ...OF,
            name: 'b',
            url: 'https://${data.azapi_resource.app.output.host}',
            credentials: [
              {
                header: { 'x-key': '{{key}}', 'x-later': '${var.later}' },
                query: { code: 'c' },
                authorization: [{ scheme: 'Bearer', parameter: 'token' }],
              },
            ],
          },
          c: { ...OF, name: 'c', url: 'https://c/${split("/", azurerm_api_management_backend.b.id)[8]}' },
        },
      },
      { data: { azapi_resource: { app: { type: 'Microsoft.Web/sites@2024-04-01' } } } },
    );
    expect(backends.map(({ url, headers, query }) => ({ url, headers, query }))).toEqual([
      { url: 'unknown', headers: { Authorization: 'Bearer token', 'x-key': '{{key}}' }, query: { code: 'c' } },
      { url: 'https://c/apim', headers: {}, query: {} },
    ]);
  });

  test('what else azapi can say of a backend or pool: failure responses, its region, its identity, carbon emission', () => {
    const rule = {
      name: 'rule',
      tripDuration: 'PT30S',
      failureCondition: { count: 3, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
      failureResponse: { statusCode: 429, reason: 'Later' },
    };
    const backend = {
      url: 'https://b',
      azureRegion: 'westeurope',
      credentials: { managedIdentity: { resource: 'api://orders' } },
      circuitBreaker: { rules: [rule] },
    };
    const { backends, pools } = readOne({
      azapi_resource: {
        b: { ...azapi('/backends', ID, 'b', backend), sensitive_body: { properties: { credentials: {} } } },
        p: azapi('/backends', ID, 'p', {
          type: 'Pool',
          pool: { services: [{ id: '${azapi_resource.b.id}', preferredCarbonEmission: 'Medium' }] },
        }),
      },
    });
    expect(backends[0]).toMatchObject({
      azureRegion: 'westeurope',
      failureResponse: { statusCode: 429, reason: 'Later' },
      headers: { Authorization: 'Bearer simulated-token-for-api://orders' },
    });
    expect(pools[0].isCarbonAware).toBe(true);
  });

  test('a backend and a pool of azapi, members by every kind of id', () => {
    const single = {
      url: 'https://s',
      circuitBreaker: {
        rules: [
          {
            tripDuration: 'PT30S',
            acceptRetryAfter: true,
            failureCondition: { percentage: 10, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
          },
        ],
      },
    };
    const services = [
      { id: '${azapi_resource.s.id}', weight: 3 },
      { id: `${ID.replace('service/', 'SERVICE/').toUpperCase()}/BACKENDS/T`, weight: 1 },
      { id: '/backends/elsewhere' },
      { id: '${data.azapi_resource.existing.id}' },
      { id: `${ID}/backends/q` },
      { id: '${azurerm_api_management_backend.t.id}' },
      { id: `${ID.replace('/apim', '/other')}/backends/foreign` },
    ];
    const all = readAll({
      data: { azapi_resource: { existing: azapi('/backends', ID, 'existing', {}) } },
      resource: {
        azurerm_api_management_backend: { t: { ...OF, name: 't', url: 'https://t' } },
        azapi_resource: {
          s: azapi('/backends', ID, 's', single),
          p: azapi('/backends', ID, 'p', {
            type: 'Pool',
            pool: {
              services,
              sessionAffinity: { sessionId: { source: 'Cookie', name: 'sid' } },
              failureResponse: { statusCode: 429 },
            },
          }),
          q: { ...azapi('/backends', ID, 'q', {}), body: '{"properties":{"pool":{"services":[]}}}' },
        },
      },
    });
    expect(all.map(({ name }) => name)).toEqual(['apim', 'other']);
    const [{ pools, backends }] = all;
    expect(
      pools.map(({ model: { name, exhaustedStatusCode }, sessionAffinity, failureResponse }) => [
        ...[name, exhaustedStatusCode, sessionAffinity, failureResponse],
      ]),
    ).toEqual([
      ['p', 429, { cookieName: 'sid' }, { statusCode: 429, reason: undefined, body: undefined }],
      ['q', undefined, undefined, undefined],
    ]);
    expect(
      pools[0].model.members.map(({ backend: { name, breaker, isPool, service }, priority, weight }) => [
        name,
        typeof breaker === 'object' ? breaker.percentage : breaker,
        isPool,
        service.key,
        priority,
        weight,
      ]),
    ).toEqual([
      ['s', 10, undefined, 'apim', 1, 3],
      ['t', undefined, undefined, 'apim', 1, 1],
      ['elsewhere', 'unknown', undefined, 'apim', 1, undefined],
      ['existing', 'unknown', undefined, 'apim', 1, undefined],
      ['q', undefined, true, 'apim', 1, undefined],
      ['t', undefined, undefined, 'apim', 1, undefined],
      ['foreign', 'unknown', undefined, 'other', 1, undefined],
    ]);
    expect(backends.map(({ model }) => model.name).sort()).toEqual(['elsewhere', 'existing', 's', 't']);
  });
});

describe('APIs, products, policies', () => {
  test('the same in the words of azurerm and of azapi', () => {
    const azurerm = readOne({
      azurerm_api_management: { main: { name: 'apim', sku_name: 'Premium_2', location: 'westeurope' } },
      azurerm_api_management_api_version_set: {
        v: { ...OF, name: 'v', versioning_scheme: 'Header', version_header_name: 'x-version' },
      },
      azurerm_api_management_api: {
        a: {
          ...OF,
          name: 'a',
          display_name: 'A',
          path: '/a/',
          protocols: ['https', 'http'],
          revision: '1',
          service_url: 'https://s',
          subscription_required: false,
          subscription_key_parameter_names: { header: 'h', query: 'q' },
          version: 'v1',
          version_set_id: '${azurerm_api_management_api_version_set.v.id}',
        },
      },
      azurerm_api_management_api_operation: {
        o: { ...OF, api_name: 'a', operation_id: 'o', display_name: 'O', method: 'get', url_template: '/o/{id}' },
      },
      azurerm_api_management_api_policy: {
        a: { ...OF, api_name: '${azurerm_api_management_api.a.name}', xml_content: POLICIES },
      },
      azurerm_api_management_api_operation_policy: {
        o: { ...OF, api_name: 'a', operation_id: 'o', xml_content: POLICIES },
      },
      azurerm_api_management_product: { p: { ...OF, product_id: 'p', display_name: 'P' } },
      azurerm_api_management_product_api: { pa: { ...OF, product_id: 'p', api_name: 'a' } },
      azurerm_api_management_product_policy: { p: { ...OF, product_id: 'p', xml_content: POLICIES } },
      azurerm_api_management_policy: {
        g: { api_management_id: '${azurerm_api_management.main.id}', xml_content: POLICIES },
      },
      azurerm_api_management_policy_fragment: {
        f: { api_management_id: ID, name: 'f', format: 'xml', value: '<fragment />' },
      },
      azurerm_api_management_named_value: { n: { ...OF, name: 'n', display_name: 'N', value: 'x' } },
    });
    const api = '${azapi_resource.a.id}';
    const product = '${azapi_resource.p.id}';
    const viaAzapi = readOne({
      azapi_resource: {
        main: {
          ...azapi('', '/x', 'apim', {}),
          location: 'westeurope',
          body: { sku: { name: 'Premium', capacity: 2 } },
        },
        v: azapi('/apiVersionSets', ID, 'v', { versioningScheme: 'Header', versionHeaderName: 'x-version' }),
        a: azapi('/apis', '${azapi_resource.main.id}', 'a', {
          displayName: 'A',
          path: 'a',
          protocols: ['https', 'http'],
          serviceUrl: 'https://s',
          subscriptionRequired: false,
          subscriptionKeyParameterNames: { header: 'h', query: 'q' },
          apiVersion: 'v1',
          apiVersionSetId: '${azapi_resource.v.id}',
        }),
        o: azapi('/apis/operations', api, 'o', { displayName: 'O', method: 'GET', urlTemplate: '/o/{id}' }),
        ap: azapi('/apis/policies', api, 'policy', { value: POLICIES, format: 'rawxml' }),
        op: azapi('/apis/operations/policies', '${azapi_resource.o.id}', 'policy', { value: POLICIES }),
        p: azapi('/products', ID, 'p', { displayName: 'P' }),
        pa: azapi('/products/apis', product, 'a', {}),
        pp: azapi('/products/policies', product, 'policy', { value: POLICIES }),
        g: azapi('/policies', ID, 'policy', { value: POLICIES }),
        f: azapi('/policyFragments', ID, 'f', { value: '<fragment />', format: 'rawxml' }),
        n: azapi('/namedValues', ID, 'n', { displayName: 'N', value: 'x' }),
      },
    });
    const withoutAddresses = (service: DeployedService): unknown =>
      JSON.parse(
        JSON.stringify(service, (key, value: unknown) =>
          key === 'address' ? undefined : value instanceof Map ? [...(value as Map<unknown, unknown>)] : value,
        ),
      );
    expect(withoutAddresses(viaAzapi)).toEqual(withoutAddresses(azurerm));
    expect(azurerm.apis[0]).toMatchObject({
      path: 'a',
      serviceUrl: 'https://s',
      subscriptionRequired: false,
      subscriptionKeyNames: { header: 'h', query: 'q' },
      version: { value: 'v1', scheme: { kind: 'Header', name: 'x-version' } },
      operations: [{ id: 'o', method: 'GET', urlTemplate: '/o/{id}' }],
    });
    expect([azurerm.skuName, azurerm.location]).toEqual(['Premium_2', 'westeurope']);
    expect(azurerm.products).toEqual([expect.objectContaining({ id: 'p', apis: ['a'] })]);
    expect(azurerm.policy?.address).toBe('azurerm_api_management_policy.g');
    // The same text is read once.
    expect(azurerm.apis[0].policy?.document).toBe(azurerm.policy?.document);
  });

  test('revisions: operations belong to the one that is named, or else the current one', () => {
    const operation = (api: string, id: string): object => ({
      ...OF,
      api_name: api,
      operation_id: id,
      method: 'GET',
      url_template: '/',
    });
    const { apis } = readOne({
      azurerm_api_management_api: {
        two: { ...OF, name: 'a', revision: '2' },
        one: { ...OF, name: 'a;rev=1' },
      },
      azurerm_api_management_api_operation: { x: operation('a', 'x'), y: operation('a;rev=2', 'y') },
    });
    expect(
      apis.map(({ name, revision, isCurrent, operations }) => [
        name,
        revision,
        isCurrent,
        operations === 'unknown' ? operations : operations.map(({ id }) => id),
      ]),
    ).toEqual([
      ['a', '2', false, ['y']],
      ['a', '1', true, ['x']],
    ]);
  });

  test.each([
    [
      'openapi',
      'openapi: 3.0.1\nservers: [{url: "https://s/v1"}]\npaths:\n  /a/{id}:\n    get: {operationId: getA, summary: Get}\n    delete: {}\n',
      'https://s/v1',
    ],
    [
      'swagger-json',
      JSON.stringify({
        swagger: '2.0',
        host: 's',
        basePath: '/v1',
        paths: { '/a/{id}': { get: { operationId: 'getA', summary: 'Get' }, delete: {} } },
      }),
      'https://s/v1',
    ],
  ])('operations from a document: %s', (content_format, content_value, serviceUrl) => {
    const { apis } = readOne({
      azurerm_api_management_api: { a: { ...OF, name: 'a', import: [{ content_format, content_value }] } },
    });
    expect(apis[0].serviceUrl).toBe(serviceUrl);
    expect(apis[0].operations).toEqual([
      {
        address: 'azurerm_api_management_api.a',
        id: 'getA',
        displayName: 'Get',
        method: 'GET',
        urlTemplate: '/a/{id}',
      },
      expect.objectContaining({ method: 'DELETE', urlTemplate: '/a/{id}' }),
    ]);
  });

  test.each([
    ['a link', { import: { content_format: 'openapi-link', content_value: 'https://x' } }],
    ['a file', { import: { content_format: 'openapi', content_value: '${file("x.yaml")}' } }],
    ['a copy', { source_api_id: `${ID}/apis/b` }],
  ])('operations are not known from %s', (_, more) => {
    expect(readOne({ azurerm_api_management_api: { a: { ...OF, name: 'a', ...more } } }).apis[0].operations).toBe(
      'unknown',
    );
  });

  test('named values stand in policies where they are known', () => {
    const value = (name: string, more: object): object => ({ ...OF, name, display_name: name, ...more });
    const { apis, namedValues } = readOne({
      azurerm_api_management_named_value: {
        pool: value('pool', { value: 'a "<&" pool' }),
        secret: value('secret', { value: 'x', secret: true }),
        vault: value('vault', { value_from_key_vault: { secret_id: 'x' } }),
      },
      azurerm_api_management_api: { a: { ...OF, name: 'a' } },
      azurerm_api_management_api_policy: {
        a: {
          ...OF,
          api_name: 'a',
          xml_content:
            '<policies><inbound><set-variable name="{{ pool }}" value="{{secret}}{{vault}}{{none}}" /><x>$${a}%%{b}{{pool}}</x></inbound></policies>',
        },
      },
    });
    expect(namedValues.map((known) => known.value)).toEqual(['a "<&" pool', 'unknown', 'unknown']);
    const [inbound] = apis[0].policy?.document.children ?? [];
    expect(inbound).toMatchObject({
      children: [
        { attributes: { name: 'a "<&" pool', value: '{{secret}}{{vault}}{{none}}' } },
        { children: [{ value: '${a}%{b}a "<&" pool' }] },
      ],
    });
  });
});

describe('plans', () => {
  const ids = {
    references: [
      'azurerm_api_management_backend.b["x"].id',
      'azurerm_api_management_backend.b["x"]',
      'azurerm_api_management_backend.b',
      'module.m.id',
      'module.m',
      'azurerm_api_management_backend.old.id',
      'azurerm_api_management_backend.old',
    ],
  };
  const resource = (address: string, type: string, values: object, more: object = {}): object => ({
    address,
    mode: 'managed',
    type,
    name: 'b',
    values,
    ...more,
  });
  const plan = (references: object): object => ({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          resource(
            'azurerm_api_management_backend.b["x"]',
            'azurerm_api_management_backend',
            { ...OF, name: 'bx' },
            { index: 'x' },
          ),
          resource('azurerm_api_management_backend.old', 'azurerm_api_management_backend', {
            ...OF,
            name: 'old',
            id: `${ID}/backends/old`,
          }),
          {
            ...resource('azapi_resource.p', 'azapi_resource', {
              type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
              name: 'p',
              parent_id: ID,
              body: {
                properties: {
                  pool: { services: [{ priority: 1 }, { priority: 2 }, { id: `${ID}/backends/old`, priority: 3 }] },
                },
              },
            }),
            name: 'p',
          },
        ],
        child_modules: [
          {
            address: 'module.m',
            resources: [
              resource('module.m.azurerm_api_management_backend.b', 'azurerm_api_management_backend', {
                ...OF,
                name: 'inner',
              }),
            ],
          },
        ],
      },
    },
    resource_changes: [
      {
        address: 'azapi_resource.p',
        change: {
          after_unknown: {
            id: true,
            body: { properties: { pool: { services: [{ id: true }, { id: true }, {}] } } },
          },
        },
      },
    ],
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: 'data.azurerm_api_management.a',
              mode: 'data',
              type: 'azurerm_api_management',
              name: 'a',
              values: { name: 'apim', sku_name: 'Basic_2', location: 'West Europe', id: ID },
            },
          ],
        },
      },
    },
    configuration: {
      root_module: {
        module_calls: {
          m: {
            expressions: {},
            module: {
              outputs: {
                id: {
                  expression: {
                    references: ['azurerm_api_management_backend.b.id', 'azurerm_api_management_backend.b'],
                  },
                },
              },
            },
          },
        },
        resources: [
          {
            address: 'azapi_resource.p',
            expressions: {
              body: references,
            },
          },
        ],
      },
    },
  });

  test('members are recovered in order, from repeated resources and modules, beside those that are known', () => {
    const [{ pools, skuName, location, backends }] = readAll(plan(ids));
    expect(pools[0].model.members.map(({ backend, priority }) => [backend.address, priority])).toEqual([
      ['azurerm_api_management_backend.b["x"]', 1],
      ['module.m.azurerm_api_management_backend.b', 2],
      ['azurerm_api_management_backend.old', 3],
    ]);
    expect([skuName, location, backends.length]).toEqual(['Basic_2', 'West Europe', 3]);
  });

  test('members that cannot be told apart are a fault that names the pool', () => {
    const splat = { references: ['azurerm_api_management_backend.b'] };

    expect(() => readAll(plan(splat))).toThrow(
      'f0.tf.json: azapi_resource.p: body.properties.pool.services[0].id is required, but its value is not known: azapi_resource.p.body is known only after deployment',
    );
  });
});
