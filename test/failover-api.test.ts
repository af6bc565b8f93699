import { TerraformVariable } from 'cdktf';
import {
  ApiProtocol,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  HttpMethod,
  PriorityPool,
  RetryCondition,
} from '../lib';
import { readPolicy } from '../lib/policy';
import { annotations, apiPolicy, newPool, newService, newStack, OPERATION, resource, synth } from './support/stack';

const API = { name: 'orders', path: 'orders', operations: [OPERATION] };

describe('FailoverApi', () => {
  test('with defaults: the policy fails over within one request', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool: newPool(stack, apiManagement) });
    expect(apiPolicy(stack)).toMatchSnapshot();
    expect(annotations(stack)).toEqual([
      expect.stringMatching(/^main\/Api info AF202 /),
      expect.stringMatching(/^main\/Api info The forward timeout is 14 s: the longest/),
    ]);
  });

  test('with defaults: the API and its operation', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool: newPool(stack, apiManagement) });
    const { resource: all } = synth(stack);
    expect(all?.azurerm_api_management_api).toMatchSnapshot();
    expect(all?.azurerm_api_management_api_operation).toMatchSnapshot();
    expect(all).not.toHaveProperty('azurerm_api_management_api_operation_policy');
  });

  test('with everything: the API and its operations', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      apiManagement,
      pool: newPool(stack, apiManagement),
      name: 'orders',
      path: 'shop/orders',
      displayName: 'Orders ${1}',
      description: 'All orders',
      protocols: [ApiProtocol.HTTP, ApiProtocol.HTTPS],
      revision: '2',
      version: 'v2',
      versionSetId:
        '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apiVersionSets/o',
      subscriptionRequired: false,
      operations: [
        {
          operationId: 'get-line',
          method: HttpMethod.GET,
          urlTemplate: '/orders/{id}/lines/{*line}',
          displayName: 'Get a line',
          description: 'One line of an order',
          rewriteUri: 'api/lines/{id}/{line}?v=2&x=1',
          policies: { outbound: '<set-header name="x-line" exists-action="override"><value>1</value></set-header>' },
        },
      ],
    });
    const { resource: all } = synth(stack);
    expect(all?.azurerm_api_management_api).toMatchSnapshot();
    expect(all?.azurerm_api_management_api_operation).toMatchSnapshot();
    expect(resource(stack, 'azurerm_api_management_api_operation_policy').xml_content).toMatchSnapshot();
  });

  test('with everything: the policy', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool: newPool(stack, apiManagement),
      attemptCountHeader: 'X-Attempt-Count',
      forwardTimeout: Duration.milliseconds(1500),
      retry: {
        count: 5,
        interval: Duration.seconds(2),
        delta: Duration.seconds(3),
        maxInterval: Duration.seconds(10),
        firstFastRetry: false,
        condition: RetryCondition.statusCodes({ min: 429, max: 429 }, { min: 502, max: 504 }),
      },
      policies: {
        inbound:
          '<set-header name="x-a" exists-action="override"><value>@(context.Request.Headers.GetValueOrDefault("a","") + " & <b>")</value></set-header>',
        backend: '<set-variable name="now" value="@(DateTime.UtcNow)" />',
        outbound: '<set-body>${literal} %{directive} @{ return "${x}"; }</set-body>',
        onError: '<trace source="orders"><message>&lt;failed&gt;</message></trace>',
      },
    });
    expect(apiPolicy(stack)).toMatchSnapshot();
  });

  test('one pool for each region of one service', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const [local, remote] = pool.members ?? [];
    const norway = new PriorityPool(stack, 'Norway', {
      apiManagement,
      name: 'pool-norway',
      members: [
        { ...remote, priority: 1 },
        { ...local, priority: 2 },
      ],
    });
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool,
      regionalPools: [{ region: 'Norway East', pool: norway }],
    });
    expect(apiPolicy(stack)).toMatchSnapshot();
    expect(resource(stack, 'azurerm_api_management_api_policy').depends_on).toEqual([
      expect.stringMatching(/^azapi_resource\.apim_pool_/),
      expect.stringMatching(/^azapi_resource\.apim_pool-norway_/),
    ]);
  });

  test('the retry count, the condition and the timeout follow members that are added later', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const api = new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    expect(api.attemptsToFailOver).toBe(5);
    const backend = new CircuitBreakerBackend(stack, 'throttled', {
      apiManagement,
      name: 'throttled',
      url: 'https://throttled.example.com',
      circuitBreaker: CircuitBreakerRule.throttling({ count: 2, interval: Duration.seconds(6) }),
      acknowledge: [{ code: 'AF106', reason: 'test' }],
    });
    pool.addMember({ backend, priority: 0 });
    expect(api.attemptsToFailOver).toBe(7);
    const policy = apiPolicy(stack);
    expect(policy).toContain('count="6"');
    expect(policy).toContain('context.Response.StatusCode == 429 || (context.Response.StatusCode >= 502');
    // By playing: a longer one would not fail over within what the circuit breakers remember.
    expect(policy).toContain('timeout="6"');
  });

  test('retry count 0 forwards once', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool: newPool(stack, apiManagement),
      retry: { count: 0 },
      attemptCountHeader: 'X-Attempt-Count',
    });
    expect(apiPolicy(stack)).toMatchSnapshot();
    expect(annotations(stack)).toEqual([expect.stringContaining('warn AF109')]);
  });

  test('a pool with one group needs no retry', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const [{ backend }] = newPool(stack, apiManagement).members ?? [];
    const pool = new PriorityPool(stack, 'Single', { apiManagement, name: 'single', members: [{ backend }] });
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    expect(apiPolicy(stack)).not.toContain('<retry');
    expect(annotations(stack)).toEqual([expect.stringContaining('warn AF110')]);
  });

  test('a managed identity that all backends share is asked for once, in the policy', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const identity = BackendCredentials.managedIdentity({ resource: 'api://orders' });
    const members = ['a', 'b'].map((name, index) => ({
      priority: index + 1,
      backend: new CircuitBreakerBackend(stack, name, {
        apiManagement,
        name,
        url: `https://${name}.example.com`,
        credentials: [identity],
      }),
    }));
    const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    expect(apiPolicy(stack).match(/<authentication-managed-identity.*/g)).toEqual([
      '<authentication-managed-identity resource="api://orders" />',
    ]);
  });

  test('a managed identity that only some backends take fails the synth', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    pool.addMember({
      priority: 3,
      backend: new CircuitBreakerBackend(stack, 'c', {
        apiManagement,
        name: 'c',
        url: 'https://c.example.com',
        credentials: [BackendCredentials.managedIdentity({ resource: 'api://orders' })],
      }),
    });
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    expect(() => synth(stack)).toThrow(
      "[main/Api] managed identity tokens: one for 'c', none for 'local', 'remote'; " +
        "all backends of the API's pools must accept the same token",
    );
  });

  test('a backend that a policy names is one that Terraform must make first', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new CircuitBreakerBackend(stack, 'Audit', { apiManagement, name: 'audit', url: 'https://audit.example.com' });
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool: newPool(stack, apiManagement),
      policies: {
        inbound: `<choose><when condition='@(context.Request.Headers.ContainsKey("x-audit"))'><set-backend-service backend-id="audit" /></when></choose>`,
      },
    });
    expect(resource(stack, 'azurerm_api_management_api_policy').depends_on).toEqual([
      expect.stringMatching(/^azapi_resource\.apim_pool_/),
      expect.stringMatching(/^azurerm_api_management_backend\.apim_audit_/),
    ]);
  });

  test('an operation that is added later is one like the others', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    new CircuitBreakerBackend(stack, 'Audit', { apiManagement, name: 'audit', url: 'https://audit.example.com' });
    const api = new FailoverApi(stack, 'Api', {
      ...{ apiManagement, pool, name: 'orders', path: 'orders' },
      operations: [{ operationId: 'list', method: HttpMethod.GET, urlTemplate: '/' }],
    });
    // Asked before, it must be reckoned again.
    expect(api._model().methods).toEqual(['GET']);
    api.addOperation({
      ...{ operationId: 'audit', method: HttpMethod.POST, urlTemplate: '/{id}', rewriteUri: 'api/audit/{id}' },
      policies: { inbound: '<set-backend-service backend-id="audit" />' },
    });
    expect(resource(stack, 'azurerm_api_management_api_operation_policy')).toMatchObject({
      operation_id: expect.stringMatching(
        /^\$\{azurerm_api_management_api_operation\.apim_orders_audit_POST-id_\w+\.operation_id\}$/,
      ) as string,
      depends_on: [expect.stringMatching(/^azurerm_api_management_backend\.apim_audit_/)],
    });
    expect(annotations(stack)).toEqual([
      expect.stringContaining(
        "info AF204 policies of API 'orders' may send some of its requests to a backend outside its pool",
      ),
      expect.stringContaining("warn AF111 the failure of 'local'"),
      expect.stringContaining("info AF202 POST of API 'orders' may be sent up to 5 times"),
      expect.stringContaining('info The forward timeout is'),
    ]);
    // The caller's choice before the retry must not be undone within it.
    expect(apiPolicy(stack).match(/backend-id="pool"/g)).toHaveLength(1);
  });

  test('tokens in numbers and names still resolve in the policy', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const count = new TerraformVariable(stack, 'count', { type: 'number' });
    const mode = new TerraformVariable(stack, 'mode', {});
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool: newPool(stack, apiManagement),
      retry: { count: count.numberValue },
      policies: { inbound: `<set-variable name="mode" value="\${ ${mode.stringValue} }" />` },
    });
    const policy = apiPolicy(stack);
    expect(policy).toContain('count="${var.count}"');
    expect(policy).toContain('value="$${ ${var.mode} }"');
  });

  test('every policy can be read again', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      ...API,
      apiManagement,
      pool: newPool(stack, apiManagement),
      attemptCountHeader: 'X',
    });
    const sections = readPolicy(apiPolicy(stack)).children.map((node) => node.kind === 'element' && node.name);
    expect(sections).toEqual(['inbound', 'backend', 'outbound', 'on-error']);
  });
});
