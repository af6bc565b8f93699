import { SimulationError } from '../../../simulator';
import { PolicyGateway, Sections, Setup, through } from './policy-gateway';

const TO_POOL = '<set-backend-service backend-id="pool" />';
const FORWARD = '<forward-request timeout="5" buffer-request-body="true" />';

function retry(attributes: string, inner = FORWARD): string {
  const condition = '@(context.Response == null || context.Response.StatusCode >= 500)';
  return `<retry condition="${condition}" ${attributes}>${inner}</retry>`;
}

describe('scopes', () => {
  test('<base /> takes in the broader scopes, in their order; what leaves it out drops them', async () => {
    const mark = (scope: string): { inbound: string } => ({
      inbound: `<base /><set-header name="x-${scope}"><value>${scope}</value></set-header><trace source="t"><message>${scope}</message></trace>`,
    });
    const scopes = { service: { ...mark('service'), backend: '<forward-request />' }, product: mark('product') };
    const all = await PolicyGateway.with({
      ...scopes,
      api: { inbound: `${mark('api').inbound}${TO_POOL}` },
      operation: mark('operation'),
    });
    expect(all.send().records).toEqual(['service', 'product', 'api', 'operation'].map((scope) => `trace: ${scope}`));
    const dropped = await PolicyGateway.with({
      ...scopes,
      api: { inbound: `${TO_POOL}<trace source="t"><message>alone</message></trace>` },
    });
    expect(dropped.send().records).toEqual(['trace: alone']);
  });

  test('a service without a policy forwards by default; an operation of its own policy does not touch another', async () => {
    const gateway = await PolicyGateway.with({
      api: { inbound: TO_POOL },
      operation: { inbound: '<base /><return-response><set-status code="204" reason="Nothing" /></return-response>' },
    });
    expect(gateway.send({ method: 'POST' })).toMatchObject({ status: 204, reason: 'Nothing', attempts: [] });
    expect(gateway.send({ method: 'GET' })).toMatchObject({ status: 200, attempts: ['local 200 at 0'] });
  });

  test('fragments stand where they are included', async () => {
    const gateway = await PolicyGateway.with({
      api: { inbound: '<include-fragment fragment-id="route" />' },
      fragments: {
        route: '<include-fragment fragment-id="inner" /><set-variable name="a" value="b" />',
        inner: TO_POOL,
      },
    });
    const { variables, attempts } = gateway.send();
    expect([variables.get('a'), attempts]).toEqual(['b', ['local 200 at 0']]);
  });
});

describe('forward-request', () => {
  test('the backend gets the path below the API, its credentials and what the client sent', async () => {
    const request = { path: '/orders/7?a=1', headers: { 'X-Client': 'c' }, body: 'text' };
    const { received } = await through({ inbound: TO_POOL }, request);
    expect(received).toEqual([
      {
        to: 'local',
        method: 'POST',
        url: 'https://local.example.com/base/7?a=1&code=abc',
        headers: { 'x-client': 'c', 'x-functions-key': '{{key}}' },
        body: 'text',
      },
    ]);
  });

  test('a hanging backend takes the timeout, in seconds or milliseconds; 300 seconds if none is given', async () => {
    const setup = { scripts: { local: [{ hang: true }] } };
    const seconds = async (forward: string): Promise<number> =>
      (await through({ inbound: TO_POOL, backend: forward }, {}, setup)).seconds;
    expect(await seconds('<forward-request timeout="5" />')).toBe(5);
    expect(await seconds('<forward-request timeout-ms="250" />')).toBe(0.25);
    expect(await seconds('<forward-request />')).toBe(300);
  });

  test('what takes longer than the timeout is one, what takes as long is not', async () => {
    const setup = (latency: number): object => ({ scripts: { local: [{ latency }] } });
    const sections = { inbound: TO_POOL, backend: '<forward-request timeout="2" />' };
    expect((await through(sections, {}, setup(2))).attempts).toEqual(['local 200 at 0']);
    expect((await through(sections, {}, setup(2.001))).attempts).toEqual(['local Timeout at 0']);
  });

  test('without a response the client gets 500, and on-error knows why', async () => {
    const onError =
      '<base /><set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';
    const refused = { scripts: { local: [{ refused: true }] } };
    expect(await through({ inbound: TO_POOL, onError }, {}, refused)).toMatchObject({
      status: 500,
      body: '{"statusCode":500,"message":"Internal server error","activityId":"00000000-0000-4000-8000-000000000001"}',
      headers: { 'x-why': 'forward-request BackendConnectionFailure' },
    });
    const assumed = { ...refused, assumptions: { noResponseStatus: 502 } };
    expect((await through({ inbound: TO_POOL }, {}, assumed)).status).toBe(502);
  });

  test('fail-on-error-status-code sends an error to on-error, with the response that there is', async () => {
    const setup = { scripts: { local: [{ status: 404, body: 'none' }] } };
    const sections = {
      inbound: TO_POOL,
      backend: '<forward-request fail-on-error-status-code="true" />',
      outbound: '<set-header name="x-out"><value>1</value></set-header>',
      onError: '<set-header name="x-status"><value>@(context.Response.StatusCode.ToString())</value></set-header>',
    };
    const { status, body, headers } = await through(sections, {}, setup);
    expect({ status, body, headers }).toEqual({ status: 404, body: 'none', headers: { 'x-status': '404' } });
  });

  test.each([
    [399, '1', undefined],
    [400, undefined, '400'],
  ])('with it, status %d is an error or none', async (status, out, failed) => {
    const sections = {
      inbound: TO_POOL,
      backend: '<forward-request fail-on-error-status-code="true" />',
      outbound: '<set-header name="x-out"><value>1</value></set-header>',
      onError: '<set-header name="x-status"><value>@(context.Response.StatusCode.ToString())</value></set-header>',
    };
    const { headers } = await through(sections, {}, { scripts: { local: [{ status }] } });
    expect([headers['x-out'], headers['x-status']]).toEqual([out, failed]);
  });

  test('a redirect that should be followed is not guessed at', async () => {
    const setup = { scripts: { local: [{ status: 302, headers: { Location: 'https://x.example.com' } }] } };
    const sections = { inbound: TO_POOL, backend: '<forward-request follow-redirects="true" />' };
    await expect(through(sections, {}, setup)).rejects.toThrow(
      'azurerm_api_management_api_policy.orders: <forward-request>: following redirects is not simulated',
    );
  });
});

