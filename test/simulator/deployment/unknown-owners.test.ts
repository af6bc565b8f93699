import { deploymentOf } from '../../../simulator/deployment';
import { documentsFor } from '../../../simulator/deployment/effective-policy';
import { couldBe } from '../../../simulator/deployment/unplaced';
import { whyUnknown } from '../../../simulator/deployment/why-unknown';
import { API, APIM, backend, Blocks, faultsIn } from './faults';
import { azapi, ID, OF } from './reading';

const VARIABLES = { variable: { id: {}, name: {} } };
const XML = '<policies><inbound><return-response /></inbound></policies>';
const PRODUCT = { azurerm_api_management_product: { gold: { ...OF, product_id: 'gold', display_name: 'Gold' } } };

/** Returns which requests to the API 'orders' of 'apim' are affected by a policy that is not known. */
function affected(more: Blocks): { readonly requests: readonly string[]; readonly warnings: readonly string[] } {
  const resource = { ...APIM, ...API, ...PRODUCT, ...more };
  const { services, warnings } = deploymentOf([
    { name: 'x.tf.json', json: JSON.stringify({ ...VARIABLES, resource }) },
  ]);
  const service = services.find(({ name }) => name === 'apim');
  const [api] = service?.apis ?? [];
  if (!service) return { requests: [], warnings };
  const requests = [undefined, ...service.products].filter(
    (product) => whyUnknown(service, api, documentsFor(service, api, undefined, product)) !== undefined,
  );
  return { requests: requests.map((product) => product?.id ?? 'all'), warnings };
}

const GLOBAL = { api_management_id: '${var.id}', xml_content: XML };
const WARNING = /what the policy belongs to is not known; nothing is known about requests that it affects$/;

describe('a policy can belong to whatever its id can refer to', () => {
  test.each<[string, Blocks]>([
    ['of a service', { azurerm_api_management_policy: { g: GLOBAL } }],
    ['of a service, with azapi', { azapi_resource: { g: azapi('/policies', '${var.id}', 'policy', { value: XML }) } }],
    ['of an update', { azapi_update_resource: { g: azapi('/policies', '${var.id}', 'policy', { value: XML }) } }],
    [
      'of an API of a service',
      {
        azurerm_api_management_api_policy: {
          g: { api_management_name: '${var.name}', api_name: 'orders', xml_content: XML },
        },
      },
    ],
    ['of an API', { azurerm_api_management_api_policy: { g: { ...OF, api_name: '${var.name}', xml_content: XML } } }],
    [
      'of an operation',
      {
        azurerm_api_management_api_operation_policy: {
          g: { ...OF, api_name: 'orders', operation_id: '${var.name}', xml_content: XML },
        },
      },
    ],
  ])('%s', (_, more) => {
    const { requests, warnings } = affected(more);
    expect(requests).toEqual(['all', 'gold']);
    expect(warnings).toEqual([expect.stringMatching(WARNING)]);
  });

  test('of a product', () => {
    const azurerm_api_management_product_policy = { g: { ...OF, product_id: '${var.name}', xml_content: XML } };
    expect(affected({ azurerm_api_management_product_policy }).requests).toEqual(['gold']);
  });

  test.each([
    [
      'another service',
      { azurerm_api_management_policy: { g: { ...GLOBAL, api_management_id: `${ID}-\${var.name}` } } },
    ],
    [
      'another API',
      { azurerm_api_management_api_policy: { g: { ...OF, api_name: 'bills-${var.name}', xml_content: XML } } },
    ],
  ])('but not to %s', (_, more) => {
    expect(affected(more).requests).toEqual([]);
  });

  test('whatever the subscription and the resource group are', () => {
    const api_management_id = '${var.id}/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
    const { requests, warnings } = affected({ azurerm_api_management_policy: { g: { ...GLOBAL, api_management_id } } });
    expect([requests, warnings]).toEqual([[], []]);
  });
});

test('a backend of a service that is not known is a warning', () => {
  const azurerm_api_management_backend = { b: { name: 'b', url: 'https://b', api_management_name: '${var.name}' } };
  expect(affected({ azurerm_api_management_backend }).warnings).toEqual([
    'x.tf.json: azurerm_api_management_backend.b: its service is not known; nothing is known about requests that it affects',
  ]);
});

test.each([
  ['name', azapi('/backends', '${azurerm_api_management.main.id}', '${var.name}', {})],
  ['parent', azapi('/backends', '${var.id}', 'b', {})],
])('an update whose %s is not known is a fault', (_, update) => {
  expect(faultsIn({ ...backend({}), azapi_update_resource: { u: update } }, VARIABLES)).toEqual([
    'x.tf.json: azapi_update_resource.u: what it updates is not known, because its name or parent is not; it can be azurerm_api_management_backend.b',
  ]);
});

test.each([
  ['a', 'A', true],
  ['a', 'b', false],
  ['${x}', 'a', true],
  ['a-${x}', 'a-b', true],
  ['a-${x}', 'b-a', false],
  ['a-${x}', 'a', false],
  ['ab${x}ba', 'aba', false],
  ['${x}-a', 'b-${y}-a', true],
  ['${x}-a', '${x}-b', false],
  ['${x}', 'a/workspaces/b', false],
  ['${x}/workspaces/b', 'a/workspaces/b', true],
])('whether %s can be %s', (one, other, expected) => {
  expect([couldBe(one, other), couldBe(other, one)]).toEqual([expected, expected]);
});

describe('a product whose APIs are not known', () => {
  const link = (more: object): readonly string[] =>
    affected({ azurerm_api_management_product_api: { l: { ...OF, product_id: 'gold', api_name: 'orders', ...more } } })
      .warnings;

  test.each([{ product_id: '${var.name}' }, { api_name: 'o${var.name}' }])('is reported: %j', (more) => {
    expect(link(more)).toEqual([
      'x.tf.json: azurerm_api_management_product_api.l: its product or its API is not known; nothing is known about requests that it affects',
    ]);
  });

  test.each([{}, { product_id: 'silver' }, { product_id: 'silver-${var.name}' }])('is not reported: %j', (more) => {
    expect(link(more)).toEqual([]);
  });
});
