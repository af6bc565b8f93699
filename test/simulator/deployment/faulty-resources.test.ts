import { API, APIM, backend, Blocks, faultsIn, PARENT, pool, POOL_TYPE } from './faults';
import { OF } from './reading';

describe('resources that cannot be used', () => {
  const rule = (more: object, condition: object = {}): Blocks =>
    backend({
      circuit_breaker_rule: {
        trip_duration: 'PT1M',
        failure_condition: { count: 1, interval_duration: 'PT1M', error_reasons: ['Timeout'], ...condition },
        ...more,
      },
    });

  test.each<[string, Blocks, string]>([
    [
      'a duration that is none',
      rule({ trip_duration: '30s' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.trip_duration is "30s"; a duration such as PT1M30S is needed',
    ],
    [
      'an interval that is missing',
      rule({}, { interval_duration: null }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.interval_duration is missing',
    ],
    [
      'a count that is no number',
      rule({}, { count: 'three' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.count is "three"; a number is needed',
    ],
    [
      'a block that is none',
      backend({ circuit_breaker_rule: 'rule' }),
      'azurerm_api_management_backend.b: circuit_breaker_rule is "rule"; a block is needed',
    ],
    [
      'a name that is none',
      backend({ name: ['b'] }),
      'azurerm_api_management_backend.b: name is a list; a string is needed',
    ],
    [
      'a member that is no backend',
      pool([{ id: PARENT }]),
      'azapi_resource.p: body.properties.pool.services.id is "/subscriptions/${...}/resourceGroups/${...}/providers/Microsoft.ApiManagement/service/apim"; the id of a backend is needed',
    ],
    [
      'a pool with more members than anybody declares',
      pool(Array.from({ length: 101 }, (_, n) => ({ id: `${PARENT}/backends/b${n}`, priority: 1 }))),
      'azapi_resource.p: body.properties.pool.services has 101; API Management allows 30 backends, and the simulator 100',
    ],
    [
      'a policy that grows',
      {
        ...APIM,
        ...API,
        azurerm_api_management_named_value: { a: { ...OF, name: 'a', display_name: 'a', value: 'x'.repeat(4096) } },
        azurerm_api_management_api_policy: {
          p: {
            ...OF,
            api_name: 'orders',
            xml_content: `<policies><inbound><a>${'{{a}}'.repeat(70)}</a></inbound></policies>`,
          },
        },
      },
      'azurerm_api_management_api_policy.p: xml_content exceeds the maximum size of a policy after its named values are inserted',
    ],
    [
      'members of which one has no priority',
      pool([{ id: '/backends/a', priority: 1 }, { id: '/backends/b' }]),
      'azapi_resource.p: body.properties.pool.services[1].priority is missing, but other members have one; Azure does not document the order in this case',
    ],
    [
      'a body that is no JSON',
      { ...APIM, azapi_resource: { p: { type: POOL_TYPE, name: 'p', parent_id: PARENT, body: '{' } } },
      'azapi_resource.p: body is neither an object nor a JSON object as text',
    ],
    [
      'a parent that is no service',
      { ...APIM, azapi_resource: { p: { type: POOL_TYPE, name: 'p', parent_id: `${PARENT}/apis/a` } } },
      'azapi_resource.p: its parent_id does not refer to a backends of an API Management service',
    ],
    [
      'an update of what is no resource',
      { ...APIM, azapi_update_resource: { u: { type: POOL_TYPE, resource_id: 'x' } } },
      'azapi_update_resource.u: its resource_id does not refer to a backends of an API Management service',
    ],
    [
      'a document that is none',
      {
        ...APIM,
        azurerm_api_management_api: {
          a: { ...OF, name: 'a', import: { content_format: 'openapi', content_value: '[' } },
        },
      },
      'azurerm_api_management_api.a: import.content_value cannot be read as openapi: ' +
        'Flow sequence must end with a ] at line 1, column 2',
    ],
    ...['a: 1', 'hello', '{"paths": {}}'].map((content): [string, Blocks, string] => [
      `a document that is no OpenAPI document: ${content}`,
      {
        ...APIM,
        azurerm_api_management_api: {
          a: { ...OF, name: 'a', import: { content_format: 'openapi', content_value: content } },
        },
      },
      'azurerm_api_management_api.a: import.content_value cannot be read as openapi: ' +
        'it has no openapi or swagger at the top level',
    ]),
  ])('%s', (_, resource, fault) => {
    expect(faultsIn(resource)).toEqual([`x.tf.json: ${fault}`]);
  });
});

describe('properties of backends and pools that are not known', () => {
  const azapi = (name: string, properties: object, more: object = {}): object => ({
    ...{ type: POOL_TYPE, name, parent_id: PARENT, body: { properties }, ...more },
  });
  const unknown = 'is not supported, and could affect where requests go';

  test('each is named with its place, all at once; one that is null is not set', () => {
    const rule = {
      tripDuration: 'PT30S',
      halfOpen: true,
      failureCondition: { count: 3, interval: 'PT1M', slowCalls: 2, statusCodeRanges: [{ min: 500, max: 599 }] },
      failureResponse: { statusCode: 429, after: 'PT1S' },
    };
    const faults = faultsIn({
      ...APIM,
      azapi_resource: {
        b: azapi(
          'b',
          { url: 'https://b', standby: null, shadow: true, circuitBreaker: { rules: [rule], mode: 'x' } },
          { sensitive_body: { properties: { credentials: { header: { k: ['v'] } }, url: 'https://secret' } } },
        ),
        p: azapi('p', {
          type: 'Pool',
          circuitBreaker: {},
          pool: { services: [{ id: '/backends/b', region: 'x' }], algorithm: 'least', sessionAffinity: { ttl: 1 } },
        }),
      },
    });
    expect(faults).toEqual(
      [
        ...['body.properties.shadow', 'sensitive_body.properties.url', 'body.properties.circuitBreaker.mode'].map(
          (name) => `azapi_resource.b: ${name}`,
        ),
        'azapi_resource.b: body.properties.circuitBreaker.rules.halfOpen',
        'azapi_resource.b: body.properties.circuitBreaker.rules.failureResponse.after',
        'azapi_resource.b: body.properties.circuitBreaker.rules.failureCondition.slowCalls',
        'azapi_resource.p: body.properties.circuitBreaker',
        'azapi_resource.p: body.properties.pool.algorithm',
        'azapi_resource.p: body.properties.pool.services.region',
        'azapi_resource.p: body.properties.pool.sessionAffinity.ttl',
      ].map((where) => `x.tf.json: ${where} ${unknown}`),
    );
  });

  test('so are those of azurerm', () => {
    const condition = { count: 3, interval_duration: 'PT1M', error_reasons: ['Timeout'], slow: 1 };
    const rule = { name: 'r', trip_duration: 'PT30S', half_open: true, failure_condition: [condition] };
    expect(faultsIn(backend({ circuit_breaker_rule: [rule] }))).toEqual([
      `x.tf.json: azurerm_api_management_backend.b: circuit_breaker_rule.half_open ${unknown}`,
      `x.tf.json: azurerm_api_management_backend.b: circuit_breaker_rule.failure_condition.slow ${unknown}`,
    ]);
  });
});
