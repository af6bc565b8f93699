import { PlayLimit } from '../../../lib/failover';
import type { ClientRequest } from '../../../simulator/common/client-request';
import { Api, lines, reported, retry, Service, stackOf } from './stacks';

const POOL = '<set-backend-service backend-id="pool" />';
const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
const FAILOVER = { inbound: `<base />${POOL}`, backend: retry(1, POOL + FORWARD) };
const RETURN = '<return-response><set-status code="403" reason="no" /></return-response>';
const TWO: Service = {
  backends: { a: { count: 1 }, b: { count: 1 } },
  pools: {
    pool: [
      { name: 'a', priority: 1 },
      { name: 'b', priority: 2 },
    ],
  },
};
const ORDERS: Api = { name: 'orders', policy: FAILOVER };
const service = (more: Service): string => stackOf({ ...TWO, ...more });

describe('what a deployment is proved with', () => {
  test('each product with a policy, and no product where none is needed', async () => {
    const products = {
      gold: { apis: ['orders', 'other'], policy: { inbound: `<base />${RETURN}` } },
      plain: { apis: ['orders'] },
    };
    const places = async (isNeeded: boolean): Promise<unknown> => {
      const apis = [{ ...ORDERS, more: { subscription_required: isNeeded } }];
      const { requests, notProved } = await reported(service({ apis, products }));
      return [requests, notProved].map((all) => all.map(({ product }) => product));
    };
    expect(await places(false)).toEqual([[null], ['gold']]);
    expect(await places(true)).toEqual([['plain'], ['gold']]);
  });

  test('every product where policies ask which one it is', async () => {
    const isGold = 'context.Product != null && context.Product.Id == "gold"';
    const inbound = `<base /><choose><when condition="@(${isGold})">${RETURN}</when></choose>${POOL}`;
    const products = { gold: { apis: ['orders'] }, silver: { apis: ['orders'] } };
    const { requests, notProved } = await reported(
      service({
        apis: [{ ...ORDERS, policy: { ...FAILOVER, inbound }, more: { subscription_required: true } }],
        products,
      }),
    );
    expect([requests, notProved].map((all) => all.map(({ product }) => product))).toEqual([['silver'], ['gold']]);
  });

  test('the regions that policies name, and another one where there may be one', async () => {
    const to = (name: string): string => `<set-backend-service backend-id="${name}" />`;
    const choice = (region: string): string =>
      `<choose><when condition="@(${region} == "swedencentral")">${to('a')}</when><otherwise>${to('b')}</otherwise></choose>`;
    const regions = async (sku: string, inbound: string): Promise<unknown> => {
      const { requests } = await reported(
        service({ sku, apis: [{ name: 'orders', policy: { inbound: `<base />${inbound}` } }] }),
      );
      return requests.map(({ region, backends }) => [region, backends]);
    };
    const direct = choice('context.Deployment.Region');
    expect(await regions('Premium_1', direct)).toEqual([
      ['swedencentral', [['a']]],
      ['any other region', [['b']]],
    ]);
    expect(await regions('Developer_1', direct)).toEqual([['swedencentral', [['a']]]]);
    const kept = '<set-variable name="region" value="@(context.Deployment.Region)" />';
    expect(await regions('Premium_1', kept + choice('(string)context.Variables["region"]'))).toEqual([
      ['swedencentral', [['a']]],
      ['any other region', [['b']]],
    ]);
  });

  test('operations that another one hides', async () => {
    const operations = [
      { id: 'one', urlTemplate: '/1' },
      { id: 'by-id', urlTemplate: '/{id}' },
      { id: 'by-name', urlTemplate: '/{name}' },
      { id: 'rest', urlTemplate: '/*' },
    ];
    const { requests, notProved } = await reported(service({ apis: [{ ...ORDERS, operations }] }));
    expect(requests.map(({ operations: like }) => like)).toEqual([['one', 'by-id', 'rest']]);
    expect(notProved).toEqual([
      {
        ...{ service: 'apim', api: 'orders', operation: 'by-name', product: null, region: null, request: null },
        message: expect.stringContaining('no request generated from its URL template reaches it') as string,
      },
    ]);
  });

  test('a method that any request has takes one with a body, which may be lost', async () => {
    const lossy = { inbound: `<base />${POOL}`, backend: retry(1, POOL + '<forward-request timeout="10" />') };
    const operations = [{ id: 'any', method: '*' }];
    const { guarantees } = await reported(service({ apis: [{ name: 'orders', policy: lossy, operations }] }));
    // The second attempt has no body to send.
    expect(guarantees[0]).toMatchObject({ failure: { backends: ['a'], how: 'status 503' }, verdict: 'survives later' });
  });
});

