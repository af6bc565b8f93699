import { ID, OF, readAll } from './reading';

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
