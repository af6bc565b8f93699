import { TerraformVariable } from 'cdktf';
import { ApiManagement } from '../../lib';
import { apiManagement, ID, known, lookedUp, refusal, refuses, stack, URL_ALLOWED } from './constructs';

describe('ApiManagement', () => {
  const none = undefined as never;
  const ID_NEEDED =
    'the full id of a service is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>';

  refuses([
    ['no options', () => ApiManagement.fromLookup(stack, 'Thing', none), 'options: undefined; an object is needed'],
    [
      'no name',
      () => lookedUp({ name: undefined }),
      'name: undefined; 1 to 50 letters, digits and hyphens are allowed',
    ],
    [
      'a name that is a number',
      () => lookedUp({ name: 5 }),
      'name: 5; 1 to 50 letters, digits and hyphens are allowed',
    ],
    [
      'no attributes',
      () => ApiManagement.fromAttributes(stack, 'Thing', none),
      'attributes: undefined; an object is needed',
    ],
    ['no id', () => known({ apiManagementId: undefined }), `apiManagementId: undefined; ${ID_NEEDED}`],
    ['a name for an id', () => known({ apiManagementId: 'apim' }), `apiManagementId: "apim"; ${ID_NEEDED}`],
    [
      'an id of pieces, which Terraform would have to take apart',
      () => known({ apiManagementId: ID.replace('/s/', `/${new TerraformVariable(stack, 'id', {}).stringValue}/`) }),
      `apiManagementId: a token inside a longer string; ${ID_NEEDED}`,
    ],
    [
      'a SKU without units',
      () => known({ skuName: 'Premium' }),
      'skuName: "Premium"; Consumption, Developer, Basic, BasicV2, Standard, StandardV2, Premium or PremiumV2 and a number of units are needed, such as Premium_2',
    ],
    ['a URL that is none', () => known({ gatewayUrl: 'apim' }), `gatewayUrl: a string of 4 characters; ${URL_ALLOWED}`],
    [
      'another construct for the resource',
      () => ApiManagement.fromResource(stack, 'Thing', apiManagement as never),
      "resource: the construct 'main/Service-apim'; an azurerm_api_management resource is needed",
    ],
    [
      'no resource',
      () => ApiManagement.fromResource(stack, 'Thing', none),
      'resource: undefined; an azurerm_api_management resource is needed',
    ],
  ]);

  test('several errors at once', () => {
    expect(refusal(() => lookedUp({ name: 'a_b', resourceGroupName: 'grün' }))).toMatchInlineSnapshot(`
     "main/Thing: 2 errors
       name: "a_b"; 1 to 50 letters, digits and hyphens are allowed
       resourceGroupName: "grün"; 1 to 90 ASCII letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end"
    `);
  });
});
