import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentOf, readDeployment } from '../../../simulator/deployment';
import { SimulationError } from '../../../simulator/common/simulation-error';

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const APIM = { azurerm_api_management: { main: { name: 'apim', sku_name: 'Basic_1' } } };
const OF = { api_management_name: 'apim', resource_group_name: 'rg' };
const API = { azurerm_api_management_api: { orders: { ...OF, name: 'orders', path: 'orders', revision: '1' } } };
const PARENT = '${azurerm_api_management.main.id}';
const POOL_TYPE = 'Microsoft.ApiManagement/service/backends@2024-05-01';

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SimulationError) return error.faults;
    throw error;
  }
  return [];
}

function faultsIn(resource: Blocks, rest: object = {}): readonly string[] {
  return faultsOf(() => deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource, ...rest }) }]));
}

function faultsOfText(json: string): readonly string[] {
  return faultsOf(() => deploymentOf([{ name: 'x.tf.json', json }]));
}

function pool(services: unknown): Blocks {
  return {
    ...APIM,
    azapi_resource: {
      p: { type: POOL_TYPE, name: 'p', parent_id: PARENT, body: { properties: { type: 'Pool', pool: { services } } } },
    },
  };
}

function backend(more: object): Blocks {
  return { ...APIM, azurerm_api_management_backend: { b: { ...OF, name: 'b', url: 'https://b', ...more } } };
}

function apiPolicy(xml: unknown, more: Blocks = {}): Blocks {
  return {
    ...APIM,
    ...API,
    azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_content: xml } },
    ...more,
  };
}

describe('files that cannot be used', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deployment.'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const faultsAt = (path: string): readonly string[] => faultsOf(() => readDeployment(path));

  test('no such file', () => {
    const path = join(folder, 'none.json');
    expect(faultsAt(path)).toEqual([`${path}: no such file or folder`]);
  });

  test('a folder without Terraform JSON', () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    expect(faultsAt(folder)).toEqual([
      `${folder}: the folder contains no Terraform JSON: no cdk.tf.json, no *.tf.json, no stacks`,
    ]);
  });

  test('HCL beside the JSON is not passed over', () => {
    writeFileSync(join(folder, 'main.tf'), '');
    writeFileSync(join(folder, 'more.tf.json'), JSON.stringify({ resource: APIM }));
    expect(faultsAt(folder)).toEqual([
      `${folder}: main.tf: HCL is not supported, only Terraform JSON; use the output of terraform show -json for a plan`,
    ]);
  });

  test('a file beyond the limit is refused before it is read', () => {
    const path = join(folder, 'large.tf.json');
    writeFileSync(path, '{}');
    truncateSync(path, 101 * 1024 * 1024);
    expect(faultsAt(path)).toEqual([`${path}: 101 MB; the maximum is 100 MB`]);
  });

  test('a folder that only looks like a file', () => {
    mkdirSync(join(folder, 'stacks'));
    expect(faultsAt(folder)).toHaveLength(1);
  });
});

