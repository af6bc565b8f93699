import { deploymentOf } from '../../../simulator/deployment';
import { APIM, Blocks } from './faults';

function warningsOf(resource: Blocks): readonly string[] {
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource: { ...APIM, ...resource } }) }]).warnings;
}

const PASSED_OVER = 'is not supported and is passed over; nothing is known about requests that it affects';

describe('what is passed over although it could affect requests', () => {
  test.each<[string, Blocks, string]>([
    [
      'a workspace of azurerm',
      { azurerm_api_management_workspace: { w: { name: 'w' } } },
      `azurerm_api_management_workspace.w: azurerm_api_management_workspace ${PASSED_OVER}`,
    ],
    [
      'a backend of a workspace',
      { azapi_resource: { w: { type: 'Microsoft.ApiManagement/service/workspaces/backends@2024-05-01', name: 'w' } } },
      `azapi_resource.w: azapi_resource of type microsoft.apimanagement/service/workspaces/backends ${PASSED_OVER}`,
    ],
  ])('%s is a warning', (_, resource, warning) => {
    expect(warningsOf(resource)).toEqual([`x.tf.json: ${warning}`]);
  });

  test('is nothing in a deployment that is read completely', () => {
    expect(warningsOf({})).toEqual([]);
  });
});
