import { DeployedService, deploymentOf } from '../../../simulator/deployment';
import { ID, OF } from './reading';

export interface Policies {
  readonly global?: string;
  readonly product?: string;
  readonly api?: string;
  /** By operation; each operation is a POST of its name. */
  readonly operations?: Readonly<Record<string, string | undefined>>;
  readonly fragments?: Readonly<Record<string, string>>;
}

export function read({
  global,
  product,
  api,
  operations = { o: undefined },
  fragments = {},
}: Policies): DeployedService {
  const pool = (name: string): object => ({
    type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
    name,
    parent_id: ID,
    body: {
      properties: {
        pool: { services: ['x', 'y'].map((backend, index) => ({ id: `/backends/${backend}`, priority: index + 1 })) },
      },
    },
  });
  const operation = (operation_id: string, more: object): object => ({ ...OF, api_name: 'a', operation_id, ...more });
  const policies = Object.entries(operations).filter(([, xml]) => xml !== undefined);
  const byName = <T>(entries: readonly (readonly [string, T])[], block: (name: string, value: T) => object): object =>
    Object.fromEntries(entries.map(([name, value]) => [name, block(name, value)]));
  const resource = {
    azapi_resource: { p1: pool('p1'), p2: pool('p2') },
    azurerm_api_management: { s: { name: 'apim' } },
    azurerm_api_management_api: { a: { ...OF, name: 'a' } },
    azurerm_api_management_api_operation: byName(Object.entries(operations), (name) =>
      operation(name, { method: name === 'get' ? 'GET' : 'POST', url_template: `/${name}` }),
    ),
    azurerm_api_management_api_operation_policy: byName(policies, (name, xml_content) =>
      operation(name, { xml_content }),
    ),
    azurerm_api_management_policy_fragment: byName(Object.entries(fragments), (name, value) => ({
      api_management_id: ID,
      name,
      value: `<fragment>${value}</fragment>`,
    })),
    ...(api !== undefined && { azurerm_api_management_api_policy: { a: { ...OF, api_name: 'a', xml_content: api } } }),
    ...(global !== undefined && {
      azurerm_api_management_policy: { g: { api_management_id: ID, xml_content: global } },
    }),
    azurerm_api_management_product: { p: { ...OF, product_id: 'p' } },
    azurerm_api_management_product_api: { p: { ...OF, product_id: 'p', api_name: 'a' } },
    ...(product !== undefined && {
      azurerm_api_management_product_policy: { p: { ...OF, product_id: 'p', xml_content: product } },
    }),
  };
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]).services[0];
}

export function document(sections: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = { inbound: '<base />', backend: '<base />', ...sections };
  return `<policies>${Object.entries(all)
    .map(([name, xml]) => `<${name}>${xml}</${name}>`)
    .join('')}</policies>`;
}
