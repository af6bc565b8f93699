import { lines, reported, retry, Service, stackOf } from './stacks';

/**
 * Policies that choose backends by themselves. A forward waits 10 s; the first retry is made at once, the next ones after
 * a second each. What each line must say is worked out by hand above it.
 */
const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
const use = (backend: string): string => `<set-backend-service backend-id="${backend}" />`;
const call = (url: string): string => `<set-backend-service base-url="${url}" />`;
const choose = (condition: string, then: string, otherwise = ''): string =>
  `<choose><when condition="@(${condition})">${then}</when>` +
  `${otherwise === '' ? '' : `<otherwise>${otherwise}</otherwise>`}</choose>`;
const COUNT = '<set-variable name="n" value="@(context.Variables.GetValueOrDefault<int>("n", 0) + 1)" />';
const IS_SECOND = 'context.Variables.GetValueOrDefault<int>("n", 0) > 1';

const proof = (backend: string, service: Service = {}, inbound = '<base />') =>
  reported(stackOf({ apis: [{ name: 'orders', policy: { inbound, backend } }], ...service }));
const of = (all: readonly string[], ...failing: readonly string[]): string[] =>
  all.filter((line) => line.startsWith(`${failing.join(' + ')} (`));

const PLAIN = { backends: { a: null, b: null } };

test('a counter switches to the other backend', async () => {
  const report = await proof(retry(1, COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD), PLAIN);
  expect(report.requests[0]).toMatchObject({ pool: null, backends: [['a'], ['b']], passedOn: '400-499' });
  // The second attempt is made at once, after what the first one takes: 10 s at the most, a connection too.
  expect(of(lines(report), 'a')).toEqual([
    'a (status 503): survives, 200 from b, 2 in 0 s',
    'a (refused): survives, 200 from b, 2 in 0 s',
    'a (unreachable): survives, 200 from b, 2 in 10 s',
    'a (hang): survives, 200 from b, 2 in 10 s',
    'a (status 503 just before the timeout): survives, 200 from b, 2 in 9.999 s',
    'a (flapping): survives, 200 from b, 2 in 0 s',
  ]);
  // The first attempt is answered.
  expect(of(lines(report), 'b')).toEqual(
    ['status 503', 'refused', 'unreachable', 'hang', 'status 503 just before the timeout', 'flapping'].map(
      (how) => `b (${how}): survives, 200 from a, 1 in 0 s`,
    ),
  );
  expect(of(lines(report), 'a', 'b').slice(0, 2)).toEqual([
    'a + b (status 503): no healthy backend, 503 from b, 2 in 0 s',
    'a + b (refused): no healthy backend, 500 from b, 2 in 0 s',
  ]);
});

test('a backend whose circuit is open is not passed over by itself', async () => {
  const backends = { a: { count: 1 }, b: null };
  // Where the open circuit leaves no response at all, this condition fails, and no retry turns to b.
  const backend = `<retry condition="@(context.Response.StatusCode >= 500)" count="1" interval="1">${
    COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD
  }</retry>`;
  const { guarantees } = await proof(backend, { backends });
  expect(guarantees[0]).toMatchObject({
    failure: { backends: ['a'], how: 'status 503' },
    verdict: 'survives later',
    first: { status: 200, backend: 'b', attempts: 2, seconds: 1 },
    then: { status: 500, backend: null, attempts: 0 },
    decidedBy: [{ assumption: 'exhaustedPool', value: 'error' }],
    otherwise: 'survives',
  });
});

test('a condition that reads the text of an amount depends on the culture', async () => {
  const switched = COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD;
  const proved = async (format: string): Promise<unknown> => {
    const condition = `context.Response.StatusCode >= 500 && !5.ToString("${format}").Contains("$")`;
    const backend = `<retry condition='@(${condition})' count="1" interval="1">${switched}</retry>`;
    return (await proof(backend, PLAIN)).guarantees[0];
  };
  expect(await proved('C')).toMatchObject({
    failure: { backends: ['a'], how: 'status 503' },
    verdict: 'fails',
    decidedBy: [{ assumption: 'culture', value: 'en-US' }],
    otherwise: 'survives',
  });
  expect(await proved('N')).toMatchObject({ verdict: 'survives', decidedBy: [] });
});

