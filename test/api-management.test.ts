import { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { TerraformOutput, TerraformVariable, Testing } from 'cdktf';
import { ApiManagement, CircuitBreakerBackend } from '../lib';
import { annotations, isNotCompared, newStack, resource, synth } from './support/stack';

const ID =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

describe('ApiManagement', () => {
  test('looked up: read by a data source', () => {
    const stack = newStack();
    const apim = ApiManagement.fromLookup(stack, 'Apim', { name: 'apim', resourceGroupName: 'rg' });
    new TerraformOutput(stack, 'out', {
      value: [apim.apiManagementId, apim.subscriptionId, apim.gatewayUrl, apim.location],
    });
    const { data, output } = synth(stack);
    expect(data).toEqual({ azurerm_api_management: { Apim_95332D08: { name: 'apim', resource_group_name: 'rg' } } });
    expect(output?.out.value).toMatchInlineSnapshot(`
     [
       "\${data.azurerm_api_management.Apim_95332D08.id}",
       "\${split("/", data.azurerm_api_management.Apim_95332D08.id)[2]}",
       "\${data.azurerm_api_management.Apim_95332D08.gateway_url}",
       "\${data.azurerm_api_management.Apim_95332D08.location}",
     ]
    `);
  });

  test('from its id: nothing is read', () => {
    const stack = newStack();
    const apim = ApiManagement.fromAttributes(stack, 'Apim', { apiManagementId: ID, location: 'Norway East' });
    expect(apim).toMatchObject({
      apiManagementName: 'apim',
      resourceGroupName: 'rg',
      subscriptionId: '11111111-2222-3333-4444-555555555555',
      gatewayUrl: 'https://apim.azure-api.net',
      location: 'Norway East',
    });
    expect(synth(stack)).not.toHaveProperty('data');
  });

  test('from an id that Terraform knows later', () => {
    const stack = newStack();
    const id = new TerraformVariable(stack, 'id', {});
    const apiManagement = ApiManagement.fromAttributes(stack, 'Apim', { apiManagementId: id.stringValue });
    new CircuitBreakerBackend(stack, 'Backend', { apiManagement, name: 'a', url: 'https://a.example.com' });
    expect(resource(stack, 'azurerm_api_management_backend')).toMatchObject({
      api_management_name: '${split("/", var.id)[8]}',
      resource_group_name: '${split("/", var.id)[4]}',
    });
  });

  test('made in the same program: Terraform makes it first, and its SKU is known', () => {
    const stack = newStack();
    const service = new ApiManagementResource(stack, 'Service', {
      name: 'apim',
      resourceGroupName: 'rg',
      location: 'norwayeast',
      publisherName: 'p',
      publisherEmail: 'p@example.com',
      skuName: 'Consumption_0',
    });
    const apiManagement = ApiManagement.fromResource(stack, 'Apim', service);
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement,
      name: 'a',
      url: 'https://a.example.com',
      acknowledge: [{ code: 'AF003', reason: 'shown below' }],
    });
    expect(resource(stack, 'azurerm_api_management_backend').api_management_name).toBe(
      '${azurerm_api_management.Service.name}',
    );
    expect(annotations(stack)).toEqual([expect.stringMatching(/AF003 .*Consumption_0/)]);
  });

  test('looked up with its SKU: the synth checks it, and the data source is the same', () => {
    const stack = newStack();
    // The JSON does not hold the SKU.
    isNotCompared(stack);
    const props = { name: 'apim', resourceGroupName: 'rg', skuName: 'Consumption_0' };
    const apiManagement = ApiManagement.fromLookup(stack, 'Apim', props);
    new CircuitBreakerBackend(stack, 'Backend', { apiManagement, name: 'a', url: 'https://a.example.com' });
    expect(() => synth(stack)).toThrow(/AF003 .*Consumption_0/);
    const block = { name: 'apim', resource_group_name: 'rg' };
    expect(JSON.parse(Testing.synth(stack))).toHaveProperty('data.azurerm_api_management.Apim_95332D08', block);
    expect(() => ApiManagement.fromLookup(stack, 'Other', { ...props, skuName: 'Premium' })).toThrow(
      'main/Other: skuName: "Premium"; Consumption, Developer, Basic, BasicV2, Standard, StandardV2, Premium or PremiumV2 and a number of units are needed, such as Premium_2',
    );
  });
});
