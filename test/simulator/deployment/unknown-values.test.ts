import { backend, Blocks, faultsIn, pool } from './faults';

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
      backend({ name: '${none("x")}' }),
      {},
      'azurerm_api_management_backend.b: name is required, but its value is not known: the function none is not supported',
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
      'azurerm_api_management_backend.b: name is required, but its value is not known: the directive %{ if } of a template has no counterpart',
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
