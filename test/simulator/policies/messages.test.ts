import { PolicyGateway, through } from './policy-gateway';

const TO_POOL = '<set-backend-service backend-id="pool" />';

describe('set-header', () => {
  test.each([
    ['override', '<value>b</value><value>c</value>', 'b, c'],
    ['append', '<value>b</value>', 'a, b'],
    ['skip', '<value>b</value>', 'a'],
    ['delete', '', undefined],
  ])('%s', async (action, values, expected) => {
    const inbound = `${TO_POOL}<set-header name="X-Test" exists-action="${action}">${values}</set-header>`;
    const { received } = await through({ inbound }, { headers: { 'x-test': 'a' } });
    expect(received[0].headers['x-test']).toBe(expected);
  });

  test('override is the default; skip sets what is not there', async () => {
    const inbound =
      `${TO_POOL}<set-header name="x-a"><value>@("b" + 1)</value></set-header>` +
      '<set-header name="x-new" exists-action="skip"><value>new</value></set-header>';
    const { received } = await through({ inbound }, { headers: { 'X-A': 'a' } });
    expect(received[0].headers).toMatchObject({ 'x-a': 'b1', 'x-new': 'new' });
  });

  test('on the way out it changes the response, as do set-status and set-body', async () => {
    const outbound =
      '<set-status code="202" reason="Later" /><set-body>@("was " + context.Response.Body.As&lt;string&gt;())</set-body>' +
      '<set-header name="x-out"><value>1</value></set-header>';
    const setup = { scripts: { local: [{ status: 200, body: 'this' }] } };
    const { status, reason, body, headers } = await through({ inbound: TO_POOL, outbound }, {}, setup);
    expect({ status, reason, body, headers }).toEqual({
      ...{ status: 202, reason: 'Later', body: 'was this' },
      headers: { 'x-out': '1' },
    });
  });
});

test('set-method, set-body and set-query-parameter change the request', async () => {
  const inbound =
    `${TO_POOL}<set-method>PUT</set-method><set-body>@{ return "new " + context.Request.Body.As<string>(); }</set-body>` +
    '<set-query-parameter name="a"><value>2</value></set-query-parameter>' +
    '<set-query-parameter name="b" exists-action="append"><value>3</value></set-query-parameter>' +
    '<set-query-parameter name="c" exists-action="delete" />';
  const { received } = await through({ inbound }, { path: '/orders/7?a=1&b=1&c=1', body: 'old' });
  expect(received[0]).toMatchObject({
    ...{ method: 'PUT', body: 'new old' },
    url: 'https://local.example.com/base/7?b=1&a=2&b=3&code=abc',
  });
});

test('a body that was read is gone, unless its content is kept', async () => {
  const inbound = (keep: string): string =>
    `${TO_POOL}<set-variable name="v" value="@(context.Request.Body.As<string>(${keep}))" />`;
  const bodyAfter = async (keep: string): Promise<string | undefined> =>
    (await through({ inbound: inbound(keep) }, { body: 'text' })).received[0].body;
  expect(await bodyAfter('preserveContent: true')).toBe('text');
  expect(await bodyAfter('')).toBeUndefined();
});

test('find-and-replace changes each place of the body', async () => {
  const inbound = `${TO_POOL}<find-and-replace from="a" to="$&amp;" />`;
  const { received } = await through({ inbound }, { body: 'banana' });
  expect(received[0].body).toBe('b$&n$&n$&');
});

test('set-variable keeps the type of an expression; a text is a text', async () => {
  const inbound = `${TO_POOL}<set-variable name="n" value="@(7 / 2)" /><set-variable name="t" value="7" /><set-variable name="m" value="a@(1)b" />`;
  const { variables } = await through({ inbound });
  expect(['n', 't', 'm'].map((name) => variables.get(name))).toEqual([3, '7', 'a1b']);
});

