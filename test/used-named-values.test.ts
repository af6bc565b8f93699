import { ApiManagementNamedValue } from '@cdktf/provider-azurerm/lib/api-management-named-value';
import { Aspects, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { BackendCredentials, CircuitBreakerBackend, FailoverApi, FailoverApiProps } from '../lib';
import { Resource } from '../lib/azapi/resource';
import { isNotCompared, newPool, newService, newStack, OPERATION, resource, resources } from './support/stack';

const SERVICE_ID = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.ApiManagement/service';

function azurermValue(
  stack: TerraformStack,
  name: string,
  over: Partial<ApiManagementNamedValue['lifecycle']> | undefined = undefined,
  apiManagementName = 'apim',
): ApiManagementNamedValue {
  return new ApiManagementNamedValue(stack, `Value-${name}-${apiManagementName}`, {
    ...{ name: `id-${name}`, displayName: name, value: 'a', apiManagementName, resourceGroupName: 'rg' },
    lifecycle: over,
  });
}

function azapiValue(stack: TerraformStack, name: string, displayName?: string, service = 'apim'): Resource {
  return new Resource(stack, `Value-azapi-${name}-${service.replace(/\W/g, '')}`, {
    type: 'Microsoft.ApiManagement/service/namedValues@2024-05-01',
    name,
    parentId: service.startsWith('$') ? service : `${SERVICE_ID}/${service}`,
    body: { properties: { displayName, value: 'a' } },
  });
}

function newApi(stack: TerraformStack, over: Partial<FailoverApiProps>): FailoverApi {
  const apiManagement = newService(stack);
  const pool = newPool(stack, apiManagement);
  const operations = [OPERATION];
  return new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'api', path: 'api', operations, ...over });
}

const naming = (name: string): string => `<set-header name="x"><value>${name}</value></set-header>`;

/** The named values that a resource depends on, of all that it depends on. */
function namedBy(stack: TerraformStack, type: string): unknown[] {
  const all = (resource(stack, type).depends_on ?? []) as string[];
  return all.filter((address) => /Value-/.test(address));
}

const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;

const API_POLICY = 'azurerm_api_management_api_policy';
const OPERATION_POLICY = 'azurerm_api_management_api_operation_policy';
const VALUE = 'azurerm_api_management_named_value';

