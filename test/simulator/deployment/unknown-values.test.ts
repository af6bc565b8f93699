import { backend, Blocks, faultsIn, pool } from './faults';

describe('values that are needed and not known', () => {
  test.each<[string, Blocks, object, string]>([
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
      'azurerm_api_management_backend.b: name cannot be evaluated: local.b is not declared',
    ],
    [
      'a reference to itself',
      backend({ name: '${local.a}' }),
      { locals: { a: '${local.b}', b: '${local.a}' } },
      'azurerm_api_management_backend.b: name is required, but its value is not known: local.a refers to itself',
    ],
    [
      'a function that does not exist',
      backend({ name: '${none("x")}' }),
      {},
      "azurerm_api_management_backend.b: name cannot be evaluated: Terraform has no function none (did you mean 'one'?)",
    ],
    [
      'an expression that is not evaluated',
      backend({ name: '${var.a ?? "x"}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: the expression ${var.a ?? ... is not supported',
    ],
    [
      'a directive',
      backend({ name: '%{if true}x' }),
      {},
      'azurerm_api_management_backend.b: name cannot be evaluated: the directive %{ if } of a template has no counterpart',
    ],
    [
      'a module',
      backend({ name: '${module.names.b}' }),
      {},
      'azurerm_api_management_backend.b: name cannot be evaluated: module.names is not declared',
    ],
    [
      'a member that is not declared',
      pool([{ id: '${azurerm_api_management_backend.none.id}' }]),
      {},
      'azapi_resource.p: body.properties.pool.services.id cannot be evaluated: azurerm_api_management_backend.none is not declared',
    ],
    [
      'a priority',
      pool([{ id: '/backends/b', priority: '${var.p}' }]),
      {},
      'azapi_resource.p: body.properties.pool.services.priority cannot be evaluated: var.p is not declared',
    ],
    [
      'for_each',
      backend({ for_each: '${var.x}' }),
      {},
      'azurerm_api_management_backend.b: for_each cannot be evaluated: var.x is not declared',
    ],
  ])('%s', (_, resource, rest, fault) => {
    expect(faultsIn(resource, rest)).toEqual([`x.tf.json: ${fault}`]);
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
    'x.tf.json: azurerm_api_management.main: name cannot be evaluated: var.x is not declared',
  ]);
});