test('choose takes the first branch that holds, waits within it, and else otherwise', async () => {
  const branch = (test: string, trace: string): string =>
    `<when condition="@(context.Request.Headers.GetValueOrDefault("x-way") == "${test}")"><trace source="t"><message>${trace}</message></trace></when>`;
  const otherwise = '<otherwise><trace source="t"><message>otherwise</message></trace></otherwise>';
  const inbound = `${TO_POOL}<choose>${branch('a', 'first')}${branch('a', 'second')}${branch('b', 'third')}${otherwise}</choose>`;
  const gateway = await PolicyGateway.with({ api: { inbound } });
  const way = (name: string): readonly string[] => gateway.send({ headers: { 'x-way': name } }).records;
  expect([way('a'), way('b'), way('c')]).toEqual([['trace: first'], ['trace: third'], ['trace: otherwise']]);
  const backend = '<choose><when condition="@(true)"><forward-request /></when></choose>';
  expect((await through({ inbound: TO_POOL, backend })).attempts).toHaveLength(1);
});

describe('return-response', () => {
  test('answers at once: the sections behind it are left out', async () => {
    const inbound =
      '<return-response><set-status code="418" reason="Teapot" /><set-header name="x-a"><value>@("b")</value></set-header>' +
      '<set-body>@("short " + "stout")</set-body></return-response>';
    const outbound = '<set-header name="x-out"><value>1</value></set-header>';
    expect(await through({ inbound, outbound })).toMatchObject({
      ...{ status: 418, reason: 'Teapot', body: 'short stout', attempts: [] },
      headers: { 'x-a': 'b' },
    });
  });

  test('a response of a variable is what it starts from', async () => {
    const inbound =
      '<send-request mode="new" response-variable-name="r"><set-url>https://h.example.com/x</set-url></send-request>' +
      '<return-response response-variable-name="r"><set-header name="x-a"><value>1</value></set-header></return-response>';
    const setup = { scripts: { 'h.example.com': [{ status: 203, body: 'hi', headers: { 'x-h': '2' } }] } };
    expect(await through({ inbound }, {}, setup)).toMatchObject({
      ...{ status: 203, body: 'hi', headers: { 'x-a': '1', 'x-h': '2' } },
    });
  });
});

test.each([
  ['<set-status code="101" />', '<set-status>: code is "101"; a number of 200 to 599 is needed'],
  [
    '<check-header name="a" failed-check-httpcode="100" failed-check-error-message="" ignore-case="true" />',
    'failed-check-httpcode is "100"',
  ],
])('a client waits for what comes after an informational status: %s', async (inbound, fault) => {
  await expect(through({ inbound })).rejects.toThrow(fault);
});

test('an expression gives no such status either', async () => {
  const { status } = await through({ inbound: '<return-response><set-status code="@(103)" /></return-response>' });
  expect(status).toBe(500);
});

describe('send-request', () => {
  const read = '<set-variable name="status" value="@(((IResponse)context.Variables["r"]).StatusCode)" />';

  test('a new request has what the policy says; the answer is a variable', async () => {
    const inbound =
      `${TO_POOL}<send-request mode="new" response-variable-name="r" timeout="5"><set-url>@("https://h.example.com/" + context.Api.Id)</set-url>` +
      '<set-method>POST</set-method><set-header name="x-a"><value>1</value></set-header><set-body>hello</set-body>' +
      `<authentication-managed-identity resource="https://vault" /></send-request>${read}`;
    const setup = { scripts: { 'h.example.com': [{ status: 201, latency: 2 }] } };
    const { variables, received, seconds } = await through({ inbound }, { body: 'own' }, setup);
    expect([variables.get('status'), seconds]).toEqual([201, 2]);
    expect(received[0]).toEqual({
      ...{ to: 'h.example.com', method: 'POST', url: 'https://h.example.com/orders', body: 'hello' },
      headers: { authorization: 'Bearer simulated-token-for-https://vault', 'x-a': '1' },
    });
    expect(received[1]).toMatchObject({ to: 'local', body: 'own' });
  });

  test.each([400, 500])('an answer with status %d is an answer', async (status) => {
    const inbound = `${TO_POOL}<send-request mode="new" response-variable-name="r"><set-url>https://h.example.com/x</set-url></send-request>${read}`;
    const setup = { scripts: { 'h.example.com': [{ status }] } };
    const sent = await through({ inbound }, {}, setup);
    expect([sent.variables.get('status'), sent.status]).toEqual([status, 200]);
  });

  test('a copy has what the client sent', async () => {
    const inbound = `${TO_POOL}<send-request mode="copy" response-variable-name="r"><set-url>https://h.example.com/x</set-url></send-request>`;
    const setup = { scripts: { 'h.example.com': [{}] } };
    const { received } = await through({ inbound }, { body: 'own', headers: { 'x-a': '1' } }, setup);
    expect(received[0]).toMatchObject({ method: 'POST', body: 'own', headers: { 'x-a': '1' } });
  });

  test('without an answer it fails, or leaves null', async () => {
    const send = (ignores: boolean): string =>
      `${TO_POOL}<send-request mode="new" response-variable-name="r" ignore-error="${ignores}"><set-url>https://h.example.com/x</set-url></send-request>`;
    const setup = { scripts: { 'h.example.com': [{ hang: true }] } };
    const onError =
      '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';
    const failed = await through({ inbound: send(false), onError }, {}, setup);
    expect(failed).toMatchObject({ status: 500, headers: { 'x-why': 'send-request Timeout' }, seconds: 60 });
    const left = await through({ inbound: send(true) }, {}, setup);
    expect([left.status, left.variables.get('r')]).toEqual([200, null]);
  });

  test('one way: it goes out and nobody waits', async () => {
    const inbound = `${TO_POOL}<send-one-way-request><set-url>https://h.example.com/x</set-url><set-method>POST</set-method></send-one-way-request>`;
    const setup = { scripts: { 'h.example.com': [{ latency: 30 }] } };
    const { seconds, records, received } = await through({ inbound }, {}, setup);
    expect([seconds, records]).toEqual([0, ['send-one-way-request: https://h.example.com/x']]);
    expect(received.map(({ to, method }) => `${method} ${to}`)).toEqual(['POST h.example.com', 'POST local']);
  });
});