describe("named values of the caller's own", () => {
  let stack: TerraformStack;
  beforeEach(() => {
    stack = newStack();
  });

  test('a policy depends on those that it names, which are deleted after its update', () => {
    newApi(stack, { policies: { inbound: naming('{{ first }} and {{second}}') } });
    // Declared after the API, as any resource may be.
    const values = [azurermValue(stack, 'first'), azapiValue(stack, 'id', 'second')];
    azurermValue(stack, 'third');
    azapiValue(stack, 'first', 'fourth');
    expect(namedBy(stack, API_POLICY)).toEqual(values.map(addressOf));
    expect(resources(stack, VALUE).map(({ lifecycle }) => lifecycle)).toEqual([
      { create_before_destroy: true },
      undefined,
    ]);
  });

  test('so does the policy of an operation, and no other', () => {
    const operations = [{ ...OPERATION, policies: { outbound: naming('{{value}}') } }];
    newApi(stack, { operations });
    const value = azapiValue(stack, 'value');
    expect(namedBy(stack, OPERATION_POLICY)).toEqual([addressOf(value)]);
    expect(namedBy(stack, API_POLICY)).toEqual([]);
    expect(value.lifecycle).toEqual({ createBeforeDestroy: true });
  });

  test.each([
    ['a named value in a header', BackendCredentials.namedValue('x-key', 'value')],
    ['a header with one', BackendCredentials.header('Authorization', 'Bearer {{value}}')],
    ['a query parameter with one', BackendCredentials.query('code', '{{value}}')],
  ])('so does a backend with %s', (_, credential) => {
    new CircuitBreakerBackend(stack, 'Backend', {
      ...{ apiManagement: newService(stack), name: 'orders', url: 'https://orders.example.com' },
      credentials: [credential],
    });
    const value = azurermValue(stack, 'value');
    expect(namedBy(stack, 'azurerm_api_management_backend')).toEqual([addressOf(value)]);
    expect(resource(stack, VALUE).lifecycle).toEqual({ create_before_destroy: true });
  });

  test('one of another service has the same name; one whose service Terraform knows later may be of any', () => {
    newApi(stack, { policies: { inbound: naming('{{value}}') } });
    const id = new TerraformVariable(stack, 'service-id', {}).stringValue;
    azurermValue(stack, 'value', undefined, 'other');
    azapiValue(stack, 'value', undefined, 'other');
    const same = [azurermValue(stack, 'value', undefined, 'APIM'), azapiValue(stack, 'value', undefined, id)];
    expect(namedBy(stack, API_POLICY)).toEqual(same.map(addressOf));
  });

  test('a lifecycle that the caller has set stays', () => {
    newApi(stack, { policies: { inbound: naming('{{kept}}{{more}}') } });
    azurermValue(stack, 'kept', { createBeforeDestroy: false });
    azurermValue(stack, 'more', { preventDestroy: true });
    expect(namedBy(stack, API_POLICY)).toHaveLength(2);
    expect(resources(stack, VALUE).map(({ lifecycle }) => lifecycle)).toEqual([
      { create_before_destroy: false },
      { create_before_destroy: true, prevent_destroy: true },
    ]);
  });

  test('a logical ID can still be overridden', () => {
    newApi(stack, { policies: { inbound: naming('{{value}}') } });
    const value = azurermValue(stack, 'value');
    // Aspects visit it after the policy.
    Aspects.of(value).add({ visit: () => value.overrideLogicalId('own-Value-id') });
    expect(namedBy(stack, API_POLICY)).toEqual([`${VALUE}.own-Value-id`]);
  });

  test('an expression names none', () => {
    newApi(stack, { policies: { inbound: naming('@("{{" + context.RequestId + "value}}")') } });
    azurermValue(stack, 'value');
    expect(namedBy(stack, API_POLICY)).toEqual([]);
    expect(resource(stack, VALUE)).not.toHaveProperty('lifecycle');
  });

  test('of which the case does not matter', () => {
    newApi(stack, { policies: { inbound: naming('{{my-key}}') } });
    const value = azurermValue(stack, 'My-Key');
    expect(namedBy(stack, API_POLICY)).toEqual([addressOf(value)]);
  });

  test('a named value that is removed between two synths leaves no dependency', () => {
    newApi(stack, { policies: { inbound: naming('{{one}} and {{two}}') } });
    const [one, two] = ['one', 'two'].map((name) => azurermValue(stack, name));
    isNotCompared(stack);
    expect(namedBy(stack, API_POLICY)).toEqual([one, two].map(addressOf));
    stack.node.tryRemoveChild(one.node.id);
    expect(namedBy(stack, API_POLICY)).toEqual([addressOf(two)]);
    expect(namedBy(stack, API_POLICY)).toEqual([addressOf(two)]);
  });

  test('one that refers to a resource keeps its lifecycle, which Terraform would extend to that resource', () => {
    const api = newApi(stack, { policies: { inbound: naming('{{id}} {{service}} {{variable}}') } });
    const { apiManagementId } = api.apiManagement;
    const variable = new TerraformVariable(stack, 'variable', {}).stringValue;
    const values = Object.entries({ id: api.apiId, service: apiManagementId, variable }).map(([displayName, value]) => {
      const owner = { apiManagementName: 'apim', resourceGroupName: 'rg' };
      const id = `Value-${displayName}`;
      return new ApiManagementNamedValue(stack, id, { name: displayName, displayName, value, ...owner });
    });
    expect(namedBy(stack, API_POLICY)).toEqual(values.map(addressOf));
    const late = { createBeforeDestroy: true };
    expect(values.map(({ lifecycle }) => lifecycle)).toEqual([undefined, late, late]);
  });
});
