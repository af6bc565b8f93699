import { DeployedService, deploymentOf } from '../../../simulator/deployment';

export const OF = { api_management_name: 'apim', resource_group_name: 'rg' };
export const ID = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

export function readAll(...jsons: readonly object[]): readonly DeployedService[] {
  return deploymentOf(jsons.map((json, index) => ({ name: `f${index}.tf.json`, json: JSON.stringify(json) }))).services;
}

export function readOne(resource: object, rest: object = {}): DeployedService {
  const services = readAll({ resource, ...rest });
  expect(services).toHaveLength(1);
  return services[0];
}

/** An API in azapi's words, below the service. */
export function azapi(type: string, parent: string, name: string, properties: object, more: object = {}): object {
  return {
    type: `Microsoft.ApiManagement/service${type}@2024-05-01`,
    parent_id: parent,
    name,
    body: { properties },
    ...more,
  };
}
