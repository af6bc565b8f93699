// Synthesizes a stack with many APIs, each with two backends and a pool: with the constructs, or with L1 constructs
// that create the same resources. Prints the seconds from the first construct to the written JSON, without loading
// modules.   node bench/synth.cjs constructs|bare COUNT [FILE for the JSON]
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { App, DataResource, TerraformStack } = require('cdktf');
const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
const { ApiManagementApi } = require('@cdktf/provider-azurerm/lib/api-management-api');
const { ApiManagementApiOperation } = require('@cdktf/provider-azurerm/lib/api-management-api-operation');
const { ApiManagementApiOperationPolicy } = require('@cdktf/provider-azurerm/lib/api-management-api-operation-policy');
const { ApiManagementApiPolicy } = require('@cdktf/provider-azurerm/lib/api-management-api-policy');
const { ApiManagementBackend } = require('@cdktf/provider-azurerm/lib/api-management-backend');
const { DataAzurermApiManagement } = require('@cdktf/provider-azurerm/lib/data-azurerm-api-management');
const { ApiManagement, AzapiProvider, CircuitBreakerBackend, FailoverApi, HttpMethod, PriorityPool } = require('..');
const { Resource } = require('../dist/azapi/resource');

const service = { name: 'apim', resourceGroupName: 'rg' };
const operation = { operationId: 'process', method: 'GET', urlTemplate: '/', rewriteUri: 'api/process' };
const lifecycle = { createBeforeDestroy: true };

function constructs(stack, count) {
  const apiManagement = ApiManagement.fromLookup(stack, 'Apim', service);
  for (let i = 0; i < count; i++) {
    const members = [1, 2].map((priority) => ({
      priority,
      backend: new CircuitBreakerBackend(stack, `Backend${i}-${priority}`, {
        apiManagement,
        name: `backend-${i}-${priority}`,
        url: `https://backend-${i}-${priority}.example.com`,
      }),
    }));
    const pool = new PriorityPool(stack, `Pool${i}`, { apiManagement, name: `pool-${i}`, members });
    new FailoverApi(stack, `Api${i}`, {
      apiManagement,
      pool,
      name: `api-${i}`,
      path: `api-${i}`,
      operations: [{ ...operation, method: HttpMethod.GET }],
    });
  }
}

/** The resources that the constructs synthesize, written by hand. The policies are constants. */
function bare(stack, count) {
  const apim = new DataAzurermApiManagement(stack, 'Apim', service);
  const of = { apiManagementName: service.name, resourceGroupName: service.resourceGroupName };
  const input = {};
  const routes = new DataResource(stack, 'Routes', { input });
  for (let i = 0; i < count; i++) {
    const backends = [1, 2].map(
      (priority) =>
        new ApiManagementBackend(stack, `Backend${i}-${priority}`, {
          ...of,
          name: `backend-${i}-${priority}`,
          url: `https://backend-${i}-${priority}.example.com`,
          protocol: 'http',
          circuitBreakerRule: {
            name: 'gateway-failures',
            tripDuration: 'PT30S',
            acceptRetryAfterEnabled: false,
            failureCondition: {
              count: 3,
              intervalDuration: 'PT1M',
              statusCodeRange: [{ min: 502, max: 504 }],
              errorReasons: ['BackendConnectionFailure', 'Timeout'],
            },
          },
          tls: { validateCertificateChain: true, validateCertificateName: true },
          lifecycle,
        }),
    );
    const pool = new Resource(stack, `Pool${i}`, {
      type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
      name: `pool-${i}`,
      parentId: apim.id,
      body: {
        properties: {
          type: 'Pool',
          pool: { services: backends.map((backend, index) => ({ id: backend.id, priority: index + 1 })) },
        },
      },
      ignoreMissingProperty: false,
      listUniqueIdProperty: { 'properties.pool.services': 'id' },
      lifecycle,
    });
    const api = new ApiManagementApi(stack, `Api${i}`, {
      ...of,
      name: `api-${i}`,
      path: `api-${i}`,
      displayName: `api-${i}`,
      protocols: ['https'],
      revision: '1',
      subscriptionRequired: true,
      dependsOn: [routes],
    });
    input[api.friendlyUniqueId] = `/api-${i}`;
    const child = { lifecycle: { replaceTriggeredBy: [`${api.terraformResourceType}.${api.friendlyUniqueId}.id`] } };
    const op = new ApiManagementApiOperation(stack, `Operation${i}`, {
      ...of,
      apiName: api.name,
      operationId: operation.operationId,
      displayName: operation.operationId,
      method: operation.method,
      urlTemplate: operation.urlTemplate,
      ...child,
    });
    input[op.friendlyUniqueId] = `${operation.method} ${operation.urlTemplate}`;
    new ApiManagementApiOperationPolicy(stack, `OperationPolicy${i}`, {
      ...of,
      apiName: api.name,
      operationId: op.operationId,
      xmlContent: OPERATION_POLICY,
      ...child,
    });
    new ApiManagementApiPolicy(stack, `Policy${i}`, {
      ...of,
      apiName: api.name,
      xmlContent: API_POLICY.replaceAll('POOL', `pool-${i}`),
      dependsOn: [pool],
      ...child,
    });
  }
}

const OPERATION_POLICY = `<policies>
  <inbound>
    <base />
    <rewrite-uri template="api/process" />
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`;

const API_POLICY = `<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="POOL" />
  </inbound>
  <backend>
    <retry condition="@(context.Response == null || (context.Response.StatusCode == 500 && (context.LastError != null || !context.Response.Headers.ContainsKey("Date"))) || (context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504))" count="4" interval="1" first-fast-retry="true">
      <set-backend-service backend-id="POOL" />
      <forward-request timeout="14" buffer-request-body="true" />
    </retry>
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`;

const [kind, count, file] = process.argv.slice(2);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const start = process.hrtime.bigint();
const app = new App({ outdir });
const stack = new TerraformStack(app, 'main');
new AzurermProvider(stack, 'azurerm', { features: [{}] });
new AzapiProvider(stack, 'azapi', {});
(kind === 'bare' ? bare : constructs)(stack, Number(count));
app.synth();
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9 }));
if (file) fs.copyFileSync(path.join(outdir, 'stacks/main/cdk.tf.json'), file);
fs.rmSync(outdir, { recursive: true });