describe('what cannot be proved', () => {
  const unsupported = { ...FAILOVER, inbound: `<base />${POOL}<xsl-transform />` };

  test('keeps nothing else from it, and each has its reasons', async () => {
    const apis: Api[] = [
      { name: 'policy', policy: { ...unsupported, outbound: '<base /><json-to-xml apply="always" />' } },
      { name: 'expression', policy: { ...FAILOVER, inbound: `<base /><set-variable name="x" value="@(1 +)" />` } },
      { name: 'elsewhere', policy: { backend: '<set-backend-service backend-id="far" /><forward-request />' } },
      { name: 'refuses', policy: { ...FAILOVER, inbound: `<base />${RETURN}` } },
      {
        name: 'fails',
        policy: { ...FAILOVER, outbound: '<base /><set-variable name="x" value="@(((string)null).Length)" />' },
      },
      {
        name: 'reads',
        policy: {
          ...FAILOVER,
          inbound: '<base /><set-variable name="x" value="@(int.Parse(context.Request.Method))" />',
        },
      },
      { name: 'missing', policy: { ...FAILOVER, inbound: '<base /><set-backend-service backend-id="nope" />' } },
      { name: 'empty', operations: [] },
      ORDERS,
    ];
    const pools = { ...TWO.pools, far: [{ name: 'unknown', priority: 1 }] };
    const { requests, notProved } = await reported(service({ apis, pools }));
    expect(requests.map(({ api }) => api)).toEqual(['orders']);
    const reasons = notProved.map(({ api, message }) => `${api}: ${message}`);
    const why = (name: string): string[] => reasons.filter((reason) => reason.startsWith(`${name}: `));
    expect(why('policy')).toEqual([expect.stringContaining('xsl-transform'), expect.stringContaining('json-to-xml')]);
    expect(why('expression')).toEqual([expect.stringContaining('set-variable')]);
    expect(why('elsewhere')).toEqual([
      expect.stringContaining("the circuit breaker of backend 'unknown' is not known"),
    ]);
    expect(why('refuses')).toEqual([
      'refuses: the policies answer 403 before a request reaches a backend; if the result depends on the request, provide another one with --requests',
    ]);
    expect(why('fails')).toEqual([
      expect.stringMatching(
        /^fails: a client receives 500 although every backend is healthy, because a policy fails: .*<set-variable>: .*; correct the policy or what it refers to; other requests do not help$/,
      ),
    ]);
    expect(why('reads')).toEqual([
      expect.stringMatching(
        /; correct the policy or what it refers to; if the result depends on the request, provide another one with --requests$/,
      ),
    ]);
    expect(why('missing')).toEqual([
      expect.stringMatching(/: Backend with id 'nope' could not be found; .*; other requests do not help$/),
    ]);
    expect(why('empty')).toEqual(['empty: it has no operations']);
    expect(reasons).toHaveLength(9);
  });

  test('is a service without APIs, if no other has some', async () => {
    expect((await reported(stackOf({ ...TWO, apis: [ORDERS] }, { ...TWO, name: 'shared' }))).notProved).toEqual([]);
    const { guarantees, notProved } = await reported(service({}));
    expect(guarantees).toEqual([]);
    expect(notProved).toEqual([
      expect.objectContaining({
        service: 'apim',
        api: null,
        message: 'no API of the service is declared, so there is nothing to prove',
      }),
    ]);
  });

  test('the policies that were not run are named, those of other APIs are not', async () => {
    const inbound = `<base /><rate-limit calls="1" renewal-period="60" /><validate-jwt header-name="A" />${POOL}`;
    const limited = { ...FAILOVER, inbound };
    expect(await reported(service({ apis: [{ name: 'orders', policy: limited }] }))).toMatchObject({
      passedOver: ['rate-limit'],
      notChecked: ['validate-jwt'],
    });
    expect(await reported(service({ apis: [ORDERS] }))).toMatchObject({ passedOver: [], notChecked: [] });
  });

  test('policies that are passed over do not keep from it, and counterexamples pass over them', async () => {
    const apis = [{ name: 'orders', policy: { ...unsupported, backend: `${FORWARD}` } }];
    const { guarantees, notProved } = await reported(service({ apis }), { ignorePolicies: ['xsl-transform'] });
    expect(notProved).toEqual([]);
    expect(guarantees[0].counterexample).toMatchObject({ ignorePolicies: ['xsl-transform'] });
  });

  test('limits of calls are not played', async () => {
    const inbound = `<rate-limit calls="1" renewal-period="60" />${POOL}`;
    const { guarantees } = await reported(service({ apis: [{ name: 'orders', policy: { ...FAILOVER, inbound } }] }));
    expect(guarantees[0]).toMatchObject({ verdict: 'survives' });
  });
});

describe('what takes too much', () => {
  const other: Api = {
    name: 'other',
    policy: { ...FAILOVER, outbound: '<base /><set-status code="201" reason="other" />' },
  };
  const unplayed = async (most: number): Promise<unknown> => {
    const { guarantees, notProved } = await reported(service({ apis: [ORDERS, other] }), {
      limit: new PlayLimit(most),
    });
    return [guarantees.length > 0, notProved.map(({ api, message }) => `${api}: ${message}`)];
  };

  test('is not played, nor is what comes after it', async () => {
    expect(await unplayed(2000)).toEqual([
      true,
      [
        expect.stringMatching(/^orders: \d+ of \d+ failures are not simulated: they take too many attempts in total$/),
        'other: it is not simulated: the proofs before it take too many attempts; prove smaller stacks or fewer requests',
      ],
    ]);
  });

  test('is an expression, too', async () => {
    const loop = 'var sum = 0; for (var i = 0; i < 100000; i++) { sum += i; } return sum.ToString();';
    const slow = `<base />${POOL}<set-header name="X-Sum"><value>@{ ${loop} }</value></set-header>`;
    const { guarantees, notProved } = await reported(
      service({ apis: [{ name: 'orders', policy: { ...FAILOVER, inbound: slow.replace('i <', 'i &lt;') } }] }),
      { limit: new PlayLimit(2000) },
    );
    expect([guarantees, notProved.map(({ message }) => message)]).toEqual([
      [],
      ['it takes more than 2,000 attempts to simulate'],
    ]);
  });
});

