import { deploymentOf } from '../../../../simulator/deployment';
import { azapi, ID } from '../reading';
import { evaluated, faultsIn, resource, servicesOf, template } from './arm';

const POLICY = '<policies><inbound><base /><set-backend-service backend-id="p" /></inbound></policies>';
const BREAKER = {
  rules: [
    {
      name: 'r',
      tripDuration: 'PT1M',
      failureCondition: { count: 3, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
    },
  ],
};
const ID_OF = (name: string): string => `[resourceId('Microsoft.ApiManagement/service/backends', 'apim', '${name}')]`;
const api = { path: 'orders', protocols: ['https'], subscriptionRequired: false };
const operation = { displayName: 'list', method: 'GET', urlTemplate: '/' };

test('a template is the same deployment as its resources in azapi', () => {
  const [arm] = servicesOf(
    template([
      resource('', 'apim', { publisherName: 'me' }, { sku: { name: 'Premium', capacity: 2 }, location: 'westeurope' }),
      resource('backends', 'apim/a', { url: 'https://a', protocol: 'http', circuitBreaker: BREAKER }),
      resource('backends', "[format('{0}/{1}', 'apim', 'b')]", { url: 'https://b', protocol: 'http' }),
      resource('backends', 'apim/p', {
        type: 'Pool',
        pool: {
          services: [
            { id: ID_OF('a'), priority: 1 },
            { id: ID_OF('b'), priority: 2 },
          ],
        },
      }),
      resource('apis', 'apim/orders', api),
      resource('apis/operations', 'apim/orders/list', operation),
      resource('apis/policies', 'apim/orders/policy', { format: 'rawxml', value: POLICY }),
      resource('namedValues', 'apim/n', { displayName: 'n', value: 'v' }),
    ]),
  );
  const item = { parent_id: `${ID}/apis/orders` };
  const sku = { body: { properties: {}, sku: { name: 'Premium', capacity: 2 } }, location: 'westeurope' };
  const json = {
    resource: {
      azapi_resource: {
        s: { ...azapi('', '/subscriptions/1/resourceGroups/rg', 'apim', {}), ...sku },
        a: azapi('/backends', ID, 'a', { url: 'https://a', protocol: 'http', circuitBreaker: BREAKER }),
        b: azapi('/backends', ID, 'b', { url: 'https://b', protocol: 'http' }),
        p: azapi('/backends', ID, 'p', {
          type: 'Pool',
          pool: {
            services: [
              { id: `${ID}/backends/a`, priority: 1 },
              { id: `${ID}/backends/b`, priority: 2 },
            ],
          },
        }),
        api: azapi('/apis', ID, 'orders', api),
        list: azapi('/apis/operations', item.parent_id, 'list', operation),
        policy: azapi('/apis/policies', item.parent_id, 'policy', { format: 'rawxml', value: POLICY }),
        n: azapi('/namedValues', ID, 'n', { displayName: 'n', value: 'v' }),
      },
    },
  };
  const [terraform] = deploymentOf([{ name: 'x.tf.json', json: JSON.stringify(json) }]).services;
  const withoutAddresses = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'address' ? undefined : each)));
  expect(withoutAddresses(arm)).toEqual(withoutAddresses(terraform));
  expect(arm.backends[0].model.address).toBe('Microsoft.ApiManagement/service/apim/backends/a');
});

test('children in the resources of a parent have relative types and names, also if the parent is not deployed', () => {
  const child = (type: string, name: string, properties: object, resources: object[] = []): object => ({
    ...{ type, apiVersion: '2024-05-01', name, properties, resources },
  });
  const inside = [
    child('apis', 'orders', api, [
      child('operations', 'list', operation),
      child('policies', 'policy', { value: POLICY }),
    ]),
    { ...child('Microsoft.ApiManagement/service/backends', 'apim/b', { url: 'https://b' }) },
  ];
  for (const condition of [true, false]) {
    const [service] = servicesOf(template([resource('', 'apim', {}, { condition, resources: inside })]));
    expect(service.isElsewhere).toBe(condition ? undefined : true);
    expect(service.apis[0]).toMatchObject({ name: 'orders', operations: [{ id: 'list' }] });
    expect(service.apis[0].policy?.document.children).toHaveLength(1);
    expect(service.backends[0].model.name).toBe('b');
  }
});

