import { deploymentOf } from '../../../simulator/deployment';
import { PASSED_OVER_KINDS, PASSED_OVER_TYPES } from '../../../simulator/deployment/kinds';
import { API, APIM, apiPolicy, Blocks, PARENT } from './faults';
import { ID, OF } from './reading';

function warningsOf(resource: Blocks): readonly string[] {
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource: { ...APIM, ...resource } }) }]).warnings;
}

const TYPE = 'Microsoft.ApiManagement/service';
const PASSED_OVER = 'is not supported and is passed over; nothing is known about requests that it affects';
const AFFECTS = 'nothing is known about requests that it affects';

describe('what is passed over although it could affect requests', () => {
  test.each<[string, Blocks, string]>([
    [
      'a type that is not known to azurerm',
      { azurerm_api_management_quantum_router: { w: { name: 'w' } } },
      `azurerm_api_management_quantum_router.w: azurerm_api_management_quantum_router ${PASSED_OVER}`,
    ],
    [
      'a type that is not known to azapi',
      { azapi_resource: { w: { type: `${TYPE}/quantumRouters@2030-01-01`, name: 'w', parent_id: PARENT } } },
      `azapi_resource.w: azapi_resource of type microsoft.apimanagement/service/quantumrouters ${PASSED_OVER}`,
    ],
    [
      'such a type in a workspace',
      { azapi_update_resource: { w: { type: `${TYPE}/workspaces/quantumRouters@2030-01-01`, resource_id: 'x' } } },
      `azapi_update_resource.w: azapi_update_resource of type microsoft.apimanagement/service/workspaces/quantumrouters ${PASSED_OVER}`,
    ],
    [
      'a resolver, which sends GraphQL requests',
      { azapi_resource: { w: { type: `${TYPE}/apis/resolvers/policies@2024-05-01`, name: 'w', parent_id: PARENT } } },
      `azapi_resource.w: azapi_resource of type microsoft.apimanagement/service/apis/resolvers/policies ${PASSED_OVER}`,
    ],
    [
      'an action that changes a resource',
      { azapi_resource_action: { w: { type: `${TYPE}/backends@2024-05-01`, resource_id: 'x', method: 'PATCH' } } },
      `azapi_resource_action.w: azapi_resource_action of type microsoft.apimanagement/service/backends ${PASSED_OVER}`,
    ],
    [
      'a template of azurerm',
      {
        azurerm_resource_group_template_deployment: {
          t: { name: 't', template_content: '{"resources":[{"type":"Microsoft.ApiManagement/service/backends"}]}' },
        },
      },
      `azurerm_resource_group_template_deployment.t: it deploys API Management with a template, which is passed over; ${AFFECTS}`,
    ],
    [
      'a template that is stored in Azure',
      { azurerm_resource_group_template_deployment: { t: { name: 't', template_spec_version_id: 'x' } } },
      `azurerm_resource_group_template_deployment.t: it deploys a template that is not known, which is passed over; ${AFFECTS}`,
    ],
    [
      'a template that cannot be read',
      { azurerm_resource_group_template_deployment: { t: { template_content: '${file("none.json")}' } } },
      `azurerm_resource_group_template_deployment.t: it deploys a template that is not known, which is passed over; ${AFFECTS}`,
    ],
    [
      'a template of azapi',
      {
        azapi_resource: {
          t: {
            type: 'Microsoft.Resources/deployments@2024-03-01',
            body: { properties: { template: { resources: [{ type: `${TYPE}/backends` }] } } },
          },
        },
      },
      `azapi_resource.t: it deploys API Management with a template, which is passed over; ${AFFECTS}`,
    ],
    [
      'a policy of an API that is not there',
      { azurerm_api_management_api_policy: { p: { ...OF, api_name: 'none', xml_content: '<policies />' } } },
      "azurerm_api_management_api_policy.p: it belongs to API 'none', which is not in the given files: passed over",
    ],
    [
      'an operation of an API that is not there',
      {
        azurerm_api_management_api_operation: {
          o: { ...OF, api_name: 'none', operation_id: 'o', method: 'GET', url_template: '/' },
        },
      },
      "azurerm_api_management_api_operation.o: it belongs to API 'none', which is not in the given files: passed over",
    ],
    [
      'a policy in a link',
      { ...API, azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_link: 'https://x' } } },
      `azurerm_api_management_api_policy.p: xml_link is a link, which only Azure can read; ${AFFECTS}`,
    ],
    [
      'a policy in a link of azapi',
      {
        ...API,
        azapi_resource: {
          p: {
            ...{ type: `${TYPE}/apis/policies@2024-05-01`, name: 'policy', parent_id: `${ID}/apis/orders` },
            body: { properties: { format: 'rawxml-link', value: 'https://x' } },
          },
        },
      },
      `azapi_resource.p: format is a link, which only Azure can read; ${AFFECTS}`,
    ],
    [
      'a policy whose text is not known',
      apiPolicy('${lower(terraform.workspace)}'),
      `azurerm_api_management_api_policy.p: xml_content is not known: terraform.workspace is not known; ${AFFECTS}`,
    ],
    [
      'a policy that contains what can be policies',
      apiPolicy('<policies><inbound>${random_pet.x.id}<base /></inbound></policies>', { random_pet: { x: {} } }),
      `azurerm_api_management_api_policy.p: xml_content, line 1, column 11: <inbound> contains text whose value is not known, which can be policies; ${AFFECTS}`,
    ],
    [
      'a fragment that is not there',
      apiPolicy('<policies>\n<inbound><include-fragment fragment-id="none" /></inbound></policies>'),
      `azurerm_api_management_api_policy.p: line 2, column 10: the fragment 'none' is not in the given files; ${AFFECTS}`,
    ],
    ...['set-backend-service backend-id', 'when condition', 'retry condition'].map(
      (policy): [string, Blocks, string] => [
        `a ${policy} that is a secret`,
        apiPolicy(`<policies><inbound><${policy}="{{pool}}" /></inbound></policies>`, {
          azurerm_api_management_named_value: {
            n: { ...OF, name: 'n', display_name: 'pool', value: 'x', secret: true },
          },
        }),
        `azurerm_api_management_api_policy.p: xml_content, line 1, column 20: ${policy.split(' ')[1]} needs the named value 'pool', whose value is not known; ${AFFECTS}`,
      ],
    ),
  ])('%s is a warning', (_, resource, warning) => {
    expect(warningsOf(resource)).toEqual([`x.tf.json: ${warning}`]);
  });
});

describe('what does not affect requests', () => {
  test.each(PASSED_OVER_TYPES)('azurerm_api_management_%s is no warning', (type) => {
    expect(warningsOf({ [`azurerm_api_management_${type}`]: { x: { name: 'x' } } })).toEqual([]);
  });

  test.each(PASSED_OVER_KINDS)('%s is no warning, nor what is below it, nor in a workspace', (kind) => {
    const typed = (path: string): object => ({ type: `${TYPE}/${path}@2024-05-01`, name: 'x', parent_id: 'x' });
    expect(
      warningsOf({
        azapi_resource: { a: typed(kind.toUpperCase()), b: typed(`${kind}/below`), c: typed(`workspaces/${kind}`) },
        azapi_update_resource: { d: typed(kind) },
      }),
    ).toEqual([]);
  });

  test('a request for secrets is no warning', () => {
    const action = { type: `${TYPE}/backends@2024-05-01`, resource_id: 'x', action: 'listSecrets' };
    expect(warningsOf({ azapi_resource_action: { a: action, b: { ...action, method: 'GET' } } })).toEqual([]);
  });
});
