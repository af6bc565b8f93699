import { FORWARD, PolicyGateway, retry, Sections, Setup, through, TO_POOL } from './policy-gateway';

describe('backends', () => {
  const failing = { scripts: { local: [{ status: 503 }], remote: [{ status: 503 }] } };

  test('every circuit open is 503 in on-error', async () => {
    const sections = {
      inbound: TO_POOL,
      backend: retry('count="9" interval="1" first-fast-retry="true"'),
      onError: '<set-header name="x-why"><value>@(context.LastError.Reason)</value></set-header>',
    };
    const { attempts, status, headers, seconds } = await through(sections, {}, failing);
    expect([attempts.length, status, headers['x-why'], seconds]).toEqual([6, 503, 'NoAvailableBackend', 8]);
  });

  test('or a response with 503, if that is assumed', async () => {
    const setup = { ...failing, assumptions: { exhaustedPool: 'response' as const } };
    const outbound = '<set-header name="x-out"><value>1</value></set-header>';
    const sections = { inbound: TO_POOL, backend: retry('count="9" interval="1"'), outbound };
    const { status, headers } = await through(sections, {}, setup);
    expect([status, headers]).toEqual([503, { 'retry-after': '23', 'x-out': '1' }]);
  });

  test("or the pool's own failure response", async () => {
    const pool = { failureResponse: { statusCode: 429 } };
    const gateway = await PolicyGateway.with(
      { api: { inbound: TO_POOL, backend: retry('count="6" interval="1"') } },
      { ...failing, pool },
    );
    gateway.send();
    expect(gateway.send()).toMatchObject({ status: 429, attempts: [] });
  });

  test('a single backend whose circuit is open answers 503 too', async () => {
    const gateway = await PolicyGateway.with(
      { api: { inbound: '<set-backend-service backend-id="LOCAL" />' } },
      failing,
    );
    expect([1, 2, 3].map(() => gateway.send().attempts.length)).toEqual([1, 1, 1]);
    expect(gateway.send()).toMatchObject({ status: 503, attempts: [] });
  });

  test('session affinity binds a client to its backend, until that is out of use', async () => {
    const pool = {
      services: ['local', 'remote'].map((name) => ({ id: `\${azurerm_api_management_backend.${name}.id}` })),
      sessionAffinity: { sessionId: { source: 'Cookie', name: 'sid' } },
    };
    const setup = { pool, scripts: { local: [{ status: 200 }, { from: 10, status: 503 }] } };
    const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL } }, setup);
    const first = gateway.send();
    expect([first.attempts, first.headers]).toEqual([
      ['local 200 at 0'],
      { 'set-cookie': 'sid=local; Path=/; HttpOnly' },
    ]);
    const headers = { cookie: 'other=1; sid=local' };
    expect([1, 2].map(() => gateway.send({ headers })).map(({ attempts, headers: h }) => [attempts, h])).toEqual([
      [['local 200 at 0'], {}],
      [['local 200 at 0'], {}],
    ]);
    gateway.clock.advance(10_000);
    for (let i = 0; i < 3; i++) gateway.send({ headers });
    expect(gateway.send({ headers })).toMatchObject({
      attempts: ['remote 200 at 0'],
      headers: { 'set-cookie': 'sid=remote; Path=/; HttpOnly' },
    });
  });

  test('a backend by URL goes to a host with a script; one without is an error', async () => {
    const sections = { inbound: '<set-backend-service base-url="https://other.example.com/v1/" />' };
    const setup = { scripts: { 'other.example.com': [{ status: 201 }] } };
    const { status, received } = await through(sections, {}, setup);
    expect([status, received[0].url]).toEqual([201, 'https://other.example.com/v1/7']);
    await expect(through(sections)).rejects.toThrow(
      'a policy calls the host other.example.com, which has no behavior; define it under hosts',
    );
  });

  test('a backend that is not there, a URL that is none, or no backend at all, fail the request', async () => {
    for (const [inbound, message] of [
      ['<set-backend-service backend-id="gone" />', "Backend with id 'gone' could not be found."],
      ['<set-backend-service base-url="@(&quot;nowhere&quot;)" />', "'nowhere' is not a URL."],
      ['<base />', 'The API has no service URL, and no policy sets a backend.'],
    ]) {
      const onError = '<set-header name="x-why"><value>@(context.LastError.Message)</value></set-header>';
      expect(await through({ inbound, onError })).toMatchObject({ status: 500, headers: { 'x-why': message } });
    }
  });
});

describe('what policies see of the backend', () => {
  const see = (expression: string): string => `<trace source="t"><message>@(${expression})</message></trace>`;
  const URL = see('context.Request.Url.ToString()');
  const BACKEND = see(
    'context.Backend == null ? &quot;none&quot; : context.Backend.Id + &quot; &quot; + context.Backend.Type + &quot; &quot; + context.Backend.AzureRegion',
  );
  const seen = async (sections: Sections, setup: Setup = {}): Promise<string[]> =>
    (await through(sections, { path: '/orders/7?a=1' }, setup)).records.map((text) => text.replace('trace: ', ''));

  test('the URL is the backend that is set, at once; the API name is below the gateway until then', async () => {
    const set = '<set-backend-service backend-id="remote" />';
    const other = '<set-backend-service base-url="https://other.example.com/v1/" />';
    const hosts = { scripts: { 'other.example.com': [{}] } };
    expect(await seen({ inbound: `${URL}${set}${URL}${other}${URL}` }, hosts)).toEqual([
      'https://apim.azure-api.net/7?a=1',
      'https://remote.example.com/base/7?a=1',
      'https://other.example.com/v1/7?a=1',
    ]);
  });

  test('of a pool, it is that of the member, from the forward on', async () => {
    const setup = { scripts: { local: [{ status: 503 }] } };
    const backend = retry('count="3" interval="1"', `${URL}${FORWARD}`);
    const [before, ...after] = await seen({ inbound: TO_POOL, backend, outbound: URL }, setup);
    expect(before).toBe('https://apim.azure-api.net/7?a=1');
    expect(after).toEqual(
      ['local', 'local', 'local', 'remote'].map((name) => `https://${name}.example.com/base/7?a=1`),
    );
  });

  test('the backend is the one that was set, or the pool', async () => {
    const set = '<set-backend-service backend-id="LOCAL" />';
    const sections = { inbound: `${BACKEND}${set}${BACKEND}${TO_POOL}${BACKEND}`, outbound: BACKEND };
    expect(await seen(sections, { local: { azureRegion: 'westeurope' } })).toEqual([
      'none',
      'local Single westeurope',
      'pool Pool ',
      'pool Pool ',
    ]);
  });

  test('a pool that goes by carbon emission is not simulated', async () => {
    const services = [{ id: '${azurerm_api_management_backend.local.id}', preferredCarbonEmission: 'Low' }];
    await expect(through({ inbound: TO_POOL }, {}, { pool: { services } })).rejects.toThrow(
      "azapi_resource.pool: a preferredCarbonEmission in pool 'pool' determines which members are used, based on figures that are not known: its failover cannot be simulated",
    );
  });
});