describe('retry', () => {
  const failing = { scripts: { local: [{ status: 500 }] } };

  test.each([
    ['fixed waits', 'count="3" interval="2"', [0, 2000, 4000, 6000]],
    ['a first retry at once', 'count="3" interval="1" first-fast-retry="true"', [0, 0, 1000, 2000]],
    ['linear waits', 'count="3" interval="1" delta="2"', [0, 1000, 4000, 9000]],
    ['linear waits after a fast one', 'count="3" interval="1" delta="2" first-fast-retry="true"', [0, 0, 3000, 8000]],
    [
      'exponential waits up to the longest',
      'count="4" interval="1" delta="2" max-interval="6"',
      [0, 3000, 8000, 14000, 20000],
    ],
  ])('%s', async (_, attributes, times) => {
    const { attempts } = await through({ inbound: TO_POOL, backend: retry(attributes) }, {}, failing);
    expect(attempts).toEqual(times.map((at) => `local 500 at ${at}`));
  });

  test('the other published formula', async () => {
    const assumptions = { exponentialWait: 'interval + (2^n - 1) * delta' as const };
    const backend = retry('count="3" interval="1" delta="2" max-interval="100"');
    const { attempts } = await through({ inbound: TO_POOL, backend }, {}, { ...failing, assumptions });
    expect(attempts.map((attempt) => attempt.split(' ').at(-1))).toEqual(['0', '3000', '10000', '25000']);
  });

  test('it ends with the first response that its condition does not ask about', async () => {
    const setup = { scripts: { local: [{ status: [500, 500, 404] }] } };
    const { attempts, status } = await through(
      { inbound: TO_POOL, backend: retry('count="9" interval="1"') },
      {},
      setup,
    );
    expect([attempts.length, status]).toEqual([3, 404]);
  });

  test('no response is tried again where the condition allows for none, and fails over', async () => {
    const setup = { scripts: { local: [{ refused: true }] } };
    const { attempts, status } = await through(
      { inbound: TO_POOL, backend: retry('count="3" interval="1"') },
      {},
      setup,
    );
    expect(attempts).toEqual([
      ...[0, 1000, 2000].map((at) => `local BackendConnectionFailure at ${at}`),
      'remote 200 at 3000',
    ]);
    expect(status).toBe(200);
  });

  test('a condition that reads a missing response fails the request', async () => {
    const backend = `<retry condition="@(context.Response.StatusCode >= 500)" count="3" interval="1">${FORWARD}</retry>`;
    const onError = '<set-header name="x-why"><value>@(context.LastError.Reason)</value></set-header>';
    const assumptions = { failedForward: 'null' as const };
    const setup = { scripts: { local: [{ refused: true }] }, assumptions };
    const { attempts, status, headers, errors } = await through({ inbound: TO_POOL, backend, onError }, {}, setup);
    expect([attempts.length, status, headers['x-why']]).toEqual([1, 500, 'ExpressionValueEvaluationFailure']);
    expect(errors).toEqual([
      'azurerm_api_management_api_policy.orders 1:117 <retry> Expression evaluation failed. Object reference not set to an instance of an object.',
    ]);
  });

  test('a body that was not buffered is gone after the first attempt; one that is empty is not missed', async () => {
    const backend = retry('count="2" interval="1"', '<forward-request />');
    const setup = { scripts: { local: [{ status: 500 }] } };
    const withBody = await through({ inbound: TO_POOL, backend }, { body: 'text' }, setup);
    expect(withBody.attempts).toEqual([
      'local 500 at 0',
      'local ProtocolViolation at 1000',
      'local ProtocolViolation at 2000',
    ]);
    expect([withBody.status, withBody.received.length]).toEqual([500, 1]);
    const without = await through({ inbound: TO_POOL, backend }, {}, setup);
    expect(without.received).toHaveLength(3);
  });

  test('other failures within it end it', async () => {
    const backend = retry(
      'count="3" interval="1"',
      '<set-backend-service backend-id="@((string)null + &quot;x&quot;)" />',
    );
    const { status, seconds } = await through({ inbound: TO_POOL, backend });
    expect([status, seconds]).toEqual([500, 0]);
  });

  test('constants out of range are faults before anything runs, all at once', async () => {
    const backend = '<retry condition="maybe" count="51" interval="-1"><forward-request timeout="soon" /></retry>';
    const error = await through({ inbound: TO_POOL, backend }).catch((thrown: unknown) => thrown as SimulationError);
    expect(error).toBeInstanceOf(SimulationError);
    expect((error as SimulationError).faults.map((fault) => fault.replace(/^.*?<(?=retry|forward)/, '<'))).toEqual([
      '<retry>: condition is "maybe"; true or false is needed',
      '<retry>: count is "51"; a whole number of 1 to 50 is needed',
      '<retry>: interval is "-1"; a number of 0 to 2147483647 is needed',
      '<forward-request>: timeout is "soon"; a number of 0 to 2147483647 is needed',
    ]);
  });
});

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

