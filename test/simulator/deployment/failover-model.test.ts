import { check, checkApi, FailoverModel, readRetryDecision } from '../../../lib/failover';
import { failoverModelOf } from '../../../simulator/check/failover-model';
import { document, Policies, read } from './policies';

const RETRY =
  '<retry condition="@(context.Response.StatusCode &gt;= 500)" count="3" interval="1" delta="2" max-interval="9" first-fast-retry="true">' +
  '<forward-request timeout="20" buffer-request-body="true" /></retry>';

function modelOf(policies: Policies): FailoverModel {
  return failoverModelOf({ services: [read(policies)], declarations: [], warnings: [] }, readRetryDecision);
}

describe('the failover model', () => {
  const set = (id: string): string => `<set-backend-service backend-id="${id}" />`;

  test('the retry, the forward and the pool, wherever in the scopes they stand', () => {
    const { apis } = modelOf({
      global: `<policies><inbound>${set('p1')}</inbound><backend>${RETRY}</backend></policies>`,
      api: document({}),
    });
    expect(apis).toEqual([
      {
        address: 'azurerm_api_management_api.a',
        name: 'a',
        service: { key: 'apim', skuName: 'unknown' },
        pools: [expect.objectContaining({ name: 'p1' })],
        retry: {
          count: 3,
          interval: 1,
          delta: 2,
          maxInterval: 9,
          firstFastRetry: true,
          condition: '@(context.Response.StatusCode >= 500)',
          shownCondition: '@(context.Response.StatusCode >= 500)',
          decision: expect.any(Function) as unknown,
        },
        forwardTimeout: 20,
        bufferRequestBody: true,
        forwardsPerAttempt: 1,
        methods: ['POST'],
        missingBackends: [],
        backendSectionChildren: 1,
      },
    ]);
  });

  test('operations to which the same happens are one, others are their own', () => {
    const { apis } = modelOf({
      api: document({ inbound: `<base />${set('p1')}`, backend: RETRY }),
      operations: {
        o: undefined,
        get: document({}),
        other: document({ backend: '<forward-request timeout-ms="1500" />' }),
      },
    });
    expect(
      apis.map(({ address, methods, retry, forwardTimeout, bufferRequestBody }) => [
        address,
        methods,
        retry?.count,
        forwardTimeout,
        bufferRequestBody,
      ]),
    ).toEqual([
      ['azurerm_api_management_api_policy.a', ['POST', 'GET'], 3, 20, true],
      ['azurerm_api_management_api_operation_policy.other', ['POST'], undefined, 1.5, false],
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    ['the last one counts', `${set('p1')}${set('p2')}`, ['p2']],
    ['names in any case', set('P1'), ['p1']],
    [
      'one that is set on a condition',
      `${set('p1')}<choose><when condition="@(true)">${set('p2')}</when></choose>`,
      ['p1', 'p2'],
    ],
    [
      'each branch sets one',
      `${set('p1')}<choose><when condition="@(true)">${set('p2')}</when><otherwise><return-response /></otherwise></choose>`,
      ['p2'],
    ],
    ['in a fragment', '<include-fragment fragment-id="f" />', ['p2']],
    ['by URL', `${set('p1')}<set-backend-service base-url="https://x" />`, []],
    [
      'by an expression',
      set('@(context.Deployment.Region == &quot;a&quot; ? &quot;p1&quot; : &quot;p2&quot;)'),
      ['p1', 'p2'],
    ],
    [
      'by a variable',
      `<set-variable name="v" value="p2" />${set('@((string)context.Variables[&quot;v&quot;])')}`,
      ['p2'],
    ],
    ['a single backend', set('x'), []],
    ['none', '', []],
  ])('the pools that requests may go to: %s', (_, inbound, pools) => {
    const { apis } = modelOf({ api: document({ inbound, backend: RETRY }), fragments: { f: set('p2') } });
    expect(apis.map((api) => api.pools.map(({ name }) => name).sort())).toEqual([pools]);
  });

  test.each<[string, string, 'some' | undefined]>([
    ['a pool', set('p1'), undefined],
    ['two pools', `${set('p1')}<choose><when condition="@(true)">${set('p2')}</when></choose>`, undefined],
    ['another backend first', `<set-backend-service backend-id="x" />${set('p1')}`, undefined],
    ['a pool or a backend', `${set('p1')}<choose><when condition="@(true)">${set('x')}</when></choose>`, 'some'],
    [
      'a pool or a URL',
      `${set('p1')}<choose><when condition="@(true)"><set-backend-service base-url="https://x" /></when></choose>`,
      'some',
    ],
    ['a pool on a condition', `<choose><when condition="@(true)">${set('p1')}</when></choose>`, 'some'],
    ['no pool', set('x'), undefined],
  ])('some requests may leave the pools: %s', (_, inbound, sentElsewhere) => {
    const { apis } = modelOf({ api: document({ inbound, backend: RETRY }) });
    expect(apis.map((api) => api.sentElsewhere)).toEqual([sentElsewhere]);
  });

  test('what a retry sets for its next attempt counts too', () => {
    const retry = RETRY.replace('</retry>', `${set('p2')}</retry>`);
    const [api] = modelOf({ api: document({ inbound: set('p1'), backend: retry }) }).apis;
    expect(api.pools.map(({ name }) => name).sort()).toEqual(['p1', 'p2']);
  });

  test('two forwards with retries of their own are two models', () => {
    const choose = `<choose><when condition="@(true)">${RETRY}</when><otherwise><forward-request /></otherwise></choose>`;
    const { apis } = modelOf({ api: document({ inbound: set('p1'), backend: choose }) });
    expect(apis.map(({ retry, forwardTimeout }) => [retry?.count, forwardTimeout])).toEqual([
      [3, 20],
      [undefined, 300],
    ]);
  });

  test.each<[string, string, Policies['fragments'], string | undefined]>([
    [
      'one retry inside another',
      `<retry condition="@(true)" count="1" interval="1">${RETRY}</retry>`,
      {},
      'nests retries',
    ],
    [
      'a backend by what the attempt before got, in a fragment',
      `<retry condition="@(true)" count="1" interval="1"><include-fragment fragment-id="f" /><forward-request /></retry>`,
      { f: '<set-backend-service backend-id="@(context.Response == null ? &quot;x&quot; : &quot;y&quot;)" />' },
      'switches backends',
    ],
    [
      'a forward after the retry, if it failed',
      `<choose><when condition="@(true)">${RETRY}</when></choose><choose><when condition="@(context.Response.StatusCode == 500)"><forward-request /></when></choose>`,
      {},
      'forwards again',
    ],
    [
      'a forward here, or there',
      `<choose><when condition="@(true)">${RETRY}</when><otherwise>${RETRY}</otherwise></choose>`,
      {},
      undefined,
    ],
    ['a retry around a forward', RETRY, {}, undefined],
  ])('what playing the model does not tell: %s', (_, backend, fragments, onlyRun) => {
    const { apis } = modelOf({ api: `<policies><backend>${backend}</backend></policies>`, fragments });
    expect(new Set(apis.map(({ onlyRun: each }) => each))).toEqual(new Set([onlyRun]));
  });

  test('a product with a policy of its own is another way in', () => {
    const { apis } = modelOf({
      product: document({ inbound: `${set('p2')}`, backend: RETRY }),
      api: document({ inbound: '<base />' }),
    });
    expect(apis.map(({ pools, retry }) => [pools.map(({ name }) => name), retry?.count])).toEqual([
      [[], undefined],
      [['p2'], 3],
    ]);
  });

  test('numbers that are expressions are not known', () => {
    const retry = RETRY.replace('count="3"', 'count="@(3)"').replace('timeout="20"', 'timeout="@(20)"');
    const [api] = modelOf({ api: document({ backend: retry }) }).apis;
    expect([api.retry?.count, api.forwardTimeout]).toEqual(['unknown', 'unknown']);
  });

  test('backends that nobody declares, and a <backend> with two children', () => {
    const { apis } = modelOf({
      api: document({ inbound: set('none'), backend: '<set-variable name="n" value="1" /><forward-request />' }),
    });
    expect(checkApi(apis[0]).map(({ code, message }) => `${code} ${message}`)).toEqual([
      "AF008 a policy of API 'a' names the backend 'none', which does not exist",
      "AF008 a <backend> section of API 'a' has 2 direct children; only one is allowed, including <base />",
    ]);
  });

  test('nothing is found in an API that names no pool and does not retry', () => {
    expect(check(modelOf({ api: document({ inbound: '<mock-response />' }) }))).toEqual([]);
    expect(check(modelOf({ api: document({ backend: '<return-response />' }) }))).toEqual([]);
  });

  test('fragments that include others twice are looked at once', () => {
    const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
    const include = (id: string): string => `<include-fragment fragment-id="${id}" />`;
    const fragments = Object.fromEntries(
      names.map((name, index) => [name, names[index + 1] ? include(names[index + 1]).repeat(3) : set('p1')]),
    );
    const [api] = modelOf({ api: document({ inbound: include('f0'), backend: RETRY }), fragments }).apis;
    expect(api.pools.map(({ name }) => name)).toEqual(['p1']);
  });
});
