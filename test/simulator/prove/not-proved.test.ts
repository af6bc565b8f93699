import { PlayLimit } from '../../../lib/failover';
import { Api, reported, stackOf } from './stacks';
import { FAILOVER, FORWARD, ORDERS, POOL, RETURN, service, TWO } from './two-backends';

describe('what cannot be proved', () => {
  const unsupported = { ...FAILOVER, inbound: `<base />${POOL}<xsl-transform />` };

  test('keeps nothing else from it, and each has its reasons', async () => {
    const apis: Api[] = [
      { name: 'policy', policy: { ...unsupported, outbound: '<base /><wait />' } },
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
    expect(why('policy')).toEqual([expect.stringContaining('xsl-transform'), expect.stringContaining('<wait>')]);
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

  test('is an API with a backend that may be deployed elsewhere, since the service is not declared here', async () => {
    const apis = [
      ORDERS,
      { name: 'shared', policy: { ...FAILOVER, inbound: '<set-backend-service backend-id="far" />' } },
    ];
    const { resource } = JSON.parse(service({ apis })) as { resource: Record<string, object> };
    const { azurerm_api_management: looked, ...others } = resource;
    const { requests, notProved } = await reported(
      JSON.stringify({ resource: others, data: { azurerm_api_management: looked } }),
    );
    expect(requests.map(({ api }) => api)).toEqual(['orders']);
    expect(notProved.map(({ api, message }) => `${api}: ${message}`)).toEqual([
      "shared: backend 'far' is not declared in this Terraform: if it is deployed elsewhere, its failover cannot be simulated",
    ]);
  });

  test('is an operation whose requests can be those of an API with a path that is not known', async () => {
    const later = { name: 'later', policy: FAILOVER, more: { path: 'orders/${random_pet.later.id}' } };
    const orders = { ...ORDERS, operations: [{ id: 'all' }, { id: 'one', urlTemplate: '/{id}' }] };
    const apis = [later, orders, { name: 'other', policy: FAILOVER, more: { path: '${random_pet.other.id}' } }];
    const { resource } = JSON.parse(service({ apis })) as { resource: object };
    const declared = { ...resource, random_pet: { later: {}, other: {} } };
    const { requests, notProved } = await reported(JSON.stringify({ resource: declared }));
    expect(requests.map(({ api, operation }) => `${api} ${operation}`)).toEqual([
      'later get',
      'orders all',
      'other get',
    ]);
    expect(notProved.map(({ api, operation, message }) => `${api} ${operation}: ${message}`)).toEqual([
      "orders one: its requests can be those of API 'later', whose path is not known: orders/${random_pet.later.id}",
    ]);
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

describe('a decision that is made at random', () => {
  const RANDOM = 'new Random().Next(2) == 0';
  const either = (condition: string): string =>
    `<choose><when condition='@(${condition})'><set-backend-service backend-id="pool" /></when>` +
    '<otherwise><set-backend-service backend-id="a" /></otherwise></choose>';
  const reasonsFor = async (inbound: string): Promise<string[]> => {
    const { notProved } = await reported(service({ apis: [{ ...ORDERS, policy: { ...FAILOVER, inbound } }] }));
    return notProved.map(({ message }) => message);
  };
  const variable = (value: string): string => `<base /><set-variable name="v" value='@(${value})' />`;
  const header = (value: string): string => `<set-header name="x-v"><value>@(${value})</value></set-header>`;

  test.each([
    [`<base />${either(RANDOM)}`, 'condition reads a random value'],
    [`<base />${either('context.RequestId.ToString().StartsWith("0")')}`, 'condition reads a random value'],
    [`<base />${either('context.Api.Id.GetHashCode() % 2 == 0')}`, 'condition reads a random value'],
    [`<base />${either('DateTime.UtcNow.Millisecond &lt; 500')}`, 'condition reads a random value'],
    [`<base />${either('DateTime.UtcNow.Ticks / 10 % 2 == 0')}`, 'condition reads a random value'],
    [`<base />${either('context.Timestamp.Second % 2 == 0')}`, 'condition reads a random value'],
    [`<base />${either('DateTime.UtcNow.Hour &gt;= 8')}`, 'condition reads the date or the time of day'],
    [
      `<base />${either('context.Timestamp.DayOfWeek == DayOfWeek.Sunday')}`,
      'condition reads the date or the time of day',
    ],
    [
      `<base />${either('DateTime.UtcNow &gt; new DateTime(2027, 1, 1)')}`,
      'condition reads the date or the time of day',
    ],
    [
      `<base />${either('DateTime.UtcNow &gt; DateTime.Parse("2027-01-01")')}`,
      'condition reads the date or the time of day',
    ],
    [
      variable('DateTime.UtcNow.AddHours(1).ToString("HH")') + either('(string)context.Variables["v"] == "09"'),
      "condition reads the variable 'v', which depends on the date or the time of day",
    ],
    [`<base />${either('context.Deployment.Gateway.InstanceId.EndsWith("0")')}`, 'condition reads a random value'],
    [variable(RANDOM) + either('(bool)context.Variables["v"]'), "condition reads the variable 'v', which is random"],
    [
      variable('Guid.NewGuid().ToString()') +
        header('(string)context.Variables["v"]') +
        either('context.Request.Headers.GetValueOrDefault("x-v", "") == ""'),
      "condition reads the header 'x-v', which is random",
    ],
  ])('shows only one of its results: %s', async (inbound, why) => {
    expect(await reasonsFor(inbound)).toEqual([
      expect.stringMatching(new RegExp(`column \\d+: ${why}; a request would show only one of the results$`)),
    ]);
  });

  test('is not a comparison of times', async () => {
    expect(await reasonsFor(`<base />${either('DateTime.UtcNow.Ticks &gt; 0')}`)).toEqual([]);
    const expiry = variable('DateTime.UtcNow.AddHours(1)');
    const isExpired = either('context.Timestamp.AddSeconds(30) &gt; (DateTime)context.Variables["v"]');
    expect(await reasonsFor(expiry + isExpired)).toEqual([]);
  });

  test('is not a value that is only sent', async () => {
    expect(await reasonsFor(`<base />${POOL}${header('context.RequestId + Guid.NewGuid().ToString()')}`)).toEqual([]);
  });
});