test('a condition that compares an object with a string depends on whether they are one object', async () => {
  const switched = COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD;
  const proved = async (compared: string): Promise<unknown> => {
    const condition = `context.Response.StatusCode >= 500 && ${compared} == "on"`;
    const backend = `<retry condition='@(${condition})' count="1" interval="1">${switched}</retry>`;
    const inbound = '<base /><set-variable name="failover" value="on" />';
    return (await proof(backend, PLAIN, inbound)).guarantees[0];
  };
  expect(await proved('context.Variables["failover"]')).toMatchObject({
    failure: { backends: ['a'], how: 'status 503' },
    verdict: 'fails',
    decidedBy: [{ assumption: 'equalStrings', value: 'two objects' }],
    otherwise: 'survives',
  });
  expect(await proved('(string)context.Variables["failover"]')).toMatchObject({ verdict: 'survives', decidedBy: [] });
});

test('the culture also matters to a condition that reads only the status, which is then decided by what a request does', async () => {
  const pools = {
    pool: [
      { name: 'a', priority: 1 },
      { name: 'b', priority: 2 },
    ],
  };
  const condition = 'context.Response.StatusCode.ToString("C0") == "$503"';
  const service: Service = { backends: { a: { count: 1 }, b: { count: 1 } }, pools };
  const { guarantees } = await proof(retry(1, use('pool') + FORWARD, condition), service);
  // Any other status is not retried in either culture.
  expect(guarantees[0]).toMatchObject({ failure: { how: 'status 500' }, verdict: 'survives later', decidedBy: [] });
  expect(guarantees.find(({ failure }) => failure.how === 'status 503')).toMatchObject({
    verdict: 'survives later',
    decidedBy: [{ assumption: 'culture', value: 'invariant' }],
    otherwise: 'survives',
  });
});

test('a backend that requests reach only under another assumption fails, too', async () => {
  // By default, context.Response is not null after a forward without a response, and b is never used.
  const isNull = 'context.Response == null';
  const first = COUNT + choose(`!(${IS_SECOND})`, use('a')) + choose(`${IS_SECOND} && ${isNull}`, use('b')) + FORWARD;
  const report = await proof(retry(1, first, `${isNull} || context.Response.StatusCode >= 500`), PLAIN);
  expect(report.requests[0].backends).toEqual([['a'], ['b']]);
  expect(report.guarantees.find(({ failure }) => failure.how === 'refused')).toMatchObject({
    failure: { backends: ['a'] },
    verdict: 'fails',
    decidedBy: [{ assumption: 'failedForward', value: 'response' }],
    otherwise: 'survives',
  });
});

test('hosts outside of backends', async () => {
  const failed = 'context.Response != null && context.Response.StatusCode >= 500';
  const backend = retry(1, choose(failed, call('https://two.example.net/api')) + FORWARD);
  const report = await proof(backend, {}, `<base />${call('https://one.example.net/api')}`);
  expect(report.requests[0].backends).toEqual([['one.example.net'], ['two.example.net']]);
  // An answer is seen; of a connection that failed only if it leaves a response.
  expect(of(lines(report), 'one.example.net').slice(0, 2)).toEqual([
    'one.example.net (status 503): survives, 200 from two.example.net, 2 in 0 s',
    'one.example.net (refused): fails, 500 from one.example.net, 2 in 0 s',
  ]);
  expect(report.guarantees[1]).toMatchObject({
    decidedBy: [{ assumption: 'failedForward', value: 'null' }],
    otherwise: 'survives',
    counterexample: { hosts: { 'one.example.net': [{ refused: true }] } },
  });
});

test('a URL that is made up', async () => {
  const url = `@("https://" + (${IS_SECOND} ? "two" : "one") + ".example.net")`;
  const report = await proof(retry(1, COUNT + call(url) + FORWARD));
  expect(lines(report)[0]).toBe('one.example.net (status 503): survives, 200 from two.example.net, 2 in 0 s');
  expect(report.requests[0].backends).toEqual([['one.example.net'], ['two.example.net']]);
});

test('a choose forwards once more, without a retry', async () => {
  const failed = 'context.Response.StatusCode == 404 || context.Response.StatusCode >= 500';
  const report = await proof(use('a') + FORWARD + choose(failed, use('b') + FORWARD), PLAIN);
  expect(report.requests[0].passedOn).toBe('400-403, 405-499');
  expect(report.guarantees[0].failure.statusCodes).toBe('404, 500-599');
  // What comes after a forward that failed is not reached: such a request ends with a 500.
  expect(of(lines(report), 'a')).toEqual([
    'a (status 503): survives, 200 from b, 2 in 0 s',
    'a (refused): fails, 500 from a, 1 in 0 s',
    'a (unreachable): fails, 500 from a, 1 in 10 s',
    'a (hang): fails, 500 from a, 1 in 10 s',
    'a (status 503 just before the timeout): survives, 200 from b, 2 in 9.999 s',
    'a (flapping): survives, 200 from b, 2 in 0 s',
  ]);
});

