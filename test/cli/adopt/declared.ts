/** Resources as teams write them, as Terraform JSON. */
export type Resources = Record<string, Record<string, object>>;

export const SERVICE =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-orders/providers/Microsoft.ApiManagement/service/apim-orders';

const inService = { api_management_name: 'apim-orders', resource_group_name: 'rg-orders' };

export const rule = (count: number): object => ({
  name: 'open',
  trip_duration: 'PT2M',
  failure_condition: [
    {
      ...{ count, interval_duration: 'PT5M' },
      status_code_range: [
        { min: 429, max: 429 },
        { min: 500, max: 503 },
      ],
    },
  ],
});

export function backend(name: string, others: object = {}): object {
  return { ...inService, name, protocol: 'http', url: `https://${name}.example.com`, ...others };
}

export function pool(name: string, services: readonly object[], properties: object = {}, parent = SERVICE): object {
  return {
    type: 'Microsoft.ApiManagement/service/backends@2024-06-01-preview',
    name,
    parent_id: parent,
    body: { properties: { type: 'Pool', ...properties, pool: { services } } },
  };
}

export function member(name: string, priority?: number, weight?: number): object {
  return { id: `${SERVICE}/backends/${name}`, ...(priority && { priority }), ...(weight && { weight }) };
}

export function api(name: string, others: object = {}): object {
  return {
    ...inService,
    ...{ name, display_name: name, path: name, revision: '1', protocols: ['https'], subscription_required: true },
    ...others,
  };
}

export function operation(apiName: string, id: string, method: string, template: string, others: object = {}): object {
  return {
    ...inService,
    api_name: apiName,
    operation_id: id,
    display_name: id,
    method,
    url_template: template,
    ...others,
  };
}

export function apiPolicy(apiName: string, xml: string): object {
  return { ...inService, api_name: apiName, xml_content: xml };
}

export function operationPolicy(apiName: string, id: string, xml: string): object {
  return { ...inService, api_name: apiName, operation_id: id, xml_content: xml };
}

export function ofService(others: object): object {
  return { ...inService, ...others };
}

export function document(
  inbound: string,
  backendSection = '<base />',
  outbound = '<base />',
  onError = '<base />',
): string {
  return `<policies>
  <inbound>
    ${inbound}
  </inbound>
  <backend>
    ${backendSection}
  </backend>
  <outbound>
    ${outbound}
  </outbound>
  <on-error>
    ${onError}
  </on-error>
</policies>`;
}

/** Two backends in a pool, and an API with an operation; what policies select is up to the caller. */
export function orders(policy: string | undefined, others: Resources = {}): { resource: Resources } {
  const base: Resources = {
    azurerm_api_management_backend: {
      one: backend('orders-one', { circuit_breaker_rule: [rule(1)] }),
      two: backend('orders-two', { circuit_breaker_rule: [rule(1)] }),
    },
    azapi_resource: { pool: pool('orders-pool', [member('orders-one', 1), member('orders-two', 2)]) },
    azurerm_api_management_api: { orders: api('orders') },
    azurerm_api_management_api_operation: { get: operation('orders', 'get-order', 'GET', '/{id}') },
    ...(policy !== undefined && { azurerm_api_management_api_policy: { orders: apiPolicy('orders', policy) } }),
  };
  const types = [...new Set([...Object.keys(base), ...Object.keys(others)])];
  return { resource: Object.fromEntries(types.map((type) => [type, { ...base[type], ...others[type] }])) };
}