describe('cached values', () => {
  const inbound =
    `${TO_POOL}<cache-lookup-value key="@("k" + 1)" variable-name="v" default-value="none" />` +
    '<cache-store-value key="k1" value="@(42)" duration="60" />';

  test('are there until their time is over, with their type', async () => {
    const gateway = await PolicyGateway.with({ api: { inbound } });
    const value = (): unknown => gateway.send().variables.get('v');
    expect([value(), value()]).toEqual(['none', 42]);
    gateway.clock.advance(60_000);
    expect(value()).toBe('none');
  });

  test('or until they are removed; without a default the variable is left out', async () => {
    const gateway = await PolicyGateway.with({
      api: { inbound: `${TO_POOL}<cache-lookup-value key="k1" variable-name="v" />` },
      operation: {
        inbound: '<base /><cache-store-value key="k1" value="x" duration="9" /><cache-remove-value key="k1" />',
      },
    });
    gateway.send({ method: 'POST' });
    expect(gateway.send({ method: 'GET' }).variables.has('v')).toBe(false);
  });
});

test('policies that only tell somebody are recorded, with their text', async () => {
  const inbound =
    `${TO_POOL}<trace source="s" severity="error"><message>@("a" + 1)</message></trace>` +
    '<log-to-eventhub logger-id="l">@(context.Api.Id)</log-to-eventhub><emit-metric name="m" value="1" namespace="n"><dimension name="d" /></emit-metric>';
  const { records } = await through({ inbound });
  expect(records).toEqual(['trace: a1', 'log-to-eventhub: orders', 'emit-metric: m']);
});

test('messages to Dapr are recorded; a response that later policies could read is refused', async () => {
  const binding = (more = ''): string =>
    `<invoke-dapr-binding name="crm" operation="create"${more}><data>@(context.Api.Id)</data></invoke-dapr-binding>`;
  const topic = '<publish-to-dapr pubsub-name="orders" topic="new">@(context.Api.Id)</publish-to-dapr>';
  const { records } = await through({ inbound: TO_POOL + binding() + topic });
  expect(records).toEqual(['invoke-dapr-binding: crm', 'publish-to-dapr: orders']);
  await expect(through({ inbound: binding(' response-variable-name="r"') })).rejects.toThrow(
    '<invoke-dapr-binding>: its attribute response-variable-name is not simulated',
  );
});

test('credentials of a gateway', async () => {
  const inbound =
    `${TO_POOL}<authentication-managed-identity resource="api://x" output-token-variable-name="t" />` +
    '<authentication-basic username="u" password="p" />';
  const { variables, received } = await through({ inbound });
  expect(variables.get('t')).toBe('simulated-token-for-api://x');
  expect(received[0].headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
});
