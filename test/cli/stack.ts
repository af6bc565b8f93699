import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVICE = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

const backendOf = (name: string) => ({
  name,
  api_management_name: 'apim',
  resource_group_name: 'rg',
  protocol: 'http',
  url: `https://${name}.example.com`,
  circuit_breaker_rule: {
    name: 'rule',
    trip_duration: 'PT30S',
    failure_condition: {
      count: 3,
      interval_duration: 'PT1M',
      error_reasons: ['BackendConnectionFailure', 'Timeout'],
      status_code_range: [{ min: 500, max: 599 }],
    },
  },
});

const retryOf = (count: number) => `<policies>
  <inbound><set-backend-service backend-id="pool" /></inbound>
  <backend>
    <retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" count="${count}" interval="1" first-fast-retry="true">
      <set-backend-service backend-id="pool" />
      <forward-request timeout="10" buffer-request-body="true" />
    </retry>
  </backend>
  <outbound />
  <on-error />
</policies>`;

/** A service with two backends in a pool, and an API with a GET that is retried; as Terraform JSON. */
export function stack(retryCount = 4): object {
  return {
    resource: {
      azurerm_api_management: {
        Apim: { name: 'apim', resource_group_name: 'rg', location: 'swedencentral', sku_name: 'Developer_1' },
      },
      azurerm_api_management_backend: { Primary: backendOf('func-primary'), Secondary: backendOf('func-secondary') },
      azapi_resource: {
        Pool: {
          type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
          name: 'pool',
          parent_id: SERVICE,
          body: {
            properties: {
              type: 'Pool',
              pool: {
                services: ['func-primary', 'func-secondary'].map((name, index) => ({
                  id: `${SERVICE}/backends/${name}`,
                  priority: index + 1,
                })),
              },
            },
          },
        },
      },
      azurerm_api_management_api: {
        Api: {
          name: 'orders',
          display_name: 'Orders',
          path: 'orders',
          revision: '1',
          protocols: ['https'],
          subscription_required: false,
          api_management_name: 'apim',
          resource_group_name: 'rg',
        },
      },
      azurerm_api_management_api_operation: {
        Get: {
          api_name: 'orders',
          operation_id: 'get',
          display_name: 'Get',
          method: 'GET',
          url_template: '/{id}',
          template_parameter: [{ name: 'id', required: true, type: 'string' }],
          api_management_name: 'apim',
          resource_group_name: 'rg',
        },
      },
      azurerm_api_management_api_policy: {
        Policy: {
          api_name: 'orders',
          api_management_name: 'apim',
          resource_group_name: 'rg',
          xml_content: retryOf(retryCount),
        },
      },
    },
  };
}

/** A folder with these files, text or JSON, for as long as the tests of a file run. */
export function folder(files: Readonly<Record<string, string | object>>): string {
  const path = mkdtempSync(join(tmpdir(), 'cli-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  afterAll(() => rmSync(path, { recursive: true }));
  return path;
}
