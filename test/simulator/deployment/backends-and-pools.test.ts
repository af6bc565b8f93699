import { azapi, ID, OF, readAll, readOne } from './reading';

describe('backends and pools', () => {
  test('credentials and URL, as far as they are known', () => {
    const { backends } = readOne(
      {
        azurerm_api_management_backend: {
          b: {
            ...OF,
            name: 'b',
            url: 'https://${data.azapi_resource.app.output.host}',
            credentials: [
              {
                header: { 'x-key': '{{key}}', 'x-later': '${var.later}' },
                query: { code: 'c' },
                authorization: [{ scheme: 'Bearer', parameter: 'token' }],
              },
            ],
          },
          c: { ...OF, name: 'c', url: 'https://c/${split("/", azurerm_api_management_backend.b.id)[8]}' },
        },
      },
      { data: { azapi_resource: { app: { type: 'Microsoft.Web/sites@2024-04-01' } } } },
    );
    expect(backends.map(({ url, headers, query }) => ({ url, headers, query }))).toEqual([
      { url: 'unknown', headers: { Authorization: 'Bearer token', 'x-key': '{{key}}' }, query: { code: 'c' } },
      { url: 'https://c/apim', headers: {}, query: {} },
    ]);
  });

  test('what else azapi can say of a backend or pool: failure responses, its region, its identity, carbon emission', () => {
    const rule = {
      name: 'rule',
      tripDuration: 'PT30S',
      failureCondition: { count: 3, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
      failureResponse: { statusCode: 429, reason: 'Later' },
    };
    const backend = {
      url: 'https://b',
      azureRegion: 'westeurope',
      credentials: { managedIdentity: { resource: 'api://orders' } },
      circuitBreaker: { rules: [rule] },
    };
    const { backends, pools } = readOne({
      azapi_resource: {
        b: { ...azapi('/backends', ID, 'b', backend), sensitive_body: { properties: { credentials: {} } } },
        p: azapi('/backends', ID, 'p', {
          type: 'Pool',
          pool: { services: [{ id: '${azapi_resource.b.id}', preferredCarbonEmission: 'Medium' }] },
        }),
      },
    });
    expect(backends[0]).toMatchObject({
      azureRegion: 'westeurope',
      failureResponse: { statusCode: 429, reason: 'Later' },
      headers: { Authorization: 'Bearer simulated-token-for-api://orders' },
    });
    expect(pools[0].isCarbonAware).toBe(true);
  });

  test.each([
    ['an expression', '${null}'],
    ['a plan', null],
  ])('null in %s is absent', (_, none) => {
    const ids = ['a', 'b'].map((name) => ({ id: `${ID}/backends/${name}` }));
    const { pools } = readOne({
      azapi_resource: {
        p: azapi('/backends', ID, 'p', {
          type: 'Pool',
          pool: {
            services: [
              { ...ids[0], priority: none, weight: none },
              { ...ids[1], priority: none, weight: none },
            ],
            sessionAffinity: none,
            failureResponse: none,
          },
        }),
      },
    });
    expect(pools).toEqual([{ model: expect.objectContaining({ name: 'p' }) as unknown }]);
    for (const member of pools[0].model.members) expect(member).toMatchObject({ priority: 1 });
    for (const member of pools[0].model.members) expect(member).not.toHaveProperty('weight');
  });

  test('a number that is 0 is not set in azurerm, whose states contain it, but is one in azapi', () => {
    const azurerm = [{ count: 0, percentage: 10, interval_duration: 'PT1M' }];
    const rules = [{ tripDuration: 'PT1M', failureCondition: { count: 0, percentage: 10, interval: 'PT1M' } }];
    const { backends } = readOne({
      azurerm_api_management_backend: {
        a: {
          ...OF,
          name: 'a',
          url: 'https://a',
          circuit_breaker_rule: [{ trip_duration: 'PT1M', failure_condition: azurerm }],
        },
      },
      azapi_resource: { b: azapi('/backends', ID, 'b', { url: 'https://b', circuitBreaker: { rules } }) },
    });
    const counts = backends.map(({ model: { breaker } }) => (breaker === 'unknown' ? breaker : breaker?.count));
    expect(counts).toEqual([undefined, 0]);
  });

  test('an empty weight is absent', () => {
    const services = [{ id: `${ID}/backends/a`, priority: 1, weight: '' }];
    const { pools } = readOne({ azapi_resource: { p: azapi('/backends', ID, 'p', { pool: { services } }) } });
    expect(pools[0].model.members[0]).not.toHaveProperty('weight');
  });

  test('a backend and a pool of azapi, members by every kind of id', () => {
    const single = {
      url: 'https://s',
      circuitBreaker: {
        rules: [
          {
            tripDuration: 'PT30S',
            acceptRetryAfter: true,
            failureCondition: { percentage: 10, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
          },
        ],
      },
    };
    const services = [
      { id: '${azapi_resource.s.id}', weight: 3 },
      { id: `${ID.replace('service/', 'SERVICE/').toUpperCase()}/BACKENDS/T`, weight: 1 },
      { id: '/backends/elsewhere' },
      { id: '${data.azapi_resource.existing.id}' },
      { id: `${ID}/backends/q` },
      { id: '${azurerm_api_management_backend.t.id}' },
      { id: `${ID.replace('/apim', '/other')}/backends/foreign` },
    ];
    const all = readAll({
      data: { azapi_resource: { existing: azapi('/backends', ID, 'existing', {}) } },
      resource: {
        azurerm_api_management_backend: { t: { ...OF, name: 't', url: 'https://t' } },
        azapi_resource: {
          s: azapi('/backends', ID, 's', single),
          p: azapi('/backends', ID, 'p', {
            type: 'Pool',
            pool: {
              services,
              sessionAffinity: { sessionId: { source: 'Cookie', name: 'sid' } },
              failureResponse: { statusCode: 429 },
            },
          }),
          q: { ...azapi('/backends', ID, 'q', {}), body: '{"properties":{"pool":{"services":[]}}}' },
        },
      },
    });
    expect(all.map(({ name }) => name)).toEqual(['apim', 'other']);
    const [{ pools, backends }] = all;
    expect(
      pools.map(({ model: { name, exhaustedStatusCode }, sessionAffinity, failureResponse }) => [
        ...[name, exhaustedStatusCode, sessionAffinity, failureResponse],
      ]),
    ).toEqual([
      ['p', 429, { cookieName: 'sid' }, { statusCode: 429, reason: undefined, body: undefined }],
      ['q', undefined, undefined, undefined],
    ]);
    expect(
      pools[0].model.members.map(({ backend: { name, breaker, isPool, service }, priority, weight }) => [
        name,
        typeof breaker === 'object' ? breaker.percentage : breaker,
        isPool,
        service.key,
        priority,
        weight,
      ]),
    ).toEqual([
      ['s', 10, undefined, 'apim', 1, 3],
      ['t', undefined, undefined, 'apim', 1, 1],
      ['elsewhere', 'unknown', undefined, 'apim', 1, undefined],
      ['existing', 'unknown', undefined, 'apim', 1, undefined],
      ['q', undefined, true, 'apim', 1, undefined],
      ['t', undefined, undefined, 'apim', 1, undefined],
      ['foreign', 'unknown', undefined, 'other', 1, undefined],
    ]);
    expect(backends.map(({ model }) => model.name).sort()).toEqual(['elsewhere', 'existing', 's', 't']);
  });
});