describe('requests that are given', () => {
  const isRight = `<choose><when condition="@(context.Request.Headers.GetValueOrDefault("X","") != "1")">${RETURN}</when></choose>`;
  const picky = { ...FAILOVER, inbound: `<base />${isRight}${POOL}` };
  const RIGHT: ClientRequest = { method: 'GET', path: '/orders/', headers: { x: '1' } };

  test('take the place of those that are made', async () => {
    const stack = service({ apis: [{ name: 'orders', policy: picky }] });
    expect((await reported(stack)).notProved).toHaveLength(1);
    const { requests, notProved } = await reported(stack, { requests: [RIGHT, { ...RIGHT, region: 'x' }, RIGHT] });
    expect(notProved).toEqual([]);
    expect(requests.map(({ request, region }) => [request, region])).toEqual([
      ['GET /orders/', null],
      ['GET /orders/', 'x'],
      ['GET /orders/ (2)', null],
    ]);
  });

  test('belong to every service that has such an operation, and to the product that they name', async () => {
    const stack = stackOf(
      { ...TWO, apis: [ORDERS] },
      { ...TWO, name: 'other', apis: [ORDERS], products: { gold: { apis: ['orders'] } } },
    );
    const { requests } = await reported(stack, { requests: [{ method: 'GET', path: '/orders/', product: 'gold' }] });
    expect(requests.map(({ service: name, product }) => [name, product])).toEqual([
      ['apim', null],
      ['other', null],
      ['other', 'gold'],
    ]);
  });

  test('that belong nowhere are all named, without what their query holds', async () => {
    const strays = [
      { method: 'PUT', path: '/orders/?code=secret' },
      RIGHT,
      { method: 'GET', path: '/nowhere' },
      { ...RIGHT, product: 'gold' },
    ];
    const stack = service({ apis: [ORDERS] });
    await expect(reported(stack, { requests: strays })).rejects.toMatchObject({
      faults: [
        'request 0, PUT /orders/?code=...: it matches no operation',
        'request 2, GET /nowhere: it matches no operation',
        "request 3, GET /orders/: no product 'gold' includes API 'orders'",
      ],
    });
    const { requests } = await reported(stack, { requests: strays, strays: 'passed over' });
    expect(requests).toHaveLength(1);
  });
});

test('the Consumption tier has no circuit breakers: requests never leave the first backend', async () => {
  const report = await reported(service({ sku: 'Consumption_0', apis: [ORDERS] }));
  expect(lines(report)[0]).toBe('a (status 503): fails, 503 from a, 2 in 0 s');
});

test('an API without a retry survives once the circuit is open', async () => {
  const report = await reported(service({ apis: [{ name: 'orders', policy: { inbound: POOL, backend: FORWARD } }] }));
  expect(lines(report)[0]).toBe('a (status 503): survives later, 503 from a, 1 in 0 s');
});

test('a circuit breaker of a percentage opens late, and is not given up before', async () => {
  const stack = service({ apis: [ORDERS] }).replace('"count":1', '"percentage":50');
  expect(lines(await reported(stack))[0]).toBe('a (status 503): survives later, 503 from a, 2 in 0 s');
});

test('the assumptions that are listed are those that something asked for', async () => {
  const names = async (more: Service): Promise<string[]> =>
    (await reported(service(more))).assumptions.map(({ name }) => name);
  const backends = { a: { count: 3 }, b: { count: 3 } };
  expect(await names({ backends, apis: [ORDERS] })).toContain('successResets');
  const plain = { backends: { a: null, b: null }, apis: [ORDERS] };
  expect(await names(plain)).not.toContain('successResets');
  expect(await names(plain)).not.toContain('exponentialWait');
});

test('each backend fails alone, also one that is like another; of a large pool one that stands for all', async () => {
  const sets = async (count: number): Promise<unknown> => {
    const names = Array.from({ length: count }, (_, index) => `b${index}`);
    const { guarantees } = await reported(
      stackOf({
        backends: Object.fromEntries(names.map((name) => [name, {}])),
        pools: { pool: names.map((name) => ({ name, priority: 1 })) },
        apis: [ORDERS],
      }),
    );
    const failing = guarantees.map(({ failure }) => failure.backends.join());
    return [...new Set(failing)].filter((each) => !each.includes(','));
  };
  expect(await sets(3)).toEqual(['b0', 'b1', 'b2']);
  expect(await sets(6)).toEqual(['b0']);
});