describe('rewrite-uri', () => {
  test.each([
    ['api/process', '/orders/7?a=1', '/base/api/process?a=1&code=abc'],
    ['/items/{id}?kind=x', '/orders/a%20b?a=1', '/base/items/a%20b?kind=x&a=1&code=abc'],
    ['@("/by/" + context.Request.MatchedParameters["id"])', '/orders/7', '/base/by/7?code=abc'],
  ])('%s', async (template, path, expected) => {
    const inbound = `${TO_POOL}<rewrite-uri template='${template}' />`;
    const { received } = await through({ inbound }, { path });
    expect(received[0].url).toBe(`https://local.example.com${expected}`);
  });

  test('parameters that the template does not name can be left out', async () => {
    const inbound = `${TO_POOL}<rewrite-uri template="/x?k=1" copy-unmatched-params="false" />`;
    const { received } = await through({ inbound }, { path: '/orders/7?a=1' });
    expect(received[0].url).toBe('https://local.example.com/base/x?k=1&code=abc');
  });
});

describe('what is not found', () => {
  test('an API or an operation that is not there is 404; the API says so in on-error', async () => {
    const onError =
      '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';
    const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL, onError } });
    const body = '{"statusCode":404,"message":"Resource not found"}';
    expect(gateway.send({ path: '/nowhere' })).toMatchObject({ status: 404, body, attempts: [] });
    expect(gateway.send({ path: '/orders/1/2' })).toMatchObject({
      status: 404,
      headers: { 'x-why': 'configuration OperationNotFound' },
    });
  });

  test('a policy that is not simulated is an error with its place, unless it is ignored', async () => {
    const sections = { inbound: `${TO_POOL}\n<llm-token-limit counter-key="k"><inner /></llm-token-limit>` };
    await expect(through(sections)).rejects.toThrow(
      'azurerm_api_management_api_policy.orders, line 2, column 1: <llm-token-limit>: this policy is not simulated; ' +
        'skip it with ignorePolicies in a scenario, or with --ignore-policy of prove or serve',
    );
    expect((await through(sections, {}, { ignorePolicies: ['llm-token-limit'] })).status).toBe(200);
  });

  test('so is an attribute that would change what a policy does, and an expression that cannot be evaluated', async () => {
    const sections = { inbound: '<set-backend-service sf-resolve-condition="x" backend-id="@(context.Foo)" />' };
    const error = await through(sections).catch((thrown: unknown) => thrown as SimulationError);
    expect((error as SimulationError).faults).toEqual([
      expect.stringMatching(
        /line 1, column \d+: <set-backend-service>: its attribute sf-resolve-condition is not simulated/,
      ),
      expect.stringMatching(/line 1, column \d+: <set-backend-service>: .*Foo/),
    ]);
  });
});
