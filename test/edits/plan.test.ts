import { applied, effective, NOTHING, order, plan, Plan, readConfiguration, State } from '../support/terraform';

interface Stack {
  readonly resource?: Readonly<Record<string, object>>;
  readonly data?: Readonly<Record<string, object>>;
  readonly moved?: object;
  readonly provider?: object;
}

const PROVIDERS = { azurerm: [{ features: {} }], azapi: [{}] };

function planned(state: State, stack: Stack): Plan {
  return plan(state, readConfiguration(JSON.stringify({ provider: PROVIDERS, ...stack })));
}

function actions(before: Stack, after: Stack): Record<string, string> {
  const changes = effective(planned(applied(planned(NOTHING, before)), after));
  return Object.fromEntries(changes.map(({ address, action }) => [address, action]));
}

const BACKEND = { api_management_name: 'apim', resource_group_name: 'rg', name: 'a', url: 'https://a' };
const SERVICE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const OWN = { type: 'Microsoft.ApiManagement/service/backends@2024-05-01', name: 'a', parent_id: SERVICE };

function backend(args: object = {}): Stack {
  return { resource: { azurerm_api_management_backend: { a: { ...BACKEND, ...args } } } };
}

function azapi(args: object = {}): Stack {
  return { resource: { azapi_resource: { a: { ...OWN, ...args } } } };
}

test.each<[what: string, before: Stack, after: Stack, expected: Record<string, string>]>([
  ['nothing', backend(), backend(), {}],
  ['an argument', backend(), backend({ url: 'https://b' }), { 'azurerm_api_management_backend.a': 'update' }],
  ['a name', backend(), backend({ name: 'b' }), { 'azurerm_api_management_backend.a': 'delete then create' }],
  [
    'a name, created first',
    backend({ lifecycle: { create_before_destroy: true } }),
    backend({ name: 'b', lifecycle: { create_before_destroy: true } }),
    { 'azurerm_api_management_backend.a': 'create then delete' },
  ],
  [
    'the version of the API',
    azapi(),
    azapi({ type: OWN.type.replace('2024', '2025') }),
    { 'azapi_resource.a': 'update' },
  ],
  [
    'a type',
    azapi(),
    azapi({ type: OWN.type.replace('backends', 'apis') }),
    { 'azapi_resource.a': 'delete then create' },
  ],
  [
    'a sensitive body, of which azapi compares a hash',
    azapi({ sensitive_body: { a: 1 } }),
    azapi({ sensitive_body: { a: 2 } }),
    { 'azapi_resource.a': 'update' },
  ],
  ['a reference to what it refers to', backend(), backend({ url: '${"https"}://a' }), {}],
  ['an escaped template', backend({ url: '$${a}' }), backend({ url: '$${a}' }), {}],
])('%s', (_, before, after, expected) => {
  expect(actions(before, after)).toEqual(expected);
});

test('a reference to a name is known, and one to an id is known later', () => {
  const stack = (name: string): Stack => ({
    resource: {
      azurerm_api_management_api: {
        a: { api_management_name: 'apim', resource_group_name: 'rg', name, revision: '1' },
      },
      terraform_data: {
        name: { input: '${azurerm_api_management_api.a.revision}' },
        id: { input: '${azurerm_api_management_api.a.id}' },
        part: { input: '/${split("/", azurerm_api_management_api.a.id)[8]}/' },
      },
    },
  });
  expect(actions(stack('a'), stack('b'))).toEqual({
    'azurerm_api_management_api.a': 'delete then create',
    'terraform_data.id': 'update',
    'terraform_data.part': 'update',
  });
});

test('what is read has the same value under another address', () => {
  const stack = (id: string): Stack => ({
    data: { azurerm_api_management: { [id]: { name: 'apim', resource_group_name: 'rg' } } },
    ...azapi({ parent_id: `\${data.azurerm_api_management.${id}.id}` }),
  });
  expect(actions(stack('one'), stack('two'))).toEqual({});
  expect(actions(stack('one'), azapi())).toEqual({});
});

test('what is read through something that changes is known later', () => {
  const stack = (input: string): Stack => ({
    resource: { terraform_data: { a: { input }, b: { input: '${data.azapi_resource.a.output}' } } },
    data: { azapi_resource: { a: { resource_id: '${terraform_data.a.id}' } } },
  });
  expect(actions(stack('1'), stack('2'))).toEqual({ 'terraform_data.a': 'update', 'terraform_data.b': 'update' });
});

test('a moved resource keeps what it is, also as another type', () => {
  const to = (type: string): object => [{ from: 'azurerm_api_management_backend.a', to: `${type}.b` }];
  const renamed = { resource: { azurerm_api_management_backend: { b: BACKEND } } };
  expect(actions(backend(), { ...renamed, moved: to('azurerm_api_management_backend') })).toEqual({});
  const other = { resource: { azapi_resource: { b: { ...OWN, body: {} } } } };
  expect(actions(backend(), { ...other, moved: to('azapi_resource') })).toEqual({ 'azapi_resource.b': 'update' });
  expect(actions(backend(), renamed)).toEqual({
    'azurerm_api_management_backend.a': 'delete',
    'azurerm_api_management_backend.b': 'create',
  });
});

test('what is no longer configured needs its provider', () => {
  const provider = { ...PROVIDERS, azurerm: [{ features: {} }, { features: {}, alias: 'other' }] };
  const state = applied(planned(NOTHING, { ...backend({ provider: 'azurerm.other' }), provider }));
  expect(planned(state, { provider }).refusals).toEqual([]);
  expect(planned(state, {}).refusals).toEqual([
    'Provider configuration not present: azurerm_api_management_backend.a needs azurerm.other to be deleted',
  ]);
});

test('between two providers, an edge that would make a cycle is left out', () => {
  // The dependency is turned around, so that each would have to be destroyed before the other.
  const cycleOf = (type: string, own: object): readonly string[] => {
    const stack = (name: string, pool: object, other: object): Stack => {
      const others = { [type]: { other: { ...own, name: `${name}-other`, ...other } } };
      const pools = { azapi_resource: { pool: { ...OWN, name, ...pool } } };
      return {
        resource: type in pools ? { [type]: { ...others[type], ...pools.azapi_resource } } : { ...others, ...pools },
      };
    };
    const before = stack('a', {}, { depends_on: ['azapi_resource.pool'] });
    const after = stack('b', { depends_on: [`${type}.other`] }, {});
    return order(planned(applied(planned(NOTHING, before)), after)).cycle;
  };
  expect(cycleOf('azurerm_api_management_backend', BACKEND)).toEqual([]);
  expect(cycleOf('azapi_resource', OWN)).not.toEqual([]);
});