describe('texts that cannot be used', () => {
  test.each([
    ['', 'line 1, column 1'],
    ['{\n  "resource": {\n}', 'line 3, column 2'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['{"a": tru}', 'line 1, column 7'],
    ['{"a": "b\\x"}', 'line 1, column 9'],
    ['{"a": "b\nc"}', 'line 1, column 9'],
    ['{"a": [1 2]}', 'line 1, column 10'],
    ['{} {}', 'line 1, column 4'],
    ['{"a": 01}', 'line 1, column 7'],
  ])('no JSON: %j', (json, where) => {
    expect(faultsOfText(json)).toEqual([`x.tf.json: is not valid JSON: there is an error at ${where}`]);
  });

  test.each([
    ['[]', 'is JSON, but not Terraform JSON'],
    ['"text"', 'is JSON, but not Terraform JSON'],
    [
      '{"name": "package"}',
      'is JSON, but not Terraform JSON: it has none of data, ephemeral, locals, module, output, provider, resource, terraform, variable',
    ],
    ['{"format_version": "1.0"}', 'is the output of terraform show -json, but has no resources'],
    [
      '{"version": 4, "lineage": "x", "resources": []}',
      'is a state file; use the output of terraform show -json instead',
    ],
    ['{"resource": {}}', 'no API Management service is declared'],
    ['{"format_version": "1.0", "values": {}}', 'no API Management service is declared'],
    [`${'['.repeat(201)}${']'.repeat(201)}`, 'is nested deeper than 200'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'is nested deeper than 200'],
  ])('no deployment: %.60s', (json, what) => {
    expect(faultsOfText(json)).toEqual([`x.tf.json: ${what}`]);
  });
});

describe('values that are needed and not known', () => {
  test.each<[string, Blocks, object, string]>([
    [
      'a service named by a variable without a default',
      { azurerm_api_management: { main: { name: '${var.name}' } } },
      { variable: { name: {} } },
      'azurerm_api_management.main: name is required, but its value is not known: var.name has no default',
    ],
    [
      'a service named by what only a deployment knows',
      { azurerm_api_management: { main: { name: 'apim-${random_id.x.hex}' } }, random_id: { x: {} } },
      {},
      'azurerm_api_management.main: name is required, but its value is not known: random_id.x.hex is known only after deployment',
    ],
    [
      'a backend of no service',
      { azurerm_api_management_backend: { b: { name: 'b' } } },
      {},
      'azurerm_api_management_backend.b: api_management_name is missing',
    ],
    [
      'a reference to nothing',
      backend({ name: '${local.b}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: local.b is not declared',
    ],
    [
      'a reference to itself',
      backend({ name: '${local.a}' }),
      { locals: { a: '${local.b}', b: '${local.a}' } },
      'azurerm_api_management_backend.b: name is required, but its value is not known: local.a refers to itself',
    ],
    [
      'a function that is not evaluated',
      backend({ name: '${sha1("x")}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: the function sha1 is not supported',
    ],
    [
      'an expression that is not evaluated',
      backend({ name: '${var.a ? "x" : "y"}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: the expression ${var.a ? ... is not supported',
    ],
    [
      'a directive',
      backend({ name: '%{if true}x%{endif}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: template directives, %{...}, are not supported',
    ],
    [
      'a module',
      backend({ name: '${module.names.b}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: module.names.b cannot be determined; use the output of terraform show -json for a plan',
    ],
    [
      'a stack that is not given',
      backend({ name: '${data.terraform_remote_state.other.outputs.b}' }),
      { data: { terraform_remote_state: { other: { backend: 'local', config: { path: 'x' } } } } },
      'azurerm_api_management_backend.b: name is required, but its value is not known: data.terraform_remote_state.other is the state of a stack that is not in the given files',
    ],
    [
      'a policy from a file',
      apiPolicy('${file("policy.xml")}'),
      {},
      'azurerm_api_management_api_policy.p: xml_content is required, but its value is not known: the function file is not supported',
    ],
    [
      'a member that is not declared',
      pool([{ id: '${azurerm_api_management_backend.none.id}' }]),
      {},
      'azapi_resource.p: body.properties.pool.services.id is required, but its value is not known: azurerm_api_management_backend.none is not declared',
    ],
    [
      'a priority',
      pool([{ id: '/backends/b', priority: '${var.p}' }]),
      {},
      'azapi_resource.p: body.properties.pool.services.priority is required, but its value is not known: var.p is not declared',
    ],
    [
      'count',
      backend({ count: 2 }),
      {},
      'azurerm_api_management_backend.b: count cannot be expanded; use the output of terraform show -json for a plan instead',
    ],
    [
      'for_each',
      backend({ for_each: '${var.x}' }),
      {},
      'azurerm_api_management_backend.b: for_each cannot be expanded; use the output of terraform show -json for a plan instead',
    ],
    [
      'a dynamic block',
      backend({ dynamic: { circuit_breaker_rule: { for_each: [], content: {} } } }),
      {},
      'azurerm_api_management_backend.b: the dynamic block circuit_breaker_rule cannot be expanded; use the output of terraform show -json for a plan instead',
    ],
  ])('%s', (_, resource, rest, fault) => {
    expect(faultsIn(resource, rest)).toEqual([`x.tf.json: ${fault}`]);
  });
});

describe('resources that cannot be used', () => {
  const rule = (more: object, condition: object = {}): Blocks =>
    backend({
      circuit_breaker_rule: {
        trip_duration: 'PT1M',
        failure_condition: { count: 1, interval_duration: 'PT1M', error_reasons: ['Timeout'], ...condition },
        ...more,
      },
    });

  test.each<[string, Blocks, string]>([
    [
      'a duration that is none',
      rule({ trip_duration: '30s' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.trip_duration is "30s"; a duration such as PT1M30S is needed',
    ],
    [
      'an interval that is missing',
      rule({}, { interval_duration: null }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.interval_duration is missing',
    ],
    [
      'a count that is no number',
      rule({}, { count: 'three' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.count is "three"; a number is needed',
    ],
    [
      'a block that is none',
      backend({ circuit_breaker_rule: 'rule' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule is "rule"; a block is needed',
    ],
    [
      'a name that is none',
      backend({ name: ['b'] }),
      'azurerm_api_management_backend.b: name is a list; a string is needed',
    ],
    [
      'a member that is no backend',
      pool([{ id: PARENT }]),
      'azapi_resource.p: body.properties.pool.services.id is "/subscriptions/\u{10fffd}/resourceGroups/\u{10fffd}/providers/Microsoft.ApiManagement/service/apim"; the id of a backend is needed',
    ],
    [
      'a pool with more members than anybody declares',
      pool(Array.from({ length: 101 }, (_, n) => ({ id: `${PARENT}/backends/b${n}`, priority: 1 }))),
      'azapi_resource.p: body.properties.pool.services has 101; API Management allows 30 backends, and the simulator 100',
    ],
    [
      'a policy that grows',
      {
        ...APIM,
        ...API,
        azurerm_api_management_named_value: { a: { ...OF, name: 'a', display_name: 'a', value: 'x'.repeat(4096) } },
        azurerm_api_management_api_policy: {
          p: {
            ...OF,
            api_name: 'orders',
            xml_content: `<policies><inbound><a>${'{{a}}'.repeat(70)}</a></inbound></policies>`,
          },
        },
      },
      'azurerm_api_management_api_policy.p: xml_content exceeds the maximum size of a policy after its named values are inserted',
    ],
    [
      'members of which one has no priority',
      pool([{ id: '/backends/a', priority: 1 }, { id: '/backends/b' }]),
      'azapi_resource.p: body.properties.pool.services[1].priority is missing, but other members have one; Azure does not document the order in this case',
    ],
    [
      'a body that is no JSON',
      { ...APIM, azapi_resource: { p: { type: POOL_TYPE, name: 'p', parent_id: PARENT, body: '{' } } },
      'azapi_resource.p: body is neither an object nor a JSON object as text',
    ],
    [
      'a parent that is no service',
      { ...APIM, azapi_resource: { p: { type: POOL_TYPE, name: 'p', parent_id: `${PARENT}/apis/a` } } },
      'azapi_resource.p: its parent_id does not refer to a backends of an API Management service',
    ],
    [
      'a workspace',
      { ...APIM, azurerm_api_management_workspace_api: { a: {} } },
      'azurerm_api_management_workspace_api.a: azurerm_api_management_workspace_api is not supported',
    ],
    [
      'a kind of policy that is not known',
      { ...APIM, azurerm_api_management_workspace_policy: { a: {} } },
      'azurerm_api_management_workspace_policy.a: azurerm_api_management_workspace_policy is not supported',
    ],
    [
      'a type of azapi that decides where requests go',
      {
        ...APIM,
        azapi_resource: { w: { type: 'Microsoft.ApiManagement/service/workspaces/backends@2024-05-01', name: 'w' } },
      },
      'azapi_resource.w: azapi_resource of type microsoft.apimanagement/service/workspaces/backends is not supported',
    ],
    [
      'an update of a resource made elsewhere',
      { ...APIM, azapi_update_resource: { u: { type: POOL_TYPE, resource_id: 'x' } } },
      'azapi_update_resource.u: azapi_update_resource of type microsoft.apimanagement/service/backends is not supported',
    ],
    [
      'a policy of an API that is not there',
      { ...APIM, azurerm_api_management_api_policy: { p: { ...OF, api_name: 'none', xml_content: '<policies />' } } },
      "azurerm_api_management_api_policy.p: the API 'none' is not in the given files",
    ],
    [
      'a document that is none',
      {
        ...APIM,
        azurerm_api_management_api: {
          a: { ...OF, name: 'a', import: { content_format: 'openapi', content_value: '[' } },
        },
      },
      'azurerm_api_management_api.a: import.content_value cannot be read as openapi: ' +
        'Flow sequence must end with a ] at line 1, column 2',
    ],
  ])('%s', (_, resource, fault) => {
    expect(faultsIn(resource)).toEqual([`x.tf.json: ${fault}`]);
  });
});

describe('properties of backends and pools that are not known', () => {
  const azapi = (name: string, properties: object, more: object = {}): object => ({
    ...{ type: POOL_TYPE, name, parent_id: PARENT, body: { properties }, ...more },
  });
  const unknown = 'is not supported, and could affect where requests go';

  test('each is named with its place, all at once; one that is null is not set', () => {
    const rule = {
      tripDuration: 'PT30S',
      halfOpen: true,
      failureCondition: { count: 3, interval: 'PT1M', slowCalls: 2, statusCodeRanges: [{ min: 500, max: 599 }] },
      failureResponse: { statusCode: 429, after: 'PT1S' },
    };
    const faults = faultsIn({
      ...APIM,
      azapi_resource: {
        b: azapi(
          'b',
          { url: 'https://b', standby: null, shadow: true, circuitBreaker: { rules: [rule], mode: 'x' } },
          { sensitive_body: { properties: { credentials: { header: { k: ['v'] } }, url: 'https://secret' } } },
        ),
        p: azapi('p', {
          type: 'Pool',
          circuitBreaker: {},
          pool: { services: [{ id: '/backends/b', region: 'x' }], algorithm: 'least', sessionAffinity: { ttl: 1 } },
        }),
      },
    });
    expect(faults).toEqual(
      [
        ...['body.properties.shadow', 'sensitive_body.properties.url', 'body.properties.circuitBreaker.mode'].map(
          (name) => `azapi_resource.b: ${name}`,
        ),
        'azapi_resource.b: body.properties.circuitBreaker.rules.halfOpen',
        'azapi_resource.b: body.properties.circuitBreaker.rules.failureResponse.after',
        'azapi_resource.b: body.properties.circuitBreaker.rules.failureCondition.slowCalls',
        'azapi_resource.p: body.properties.circuitBreaker',
        'azapi_resource.p: body.properties.pool.algorithm',
        'azapi_resource.p: body.properties.pool.services.region',
        'azapi_resource.p: body.properties.pool.sessionAffinity.ttl',
      ].map((where) => `x.tf.json: ${where} ${unknown}`),
    );
  });

  test('so are those of azurerm', () => {
    const condition = { count: 3, interval_duration: 'PT1M', error_reasons: ['Timeout'], slow: 1 };
    const rule = { name: 'r', trip_duration: 'PT30S', half_open: true, failure_condition: [condition] };
    expect(faultsIn(backend({ circuit_breaker_rule: [rule] }))).toEqual([
      `x.tf.json: azurerm_api_management_backend.b: circuit_breaker_rule.half_open ${unknown}`,
      `x.tf.json: azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.slow ${unknown}`,
    ]);
  });
});

describe('policies that cannot be used', () => {
  const fragments = (values: Readonly<Record<string, string>>): Blocks => ({
    azurerm_api_management_policy_fragment: Object.fromEntries(
      Object.entries(values).map(([name, included]) => [
        name,
        {
          api_management_id: PARENT,
          name,
          format: 'rawxml',
          value: `<fragment>${included && `<include-fragment fragment-id="${included}" />`}</fragment>`,
        },
      ]),
    ),
  });

  test.each<[string, Blocks, string]>([
    [
      'no XML',
      apiPolicy('<policies>\n  <inbound>\n</policies>'),
      'azurerm_api_management_api_policy.p: xml_content cannot be read: line 3, column 1: </policies> closes <inbound>',
    ],
    [
      'another document',
      apiPolicy('<fragment />'),
      'azurerm_api_management_api_policy.p: xml_content is <fragment>; <policies> is needed',
    ],
    [
      'a link',
      {
        ...APIM,
        ...API,
        azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_link: 'https://x' } },
      },
      'azurerm_api_management_api_policy.p: xml_link is a link, which only Azure can read; use the text of the policy instead',
    ],
    [
      'a fragment that is not there',
      apiPolicy('<policies>\n<inbound><include-fragment fragment-id="none" /></inbound></policies>'),
      "azurerm_api_management_api_policy.p: line 2, column 10: the fragment 'none' is not in the given files",
    ],
    [
      'a loop of fragments',
      { ...APIM, ...fragments({ a: 'b', b: 'c', c: 'b' }) },
      'azurerm_api_management_policy_fragment.b: the fragment includes itself: b -> c -> b',
    ],
    [
      'a fragment that includes itself',
      { ...APIM, ...fragments({ a: 'a' }) },
      'azurerm_api_management_policy_fragment.a: the fragment includes itself: a -> a',
    ],
    [
      'a backend by a secret',
      apiPolicy('<policies><inbound><set-backend-service backend-id="{{pool}}" /></inbound></policies>', {
        azurerm_api_management_named_value: {
          n: { ...OF, name: 'n', display_name: 'pool', value: 'x', secret: true },
        },
      }),
      "azurerm_api_management_api_policy.p: xml_content, line 1, column 20: backend-id needs the named value 'pool', whose value is not known",
    ],
  ])('%s', (_, resource, fault) => {
    expect(faultsIn(resource)).toEqual([`x.tf.json: ${fault}`]);
  });

  test.each([false, true])('a chain of fragments that is too long, backwards: %s', (isBackwards) => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const chain = names.map((name, index) => [name, names[index + 1] ?? ''] as const);
    const faults = faultsIn({ ...APIM, ...fragments(Object.fromEntries(isBackwards ? [...chain].reverse() : chain)) });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/: fragments are nested deeper than 20: f\d+ -> f\d+/);
  });
});

test('all faults of all files are said at once', () => {
  const faults = faultsOf(() =>
    deploymentOf([
      { name: 'a.tf.json', json: '{' },
      { name: 'b.tf.json', json: JSON.stringify({ resource: backend({ name: '${var.x}', url: 1 }) }) },
      { name: 'c.tf.json', json: JSON.stringify({ resource: apiPolicy('<') }) },
    ]),
  );
  expect(faults.map((fault) => fault.slice(0, 12))).toEqual(['a.tf.json: i', 'b.tf.json: a', 'c.tf.json: a']);
});

describe('names that clash', () => {
  const NAME = 'have the name';
  const pools = {
    azapi_resource: { p: { type: POOL_TYPE, name: 'B', parent_id: PARENT, body: { properties: { type: 'Pool' } } } },
  };
  const fault = (address: string, what: string): string => `x.tf.json: ${address}: ${what} (AF010)`;

  test('are faults at each of those that have one', () => {
    const what = `1 backend and 1 pool of one service ${NAME} 'B' or 'b', which Azure treats as the same; in Azure, pools and backends share their names`;
    expect(faultsIn({ ...backend({}), ...pools })).toEqual([
      fault('azurerm_api_management_backend.b', what),
      fault('azapi_resource.p', what),
    ]);
    const apis = { a: { ...OF, name: 'orders', path: 'a' }, b: { ...OF, name: 'orders', path: 'b' } };
    expect(faultsIn({ ...APIM, azurerm_api_management_api: apis })).toEqual(
      ['a', 'b'].map((id) => fault(`azurerm_api_management_api.${id}`, `2 APIs of one service ${NAME} 'orders'`)),
    );
  });

  test('are faults of all files that have the address', () => {
    const json = JSON.stringify({ resource: backend({}) });
    const faults = faultsOf(() => deploymentOf(['a/x.tf.json', 'b/x.tf.json'].map((name) => ({ name, json }))));
    expect(faults.map((line) => line.slice(0, 4))).toEqual(['a/x.', 'b/x.']);
  });

  test('may be kept, to be told: of each kind the first is read', () => {
    const resource = {
      ...APIM,
      azurerm_api_management_backend: {
        b: { ...OF, name: 'b', url: 'https://first' },
        c: { ...OF, name: 'B', url: 'https://second' },
      },
      azapi_resource: {
        p: {
          ...{ type: POOL_TYPE, name: 'b', parent_id: PARENT },
          body: { properties: { type: 'Pool', pool: { services: [{ id: '/backends/b' }] } } },
        },
      },
      azurerm_api_management_api: {
        a: { ...OF, name: 'orders', path: 'a' },
        b: { ...OF, name: 'orders', path: 'b', is_current: true },
      },
      azurerm_api_management_api_operation: {
        get: { ...OF, api_name: 'orders', operation_id: 'get', display_name: 'g', method: 'GET', url_template: '/' },
      },
    };
    const sources = [{ name: 'x.tf.json', json: JSON.stringify({ resource }) }];
    const { services, declarations } = deploymentOf(sources, 'kept');
    const [service] = services;
    expect(declarations).toHaveLength(5);
    expect(service.backends.map(({ url }) => url)).toEqual(['https://first']);
    expect(service.pools[0].model.members.map(({ backend: { address } }) => address)).toEqual([
      'azurerm_api_management_backend.b',
    ]);
    expect(service.apis).toMatchObject([{ path: 'a', isCurrent: true, operations: [{ id: 'get' }] }]);
  });
});

test('what many refer to is one fault', () => {
  const many = Array.from({ length: 5 }, (_, index) => [
    `b${index}`,
    { name: `b${index}`, url: 'https://x', api_management_name: '${azurerm_api_management.main.name}' },
  ]);
  const resource = {
    azurerm_api_management: { main: { name: '${var.x}' } },
    azurerm_api_management_backend: Object.fromEntries(many) as Record<string, unknown>,
  };
  expect(faultsIn(resource)).toEqual([
    'x.tf.json: azurerm_api_management.main: name is required, but its value is not known: var.x is not declared',
  ]);
});
