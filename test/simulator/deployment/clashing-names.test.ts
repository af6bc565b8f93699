import { deploymentOf } from '../../../simulator/deployment';
import { APIM, backend, faultsIn, faultsOf, PARENT, POOL_TYPE } from './faults';
import { OF } from './reading';

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
    const { services, declarations } = deploymentOf(sources, 'check');
    const [service] = services;
    expect(declarations).toHaveLength(5);
    expect(service.backends.map(({ url }) => url)).toEqual(['https://first']);
    expect(service.pools[0].model.members.map(({ backend: { address } }) => address)).toEqual([
      'azurerm_api_management_backend.b',
    ]);
    expect(service.apis).toMatchObject([{ path: 'a', isCurrent: true, operations: [{ id: 'get' }] }]);
  });
});
