import { deploymentOf, DeployedService, effectivePolicy } from '../../../simulator/deployment';
import { APIM, Blocks } from './faults';
import { ID } from './reading';

const TYPE = 'Microsoft.ApiManagement/service/workspaces';
const WORKSPACE = { azurerm_api_management_workspace: { w: { name: 'team', api_management_id: ID } } };
const PARENT = '${azurerm_api_management_workspace.w.id}';

function within(type: string, name: string, properties: object, parent = PARENT): object {
  return { type: `${TYPE}/${type}@2024-05-01`, name, parent_id: parent, body: { properties } };
}

const POLICY = (header: string, more = ''): string =>
  `<policies><inbound><set-header name="${header}" />${more}<base /></inbound></policies>`;

const BELOW = {
  backend: within('backends', 'b', { url: 'https://b', protocol: 'http' }),
  pool: within('backends', 'p', { type: 'Pool', pool: { services: [{ id: '/backends/b', priority: 1 }] } }),
  api: within('apis', 'orders', { path: 'orders', displayName: 'Orders' }),
  operation: within(
    'apis/operations',
    'get',
    { method: 'GET', urlTemplate: '/', displayName: 'Get' },
    `${PARENT}/apis/orders`,
  ),
  api_policy: within('apis/policies', 'policy', { value: POLICY('api') }, `${PARENT}/apis/orders`),
  product: within('products', 'starter', { displayName: 'Starter' }),
  link: within('products/apiLinks', 'l', { apiId: `${ID}/workspaces/team/apis/orders` }, `${PARENT}/products/starter`),
  product_policy: within('products/policies', 'policy', { value: POLICY('product') }, `${PARENT}/products/starter`),
};

function read(resource: Blocks): {
  readonly services: readonly DeployedService[];
  readonly warnings: readonly string[];
} {
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]);
}

const policyOf = (xml: string): Blocks => ({
  azurerm_api_management_policy: { p: { api_management_id: ID, xml_content: xml } },
  azurerm_api_management_workspace_policy: {
    p: { api_management_workspace_id: PARENT, xml_content: POLICY('workspace') },
  },
});

describe('a workspace', () => {
  test('is a service of its own, with its APIs, backends, pools, and products', () => {
    const { services, warnings } = read({ ...APIM, ...WORKSPACE, azapi_resource: BELOW });
    expect(warnings).toEqual([]);
    expect(services.map(({ name, address, isElsewhere }) => [name, address, isElsewhere])).toEqual([
      ['apim', 'azurerm_api_management.main', undefined],
      ['apim/workspaces/team', 'azurerm_api_management_workspace.w', undefined],
    ]);
    const [service, workspace] = services;
    expect([service.apis, service.backends, service.pools]).toEqual([[], [], []]);
    expect(workspace.pools[0].model.members[0].backend).toBe(workspace.backends[0].model);
    expect(workspace.products.map(({ id, apis }) => [id, apis])).toEqual([['starter', ['orders']]]);
    expect(workspace.apis).toMatchObject([{ name: 'orders', path: 'orders', operations: [{ id: 'get' }] }]);
  });

  test('inherits the policy of its service: service, workspace, product, API', () => {
    const { services } = read({ ...APIM, ...WORKSPACE, ...policyOf(POLICY('global')), azapi_resource: BELOW });
    const [, workspace] = services;
    const { inbound } = effectivePolicy(workspace, workspace.apis[0], 'get', workspace.products[0]);
    expect(inbound.map(({ scope, policy }) => [scope, policy.attributes.name])).toEqual([
      ['api', 'api'],
      ['product', 'product'],
      ['workspace', 'workspace'],
      ['global', 'global'],
    ]);
  });

  test('inherits the default policy without one', () => {
    const [, workspace] = read({ ...APIM, ...WORKSPACE, azapi_resource: { api: BELOW.api } }).services;
    expect(effectivePolicy(workspace, workspace.apis[0]).backend.map(({ policy }) => policy.name)).toEqual([
      'forward-request',
    ]);
  });

  test.each(['<include-fragment fragment-id="f" />', '<set-backend-service backend-id="b" />'])(
    'cannot be read if it inherits %s',
    (policy) => {
      const { services } = read({
        ...APIM,
        ...WORKSPACE,
        ...policyOf(POLICY('global', policy)),
        azurerm_api_management_policy_fragment: { f: { api_management_id: ID, name: 'f', value: '<fragment />' } },
        azapi_resource: BELOW,
      });
      const [, workspace] = services;
      expect(() => effectivePolicy(workspace, workspace.apis[0])).toThrow(
        /^azurerm_api_management_policy.p: a workspace inherits this policy, whose .* is simulated only for APIs of the service$/,
      );
    },
  );

  test('reads what azurerm declares in it', () => {
    const { services } = read({
      ...APIM,
      ...WORKSPACE,
      azurerm_api_management_workspace_policy_fragment: {
        f: { api_management_workspace_id: PARENT, name: 'f', xml_content: '<fragment />' },
      },
      azurerm_api_management_workspace_api_version_set: {
        v: { api_management_workspace_id: PARENT, name: 'v', versioning_scheme: 'Segment', display_name: 'v' },
      },
      azapi_resource: {
        api: within('apis', 'orders', {
          path: 'orders',
          apiVersion: 'v1',
          apiVersionSetId: `${ID}/workspaces/team/apiVersionSets/v`,
        }),
      },
    });
    const [, workspace] = services;
    expect(workspace.fragments.map(({ id }) => id)).toEqual(['f']);
    expect(workspace.apis[0].version).toEqual({ value: 'v1', scheme: { kind: 'Segment' } });
  });

  test.each([
    [`${ID}/workspaces/team/backends/b`, 'apim/workspaces/team'],
    ['/workspaces/TEAM/backends/b', 'apim/workspaces/team'],
    [`${ID}/backends/b`, 'apim'],
  ])('a member %s belongs to %s', (id, service) => {
    const pool = within('backends', 'p', { type: 'Pool', pool: { services: [{ id, priority: 1 }] } });
    const { services } = read({ ...APIM, ...WORKSPACE, azapi_resource: { ...BELOW, pool } });
    expect(services[1].pools[0].model.members[0].backend.service.key).toBe(service);
  });

  test('is elsewhere if only its resources are declared', () => {
    const { services } = read({
      azapi_resource: { api: within('apis', 'orders', { path: 'orders' }, `${ID}/workspaces/team`) },
    });
    expect(services.map(({ name, isElsewhere }) => [name, isElsewhere])).toEqual([['apim/workspaces/team', true]]);
  });

  test('of azurerm needs the id of a workspace', () => {
    expect(() =>
      read({
        ...APIM,
        azurerm_api_management_workspace_policy: {
          p: { api_management_workspace_id: ID, xml_content: '<policies />' },
        },
      }),
    ).toThrow(
      `x.tf.json: azurerm_api_management_workspace_policy.p: api_management_workspace_id is "${ID}", which is not an id of its parent`,
    );
  });
});
