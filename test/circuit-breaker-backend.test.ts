import { TerraformOutput, TerraformVariable } from 'cdktf';
import { BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule, Duration, ErrorReason } from '../lib';
import { annotations, newService, newStack, resource, resources, synth } from './support/stack';

const BACKEND = 'azurerm_api_management_backend';

describe('CircuitBreakerBackend', () => {
  test('with defaults: breaker for gateway failures, TLS validated', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new CircuitBreakerBackend(stack, 'Backend', { apiManagement, name: 'orders', url: 'https://orders.example.com' });
    expect(resource(stack, BACKEND)).toMatchSnapshot();
    expect(annotations(stack)).toEqual([]);
  });

  test('with everything', () => {
    const stack = newStack();
    const password = new TerraformVariable(stack, 'proxy-password', { sensitive: true });
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com/v2',
      title: 'Orders',
      description: 'Takes ${orders} at 100 %{percent}',
      circuitBreaker: CircuitBreakerRule.custom({
        name: 'rule',
        tripDuration: Duration.minutes(5),
        acceptRetryAfter: true,
        failureCondition: {
          percentage: 50,
          interval: Duration.hours(1),
          statusCodeRanges: [
            { min: 429, max: 429 },
            { min: 500, max: 599 },
          ],
          errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE],
        },
      }),
      credentials: [BackendCredentials.header('x-caller', 'gateway'), BackendCredentials.query('v', '2')],
      proxy: { url: 'http://proxy.example.com:3128', username: 'user', password: password.stringValue },
      validateCertificateChain: false,
      validateCertificateName: false,
      acknowledge: [{ code: 'AF106', reason: 'the backend is ours' }],
    });
    expect(resource(stack, BACKEND)).toMatchSnapshot();
    expect(annotations(stack)).toEqual([
      expect.stringMatching(/^main\/Backend info AF106 .* Acknowledged: the backend is ours$/),
    ]);
  });

  test('with no circuit breaker', () => {
    const stack = newStack();
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      circuitBreaker: CircuitBreakerRule.none(),
    });
    expect(resource(stack, BACKEND)).not.toHaveProperty('circuit_breaker_rule');
  });

  test('durations are written as Azure returns them', () => {
    const stack = newStack();
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      circuitBreaker: CircuitBreakerRule.gatewayFailures({
        interval: Duration.hours(25),
        tripDuration: Duration.seconds(90),
      }),
    });
    expect(resource(stack, BACKEND).circuit_breaker_rule).toMatchObject({
      trip_duration: 'PT1M30S',
      failure_condition: { interval_duration: 'P1DT1H' },
    });
  });

  test('takes tokens for what Terraform knows later', () => {
    const stack = newStack();
    const host = new TerraformVariable(stack, 'host', {});
    const count = new TerraformVariable(stack, 'count', { type: 'number' });
    const trip = new TerraformVariable(stack, 'trip', { type: 'number' });
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: `https://${host.stringValue}`,
      circuitBreaker: CircuitBreakerRule.gatewayFailures({
        count: count.numberValue,
        tripDuration: Duration.seconds(trip.numberValue),
      }),
    });
    const backend = resource(stack, BACKEND);
    expect(backend.url).toBe('https://${var.host}');
    expect(backend.circuit_breaker_rule).toMatchObject({
      trip_duration: 'PT${var.trip}S',
      failure_condition: { count: '${var.count}' },
    });
  });

  test('a proxy password in plain text is warned of, and not repeated', () => {
    const stack = newStack();
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      proxy: { url: 'http://proxy.example.com', username: 'user', password: 'hunter2' },
    });
    expect(annotations(stack)).toEqual([expect.stringContaining('main/Backend warn proxy.password')]);
    expect(annotations(stack).join()).not.toContain('hunter2');
  });
});

describe('CircuitBreakerBackend.forFunctionApp', () => {
  test('looks up the host name, and sends the host key through a named value', () => {
    const stack = newStack();
    CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
      apiManagement: newService(stack),
      functionApp: { name: 'func', resourceGroupName: 'rg-func' },
    });
    const { resource, data, ephemeral } = synth(stack);
    expect({
      backend: resource?.[BACKEND],
      functionApp: data?.azapi_resource,
      hostKeys: ephemeral?.azapi_resource_action,
      namedValue: resource?.azapi_resource,
    }).toMatchSnapshot();
  });

  test('in a subscription of its own, with a name, key and version of its own', () => {
    const stack = newStack();
    const subscriptionId = '11111111-2222-3333-4444-555555555555';
    CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      functionApp: { name: 'func', resourceGroupName: 'rg-func', subscriptionId, keyName: 'apim', keyVersion: '2' },
    });
    const { resource, data, ephemeral } = synth(stack);
    const id = `/subscriptions/${subscriptionId}/resourceGroups/rg-func/providers/Microsoft.Web/sites/func`;
    expect(Object.values(data?.azapi_resource ?? {})).toMatchObject([{ resource_id: id }]);
    expect(Object.values(ephemeral?.azapi_resource_action ?? {})).toMatchObject([
      { resource_id: id, response_export_values: { key: 'functionKeys."apim"' } },
    ]);
    expect(Object.values(resource?.azapi_resource ?? {})).toMatchObject([
      { name: 'orders-func-key', body: { properties: { tags: ['2'] } } },
    ]);
  });

  test('with credentials of its own, no key is read', () => {
    const stack = newStack();
    CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
      apiManagement: newService(stack),
      functionApp: { name: 'func', resourceGroupName: 'rg-func' },
      credentials: [BackendCredentials.namedValue('x-functions-key', 'shared-key')],
    });
    expect(synth(stack)).not.toHaveProperty('ephemeral');
    expect(resource(stack, BACKEND).credentials).toEqual({ header: { 'x-functions-key': '{{shared-key}}' } });
  });
});

describe('CircuitBreakerBackend.fromBackendId', () => {
  const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/backends/orders';

  test('makes nothing, and knows what the id says', () => {
    const stack = newStack();
    const backend = CircuitBreakerBackend.fromBackendId(stack, 'Backend', id);
    expect(backend).toMatchObject({ backendId: id, backendName: 'orders', apiManagementName: 'apim' });
    expect(resources(stack, BACKEND)).toEqual([]);
  });

  test('takes a token apart in Terraform', () => {
    const stack = newStack();
    const variable = new TerraformVariable(stack, 'backend-id', {});
    const backend = CircuitBreakerBackend.fromBackendId(stack, 'Backend', variable.stringValue);
    new TerraformOutput(stack, 'names', { value: `${backend.apiManagementName} ${backend.backendName}` });
    expect(synth(stack).output?.names.value).toBe('${split("/", var.backend-id)[8]} ${split("/", var.backend-id)[10]}');
  });
});
