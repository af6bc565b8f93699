import { check, checkApi, FailoverModel, readRetryDecision } from '../../../lib/failover';
import { childElements } from '../../../lib/policy';
import {
  DeployedService,
  deploymentOf,
  effectivePolicy,
  fragmentOf,
  ScopedPolicy,
} from '../../../simulator/deployment';
import { failoverModelOf } from '../../../simulator/check/failover-model';

const OF = { api_management_name: 'apim', resource_group_name: 'rg' };
const ID = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const RETRY =
  '<retry condition="@(context.Response.StatusCode &gt;= 500)" count="3" interval="1" delta="2" max-interval="9" first-fast-retry="true">' +
  '<forward-request timeout="20" buffer-request-body="true" /></retry>';

interface Policies {
  readonly global?: string;
  readonly product?: string;
  readonly api?: string;
  /** By operation; each operation is a POST of its name. */
  readonly operations?: Readonly<Record<string, string | undefined>>;
  readonly fragments?: Readonly<Record<string, string>>;
}

function read({ global, product, api, operations = { o: undefined }, fragments = {} }: Policies): DeployedService {
  const pool = (name: string): object => ({
    type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
    name,
    parent_id: ID,
    body: {
      properties: {
        pool: { services: ['x', 'y'].map((backend, index) => ({ id: `/backends/${backend}`, priority: index + 1 })) },
      },
    },
  });
  const operation = (operation_id: string, more: object): object => ({ ...OF, api_name: 'a', operation_id, ...more });
  const policies = Object.entries(operations).filter(([, xml]) => xml !== undefined);
  const byName = <T>(entries: readonly (readonly [string, T])[], block: (name: string, value: T) => object): object =>
    Object.fromEntries(entries.map(([name, value]) => [name, block(name, value)]));
  const resource = {
    azapi_resource: { p1: pool('p1'), p2: pool('p2') },
    azurerm_api_management: { s: { name: 'apim' } },
    azurerm_api_management_api: { a: { ...OF, name: 'a' } },
    azurerm_api_management_api_operation: byName(Object.entries(operations), (name) =>
      operation(name, { method: name === 'get' ? 'GET' : 'POST', url_template: `/${name}` }),
    ),
    azurerm_api_management_api_operation_policy: byName(policies, (name, xml_content) =>
      operation(name, { xml_content }),
    ),
    azurerm_api_management_policy_fragment: byName(Object.entries(fragments), (name, value) => ({
      api_management_id: ID,
      name,
      value: `<fragment>${value}</fragment>`,
    })),
    ...(api !== undefined && { azurerm_api_management_api_policy: { a: { ...OF, api_name: 'a', xml_content: api } } }),
    ...(global !== undefined && {
      azurerm_api_management_policy: { g: { api_management_id: ID, xml_content: global } },
    }),
    azurerm_api_management_product: { p: { ...OF, product_id: 'p' } },
    azurerm_api_management_product_api: { p: { ...OF, product_id: 'p', api_name: 'a' } },
    ...(product !== undefined && {
      azurerm_api_management_product_policy: { p: { ...OF, product_id: 'p', xml_content: product } },
    }),
  };
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]).services[0];
}

function document(sections: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = { inbound: '<base />', backend: '<base />', ...sections };
  return `<policies>${Object.entries(all)
    .map(([name, xml]) => `<${name}>${xml}</${name}>`)
    .join('')}</policies>`;
}

function modelOf(policies: Policies): FailoverModel {
  return failoverModelOf({ services: [read(policies)], declarations: [] }, readRetryDecision);
}

describe('the policy in effect', () => {
  const shown = (policies: readonly ScopedPolicy[]): string[] =>
    policies.map(({ policy, scope }) => `${scope} ${policy.name}`);

  test('each <base /> stands for the broader scopes; what leaves it out drops them', () => {
    const service = read({
      global:
        '<policies><inbound><g /></inbound><backend><forward-request /></backend><on-error><g /></on-error></policies>',
      product: '<policies><inbound><p1 /><base /><p2 /></inbound></policies>',
      api: '<policies><inbound><base /><a /></inbound><backend><base /></backend><on-error><base /></on-error></policies>',
      operations: { o: '<policies><inbound><o1 /><base /></inbound><backend><own /></backend></policies>' },
    });
    const [api] = service.apis;
    const [product] = service.products;
    const full = effectivePolicy(service, api, 'o', product);
    expect(shown(full.inbound)).toEqual(['operation o1', 'product p1', 'global g', 'product p2', 'api a']);
    expect(shown(full.backend)).toEqual(['operation own']);
    expect(shown(full.onError)).toEqual([]);
    const without = effectivePolicy(service, api);
    expect(shown(without.inbound)).toEqual(['global g', 'api a']);
    expect(shown(without.backend)).toEqual(['global forward-request']);
    expect(shown(without.onError)).toEqual(['global g']);
    // The product's policy leaves <backend> out, and forwards nothing.
    expect(shown(effectivePolicy(service, api, undefined, product).backend)).toEqual([]);
    expect(full.inbound.map(({ address }) => address)).toEqual([
      'azurerm_api_management_api_operation_policy.o',
      'azurerm_api_management_product_policy.p',
      'azurerm_api_management_policy.g',
      'azurerm_api_management_product_policy.p',
      'azurerm_api_management_api_policy.a',
    ]);
  });

  test('a service without a policy of its own forwards, and so does an API without one', () => {
    const service = read({});
    const { inbound, backend, outbound, onError } = effectivePolicy(service, service.apis[0], 'o');
    expect(shown(backend)).toEqual(['global forward-request']);
    expect([...inbound, ...outbound, ...onError]).toEqual([]);
    expect(backend[0].address).toBe('azurerm_api_management.s');
  });

  test('elements are those of the documents, fragments stay and are found in any case', () => {
    const service = read({
      api: document({ inbound: '<include-fragment fragment-id="F" />' }),
      fragments: { f: '<x />' },
    });
    const [included] = effectivePolicy(service, service.apis[0]).inbound;
    const [inbound] = childElements(service.apis[0].policy!.document);
    expect(included.policy).toBe(inbound.children[0]);
    expect(fragmentOf(service, included.policy.attributes['fragment-id'])?.policy.document.children).toHaveLength(1);
    expect(fragmentOf(service, 'toString')).toBeUndefined();
  });

  test('many <base /> in every scope are refused, not multiplied', () => {
    const many = `<policies><inbound>${'<base />'.repeat(200)}</inbound></policies>`;
    const service = read({ global: '<policies><inbound><g /><g /></inbound></policies>', product: many, api: many });
    expect(() => effectivePolicy(service, service.apis[0], 'o', service.products[0])).toThrow(
      'azurerm_api_management_api_policy.a: with <base />, <inbound> contains more than 10000 policies',
    );
  });
});

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
      ['azurerm_api_management_api.a', ['POST', 'GET'], 3, 20, true],
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
