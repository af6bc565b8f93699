import { SimulationError } from '../../../simulator/common/simulation-error';
import { deploymentOf } from '../../../simulator/deployment';
import { OF } from './reading';

export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const APIM = { azurerm_api_management: { main: { name: 'apim', sku_name: 'Basic_1' } } };
export const API = { azurerm_api_management_api: { orders: { ...OF, name: 'orders', path: 'orders', revision: '1' } } };
export const PARENT = '${azurerm_api_management.main.id}';
export const POOL_TYPE = 'Microsoft.ApiManagement/service/backends@2024-05-01';

export function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SimulationError) return error.faults;
    throw error;
  }
  return [];
}

export function faultsIn(resource: Blocks, rest: object = {}): readonly string[] {
  return faultsOf(() => deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource, ...rest }) }]));
}

export function pool(services: unknown): Blocks {
  return {
    ...APIM,
    azapi_resource: {
      p: { type: POOL_TYPE, name: 'p', parent_id: PARENT, body: { properties: { type: 'Pool', pool: { services } } } },
    },
  };
}

export function backend(more: object): Blocks {
  return { ...APIM, azurerm_api_management_backend: { b: { ...OF, name: 'b', url: 'https://b', ...more } } };
}

export function apiPolicy(xml: unknown, more: Blocks = {}): Blocks {
  return {
    ...APIM,
    ...API,
    azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_content: xml } },
    ...more,
  };
}
