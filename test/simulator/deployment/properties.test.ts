import fc from 'fast-check';
import { deploymentOf } from '../../../simulator/deployment';
import { SimulationError } from '../../../simulator/common/simulation-error';
import { FORMS, Recipe, recipes, written } from './stacks';

/** What the recipe says, as a deployment has it. */
function expected({ services }: Recipe): object[] {
  return services.map(({ name, skuName, backends, pools }) => ({
    name,
    skuName,
    location: 'westeurope',
    backends: backends.map((backend) => ({
      name: backend.name,
      url: backend.url,
      breaker: backend.breaker && {
        count: backend.breaker.count,
        percentage: undefined,
        interval: backend.breaker.interval,
        tripDuration: backend.breaker.tripDuration,
        statusCodeRanges: backend.breaker.ranges,
        errorReasons: ['Timeout'],
        acceptRetryAfter: backend.breaker.acceptRetryAfter,
      },
    })),
    pools: pools.map((pool) => ({
      name: pool.name,
      members: pool.members.map(({ backend, ...rest }) => ({ backend: backends[backend].name, ...rest })),
    })),
    apis: pools.map((_, index) => `api-${index} at api/${index}`),
  }));
}

function read(json: string): object[] {
  return deploymentOf([{ name: 'stack.json', json }]).services.map((service) => ({
    name: service.name,
    skuName: service.skuName,
    location: service.location,
    backends: service.backends.map(({ model, url }) => ({ name: model.name, url, breaker: model.breaker })),
    pools: service.pools.map(({ model }) => ({
      name: model.name,
      members: model.members.map(({ backend, ...rest }) => ({ backend: backend.name, ...rest })),
    })),
    apis: service.apis.map(({ name, path }) => `${name} at ${path}`),
  }));
}

describe('whatever is deployed', () => {
  test.each(FORMS)('a stack reads back as it was written: %s', (form) => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        expect(read(written(recipe, form))).toEqual(expected(recipe));
      }),
      { numRuns: 60 },
    );
  });

  test('all forms of a stack are the same deployment, addresses included', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const [first, ...others] = FORMS.map((form) => deploymentOf([{ name: 'x.json', json: written(recipe, form) }]));
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: 30 },
    );
  });
});

/** Names that a careless reader would find on every object. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length'];
const WORDS = [
  ...['resource', 'data', 'locals', 'variable', 'output', 'terraform', 'module', 'dynamic', 'count', 'for_each', '//'],
  ...['format_version', 'values', 'planned_values', 'resource_changes', 'configuration', 'root_module', 'resources'],
  ...['child_modules', 'address', 'mode', 'type', 'name', 'change', 'after_unknown', 'expressions', 'references'],
  ...['azurerm_api_management', 'azurerm_api_management_backend', 'azurerm_api_management_api', 'azapi_resource'],
  ...['azurerm_api_management_api_policy', 'azurerm_api_management_policy_fragment', 'a', 'b', 'id', 'body'],
  ...['api_management_name', 'xml_content', 'circuit_breaker_rule', 'failure_condition', 'parent_id', 'properties'],
  ...['pool', 'services', 'import', 'content_value', 'content_format', 'value', 'default', 'path', 'protocols'],
];
const TEXTS = [
  ...['', 'a', '${', '${a', '${a.b.id}', '${local.a}', '${var.b}', '${split("/", a.b.id)[2]}', '${a[', '%{if a}'],
  ...['${azurerm_api_management.a.id}', '${azurerm_api_management_backend.__proto__.id}', '${"${"${1}"}"}'],
  ...['Microsoft.ApiManagement/service/backends@2024-05-01', 'Microsoft.ApiManagement/service', '/backends/b'],
  ...['<policies><inbound><base /></inbound></policies>', '<fragment><include-fragment fragment-id="a" /></fragment>'],
  ...['<policies>', '{', '{"properties":{}}', 'openapi', 'managed', 'data', 'Pool', 'PT1S', '1.2'],
];

const { tree: wild } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1e21), fc.string()),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...WORDS, ...NAMES), tie('tree')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Terraform JSON as far as its outline goes; what stands in it is anything. */
const outlined = fc
  .array(fc.tuple(fc.constantFrom(...WORDS.filter((word) => word.startsWith('az'))), wild, wild), { maxLength: 4 })
  .map((items) => ({
    resource: Object.fromEntries(items.map(([type, body, other]) => [type, { a: body, __proto__: null, b: other }])),
  }));

function onlyRefuses(json: string): void {
  try {
    deploymentOf([{ name: 'wild.tf.json', json }]);
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    expect(error.faults.length).toBeGreaterThan(0);
    for (const fault of error.faults) expect(fault).toMatch(/^wild\.tf\.json: /);
  }
}

describe('whatever is given', () => {
  test('any JSON is read, or refused in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          wild,
          outlined,
          fc.json().map((json) => JSON.parse(json) as unknown),
        ),
        (value) => onlyRefuses(JSON.stringify(value) ?? 'null'),
      ),
      { numRuns: 1500 },
    );
  });

  test('any text is read, or refused in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().chain((json) => fc.nat(json.length).map((at) => json.slice(0, at))),
        ),
        onlyRefuses,
      ),
      { numRuns: 300 },
    );
  });

  test.each(NAMES)('a resource called %s is one like any other', (name) => {
    const json =
      `{"resource":{"azurerm_api_management":{"${name}":{"name":"apim","sku_name":"Basic_1"}},` +
      `"azurerm_api_management_backend":{"${name}":{"name":"${name}","api_management_name":"\${azurerm_api_management.${name}.name}","url":"https://x","credentials":{"header":{"${name}":"v"}}}},` +
      `"${name}":{"${name}":{}}},"locals":{"${name}":1}}`;
    const [service] = deploymentOf([{ name: 'x.tf.json', json }]).services;
    expect(service.backends.map(({ model, headers }) => [model.name, Object.entries(headers)])).toEqual([
      [name, [[name, 'v']]],
    ]);
    expect(({} as Record<string, unknown>).name).toBeUndefined();
  });
});