test('a copy repeats resources and properties', () => {
  const names = { parameters: { names: { type: 'array', defaultValue: ['a', 'b', 'c'] } } };
  const count = "[length(parameters('names'))]";
  const [{ backends, pools }] = servicesOf(
    template(
      [
        resource(
          'backends',
          "[concat('apim/', parameters('names')[copyIndex()])]",
          { url: "[format('https://{0}-{1}', copyIndex('l'), copyIndex(1))]" },
          { copy: { name: 'l', count } },
        ),
        resource('backends', 'apim/p', {
          pool: {
            copy: [
              {
                ...{ name: 'services', count },
                input: {
                  id: "[resourceId('Microsoft.ApiManagement/service/backends', 'apim', parameters('names')[copyIndex('services')])]",
                  priority: "[copyIndex('services', 1)]",
                },
              },
            ],
          },
        }),
      ],
      names,
    ),
  );
  expect(backends.map(({ url, model }) => [model.name, url])).toEqual([
    ['a', 'https://0-1'],
    ['b', 'https://1-2'],
    ['c', 'https://2-3'],
  ]);
  expect(pools[0].model.members.map(({ backend, priority }) => [backend.name, priority])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

test('variables can be copied, and depend on each other', () => {
  const variables = {
    copy: [{ name: 'list', count: 2, input: "[concat(variables('x'), string(copyIndex('list')))]" }],
    x: 'n',
    object: { copy: [{ name: 'inner', count: 2, input: { i: "[copyIndex('inner')]" } }] },
    '$fxv#0': '<policies />',
  };
  expect(evaluated("[variables('list')]", { variables })).toEqual(['n0', 'n1']);
  expect(evaluated("[VARIABLES('Object').Inner[1].i]", { variables })).toBe(1);
  expect(evaluated("[variables('$fxv#0')]", { variables })).toBe('<policies />');
});

test('functions of the template see their own parameters, and other functions', () => {
  const members = {
    twice: {
      parameters: [{ name: 'x', type: 'string' }],
      output: { type: 'string', value: "[concat(parameters('x'), parameters('x'))]" },
    },
    four: {
      parameters: [{ name: 'X', type: 'string' }],
      output: { value: "[__bicep.twice(__bicep.Twice(parameters('x')))]" },
    },
  };
  const functions = [{ namespace: '__bicep', members }];
  expect(evaluated("[__bicep.four('ab')]", { functions })).toBe('abababab');
  expect(evaluated("[other.four('ab')]", { functions })).toBe("${other.four('ab')}");
});

test('a looked-up service and its backends are elsewhere', () => {
  const existing = { existing: true, type: 'Microsoft.ApiManagement/service', apiVersion: '2024-05-01', name: 'apim' };
  const [service] = servicesOf({
    ...template({
      apim: existing,
      b: resource('backends', "[format('{0}/{1}', 'apim', 'b')]", { url: "[reference('apim').gatewayUrl]" }),
    }),
    languageVersion: '2.0',
  });
  expect(service).toMatchObject({ isElsewhere: true, backends: [{ url: 'unknown' }] });
});

test('names that are known only after deployment refer to each other', () => {
  const parameters = { apim: { type: 'string' }, b: { type: 'string' } };
  const [{ backends, pools }] = servicesOf(
    template(
      [
        resource(
          'backends',
          "[format('{0}/{1}', parameters('apim'), uniqueString(resourceGroup().id, parameters('b')))]",
          { url: 'https://b' },
        ),
        resource('backends', "[concat(parameters('apim'), '/p')]", {
          pool: {
            services: [
              {
                id: "[resourceId('Microsoft.ApiManagement/service/backends', parameters('apim'), uniqueString(resourceGroup().id, parameters('b')))]",
              },
            ],
          },
        }),
      ],
      { parameters },
    ),
  );
  expect(pools[0].model.members[0].backend).toBe(backends[0].model);
});

test('older versions of the API have other names', () => {
  const [{ apis, namedValues }] = servicesOf(
    template([
      resource('apis', 'apim/orders', { path: 'orders' }),
      resource('apis/policies', 'apim/orders/policy', { policyContent: POLICY, contentFormat: 'rawxml' }),
      resource('properties', 'apim/n', { displayName: 'n', value: 'v' }),
    ]),
  );
  expect(apis[0].policy).toBeDefined();
  expect(namedValues).toEqual([{ displayName: 'n', value: 'v' }]);
});

test('resources that extend a service are passed over', () => {
  const lock = {
    type: 'Microsoft.ApiManagement/service/providers/locks',
    name: 'apim/Microsoft.Authorization/l',
    apiVersion: '1',
  };
  const scoped = {
    type: 'Microsoft.Insights/diagnosticSettings',
    scope: "[resourceId('Microsoft.ApiManagement/service', 'apim')]",
    name: 'd',
  };
  expect(faultsIn(template([resource('', 'apim', {}), lock, scoped]))).toEqual([]);
});
