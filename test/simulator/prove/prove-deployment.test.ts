import type { ClientRequest } from '../../../simulator/common/client-request';
import { lines, reported, retry, Service, stackOf } from './stacks';
import { FAILOVER, FORWARD, ORDERS, POOL, RETURN, service, TWO } from './two-backends';

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
    const sent = '<set-header name="X-Region"><value>@(context.Deployment.Region)</value></set-header>';
    expect(await regions('Premium_1', sent + to('a'))).toEqual([['swedencentral', [['a']]]]);
    const kept = '<set-variable name="region" value="@(context.Deployment.Region)" />';
    expect(await regions('Premium_1', kept + choice('(string)context.Variables["region"]'))).toEqual([
      ['swedencentral', [['a']]],
      ['any other region', [['b']]],
    ]);
  });

  test.each([
    ['context.Deployment.Region.StartsWith("w")', ''],
    [
      '((string)context.Variables["region"]).Length == 10',
      '<set-variable name="region" value="@(context.Deployment.Region)" />',
    ],
    ['"westeurope,northeurope".Contains(context.Deployment.Region)', ''],
  ])(
    'a region of which policies read a part, such as %s, is not proved unless it is known',
    async (condition, before) => {
      const inbound = `<base />${before}<choose><when condition="@(${condition})"><set-backend-service backend-id="a" /></when><otherwise><set-backend-service backend-id="b" /></otherwise></choose>`;
      const { requests, notProved } = await reported(
        service({ sku: 'Premium_1', apis: [{ name: 'orders', policy: { inbound } }] }),
      );
      expect(requests.map(({ region }) => region)).toEqual(['swedencentral']);
      expect(notProved).toEqual([
        expect.objectContaining({
          region: 'any other region',
          message: expect.stringContaining("policies read a part of the region's name") as string,
        }),
      ]);
    },
  );

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
        "request 0, PUT /orders/?code=...: no operation of API orders matches; operations: 'GET /'",
        "request 2, GET /nowhere: no API of apim matches the path; paths: '/orders'",
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
