import { PolicyGateway, TO_POOL } from './policy-gateway';

/** A cached API, whose backend answers 200 and then fails. */
async function cached(
  lookup = '',
  store = 'duration="60"',
  status: number | number[] = [200, 502],
): Promise<PolicyGateway> {
  const attributes = 'vary-by-developer="false" vary-by-developer-groups="false"';
  return PolicyGateway.with(
    {
      api: {
        inbound: `${TO_POOL}${lookup.startsWith('<') ? lookup : `<cache-lookup ${attributes} ${lookup} />`}`,
        outbound: `<cache-store ${store} />`,
      },
    },
    { scripts: { local: [{ status, body: 'answer', headers: { 'x-a': '1' } }] } },
  );
}

const get = (path = '/orders/7', headers = {}) => ({ method: 'GET', path, headers });

describe('the response cache', () => {
  test('answers again from the cache, until the entry expires', async () => {
    const gateway = await cached();
    expect(gateway.send(get())).toMatchObject({ status: 200, attempts: ['local 200 at 0'] });
    gateway.clock.advance(59_000);
    expect(gateway.send(get())).toMatchObject({ status: 200, body: 'answer', headers: { 'x-a': '1' }, attempts: [] });
    gateway.clock.advance(1000);
    expect(gateway.send(get()).status).toBe(502);
  });

  test.each([
    ['another path', get(), get('/orders/8')],
    ['another query', get('/orders/7?a=1'), get('/orders/7?a=2')],
    ['a POST', get(), { method: 'POST' }],
    ['an authorized client', get(), get('/orders/7', { Authorization: 'Bearer x' })],
  ])('not for %s', async (_, first, second) => {
    const gateway = await cached();
    gateway.send(first);
    expect(gateway.send(second).status).toBe(502);
  });

  test('for an authorized client if that is allowed, and for the same query in another order', async () => {
    const gateway = await cached('allow-private-response-caching="true"');
    gateway.send(get('/orders/7?a=1&b=2', { Authorization: 'Bearer x' }));
    expect(gateway.send(get('/orders/7?b=2&a=1', { Authorization: 'Bearer x' })).attempts).toEqual([]);
  });

  test('varies by headers and parameters', async () => {
    const gateway = await cached(
      '<cache-lookup vary-by-developer="false" vary-by-developer-groups="false"><vary-by-header>Accept</vary-by-header><vary-by-query-parameter>a;b</vary-by-query-parameter></cache-lookup>',
      'duration="60"',
      200,
    );
    const attempts = (path: string, accept: string): number => gateway.send(get(path, { accept })).attempts.length;
    expect(attempts('/orders/7?a=1&c=1', 'text/xml')).toBe(1);
    expect(attempts('/orders/7?a=1&c=2', 'text/xml')).toBe(0);
    expect(attempts('/orders/7?a=1', 'text/html')).toBe(1);
    expect(attempts('/orders/7?a=1&B=1', 'text/xml')).toBe(1);
  });

  test.each([
    ['duration="60"', 404, false],
    ['duration="60" cache-response="true"', 404, true],
    ['duration="60" cache-response="false"', 200, false],
    ['duration="@(60)" cache-response="@(context.Response.StatusCode == 404)"', 404, true],
  ])('stores %s with %d: %p', async (store, status, isStored) => {
    const gateway = await cached('', store, status);
    gateway.send(get());
    expect(gateway.send(get()).attempts).toHaveLength(isStored ? 0 : 1);
  });

  test('a store without a lookup stores nothing', async () => {
    const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL, outbound: '<cache-store duration="60" />' } });
    expect([1, 2].map(() => gateway.send(get()).attempts.length)).toEqual([1, 1]);
  });

  test('what policies change in a cached response does not change the cache', async () => {
    const gateway = await PolicyGateway.with({
      api: {
        inbound: `${TO_POOL}<cache-lookup vary-by-developer="false" vary-by-developer-groups="false" />`,
        outbound:
          '<cache-store duration="60" /><set-header name="x-a" exists-action="append"><value>@(context.Elapsed.ToString())</value></set-header>',
      },
    });
    gateway.send(get());
    expect(gateway.send(get()).headers['x-a']).toBeUndefined();
  });
});