test('a second pool is found with all its members, those behind the first included', async () => {
  const pools = {
    near: [{ name: 'a', priority: 1 }],
    far: [
      { name: 'b', priority: 1 },
      { name: 'c', priority: 2 },
    ],
  };
  const backends = { a: null, b: { count: 1 }, c: null };
  const report = await proof(retry(2, COUNT + choose(IS_SECOND, use('far'), use('near')) + FORWARD), {
    backends,
    pools,
  });
  expect(report.requests[0]).toMatchObject({ pool: 'near', backends: [['a'], ['b'], ['c']] });
  // a at once, b at once, whose circuit opens, and c a second later.
  expect(of(lines(report), 'a', 'b')[0]).toBe('a + b (status 503): survives, 200 from c, 3 in 1 s');
});

test('a fragment, named in any case, holds the retry', async () => {
  const report = await proof('<include-fragment fragment-id="Failover" />', {
    ...PLAIN,
    fragments: { failover: retry(1, COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD) },
  });
  expect(lines(report)[0]).toBe('a (status 503): survives, 200 from b, 2 in 0 s');
});

test('operations with policies of their own have matrices of their own', async () => {
  const failover = retry(1, COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD);
  const operations = [
    { id: 'get', urlTemplate: '/{id}' },
    { id: 'list', urlTemplate: '/' },
    { id: 'all', urlTemplate: '/*' },
    { id: 'drop', method: 'DELETE', urlTemplate: '/{id}', policy: { backend: use('a') + FORWARD } },
  ];
  const report = await reported(
    stackOf({ ...PLAIN, apis: [{ name: 'orders', policy: { backend: failover }, operations }] }),
  );
  expect(report.requests.map(({ request, operations: like }) => [request, like])).toEqual([
    ['GET /orders/', ['list', 'get', 'all']],
    ['DELETE /orders/1', ['drop']],
  ]);
  // Without a retry there is one backend, and nothing to fail over to.
  const dropped = report.guarantees.filter(({ operation }) => operation === 'drop');
  expect(new Set(dropped.map(({ verdict }) => verdict))).toEqual(new Set(['no healthy backend']));
});

test('operations that policies tell apart are proved each on its own', async () => {
  const isGet = 'context.Operation.Id == "get"';
  const backend = choose(isGet, retry(1, COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD), use('a') + FORWARD);
  const operations = [{ id: 'get' }, { id: 'put', method: 'PUT' }, { id: 'post', method: 'POST' }];
  const report = await reported(stackOf({ ...PLAIN, apis: [{ name: 'orders', policy: { backend }, operations }] }));
  expect(report.requests.map(({ operation, backends }) => [operation, backends])).toEqual([
    ['get', [['a'], ['b']]],
    ['put', [['a']]],
    ['post', [['a']]],
  ]);
});

test('a policy that asks a backend whether it is there finds it failing when it does', async () => {
  const ask =
    '<send-request mode="new" response-variable-name="health" timeout="2" ignore-error="true">' +
    '<set-url>https://a.example.com/health</set-url><set-method>GET</set-method></send-request>';
  const isDown = 'context.Variables["health"] == null || ((IResponse)context.Variables["health"]).StatusCode >= 500';
  const report = await proof(ask + choose(isDown, use('b'), use('a')) + FORWARD, PLAIN);
  // The answer of the health page is waited for 2 s; then b answers the only attempt.
  expect(of(lines(report), 'a').filter((line) => /503\)|refused|hang/.test(line))).toEqual([
    'a (refused): survives, 200 from b, 1 in 0 s',
    'a (hang): survives, 200 from b, 1 in 2 s',
  ]);
});

test('a condition that depends on a variable is decided by what a request does', async () => {
  const variable = (value: string): string => `<set-variable name="again" value="@(${value})" />`;
  const inner =
    COUNT + choose(IS_SECOND, use('b'), use('a')) + FORWARD + variable('context.Response.StatusCode >= 502');
  const backend = `<retry condition="@((bool)context.Variables["again"])" count="1" interval="1" first-fast-retry="true">${inner}</retry>`;
  const report = await proof(backend, PLAIN, `<base />${variable('false')}`);
  expect(report.requests[0].passedOn).toBe('400-501');
  // After a forward that failed, the variable is not set.
  expect(of(lines(report), 'a').slice(0, 2)).toEqual([
    'a (status 503): survives, 200 from b, 2 in 0 s',
    'a (refused): fails, 500 from a, 1 in 0 s',
  ]);
});
