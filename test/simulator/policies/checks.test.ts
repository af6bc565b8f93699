import { PolicyGateway, through } from './policy-gateway';

const TO_POOL = '<set-backend-service backend-id="pool" />';
const onError =
  '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';

describe('validate-content', () => {
  const policy = (type: string): string =>
    `${TO_POOL}<validate-content unspecified-content-type-action="${type}" max-size="10" size-exceeded-action="prevent" errors-variable-name="e">` +
    '<content type="application/json" validate-as="json" action="prevent" /></validate-content>';
  const send = async (body: string, contentType: string, type = 'prevent'): Promise<unknown[]> => {
    const { status, headers } = await through(
      { inbound: policy(type), onError },
      { body, headers: { 'Content-Type': contentType } },
    );
    return [status, headers['x-why']];
  };

  test.each([
    ['JSON of a size that is allowed', '[1,2,3,45]', 'application/json; charset=utf-8', [200, undefined]],
    ['too much of it', '[1,2,3,456]', 'application/json', [400, 'validate-content ContentInvalid']],
    ['bytes count, not characters', '"éééééé"', 'application/json', [400, 'validate-content ContentInvalid']],
    ['what is no JSON', '[1,', 'application/json', [400, 'validate-content ContentInvalid']],
    ['another type', 'a', 'text/plain', [400, 'validate-content ContentInvalid']],
  ])('%s', async (_, body, contentType, expected) => {
    expect(await send(body, contentType)).toEqual(expected);
  });

  test('what is only detected goes on, and is told in the variable', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const { status, variables } = await through({ inbound: policy('detect') }, { body: 'a', headers });
    expect([status, variables.get('e')]).toEqual([200, 'The content type text/plain is not specified.']);
    expect(await send('a', 'text/plain', 'ignore')).toEqual([200, undefined]);
  });

  test.each([
    [
      'the type of a message without one',
      '<content-type-map missing-content-type-value="application/json" />',
      '',
      400,
    ],
    ['any type', '<content-type-map any-content-type-value="application/json" />', 'text/plain', 400],
    [
      'a type with a name',
      '<content-type-map any-content-type-value="text/plain"><type from="application/hal+json" to="application/json" /></content-type-map>',
      'application/HAL+JSON; charset=utf-8',
      400,
    ],
    [
      'a type with a condition',
      '<content-type-map><type when="@(context.Request.Method == "POST")" to="application/json" /></content-type-map>',
      'text/plain',
      400,
    ],
    [
      'no other type',
      '<content-type-map><type from="application/hal+json" to="application/json" /></content-type-map>',
      'text/plain',
      200,
    ],
  ])('maps %s', async (_, map, type, expected) => {
    const inbound =
      `${TO_POOL}<validate-content unspecified-content-type-action="ignore" max-size="100" size-exceeded-action="prevent">` +
      `${map}<content type="application/json" validate-as="json" action="prevent" /></validate-content>`;
    const headers = type === '' ? undefined : { 'Content-Type': type };
    expect((await through({ inbound }, { body: '{', headers })).status).toBe(expected);
  });

  test("a backend's body is the gateway's fault", async () => {
    const setup = { scripts: { local: [{ body: '{', headers: { 'Content-Type': 'application/json' } }] } };
    const outbound =
      '<validate-content unspecified-content-type-action="ignore" max-size="10"><content validate-as="json" action="prevent" /></validate-content>';
    expect((await through({ inbound: TO_POOL, outbound }, {}, setup)).status).toBe(502);
  });
});

describe('check-header', () => {
  const inbound = (ignoresCase: boolean, values = '<value>a</value><value>b</value>'): string =>
    `${TO_POOL}<check-header name="x-key" failed-check-httpcode="403" failed-check-error-message="no way" ignore-case="${ignoresCase}">${values}</check-header>`;

  test.each([
    [{ 'X-Key': 'a' }, false, 200],
    [{ 'X-Key': 'B' }, false, 403],
    [{ 'X-Key': 'B' }, true, 200],
    [{}, true, 403],
  ])('%j', async (headers, ignoresCase, expected) => {
    expect((await through({ inbound: inbound(ignoresCase) }, { headers })).status).toBe(expected);
  });

  test('tells the client its message; without values the header only has to be there', async () => {
    expect((await through({ inbound: inbound(true) })).body).toBe('{"statusCode":403,"message":"no way"}');
    expect((await through({ inbound: inbound(true, '') }, { headers: { 'x-key': 'any' } })).status).toBe(200);
  });

  test('needs ignore-case only if there are values', async () => {
    const without = (values: string): string => inbound(true, values).replace(' ignore-case="true"', '');
    expect((await through({ inbound: without('') }, { headers: { 'x-key': 'any' } })).status).toBe(200);
    const refused = through({ inbound: without('<value>a</value>') });
    await expect(refused).rejects.toThrow('<check-header>: its attribute ignore-case is missing');
  });
});

describe('tokens', () => {
  const inbound = `${TO_POOL}<validate-jwt header-name="Authorization" failed-validation-httpcode="403" failed-validation-error-message="no" output-token-variable-name="t"><openid-config url="https://x" /></validate-jwt>`;

  test('are accepted or refused as it is said', async () => {
    expect((await through({ inbound })).status).toBe(200);
    const refused = await through({ inbound, onError }, {}, { acceptsTokens: false });
    expect([refused.status, refused.headers['x-why']]).toEqual([403, 'validate-jwt TokenInvalid']);
    const entra = `${TO_POOL}<validate-azure-ad-token tenant-id="t"><client-application-ids /></validate-azure-ad-token>`;
    expect((await through({ inbound: entra }, {}, { acceptsTokens: false })).status).toBe(401);
  });

  test('an accepted one is read, without being checked', async () => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const token = `${encode({ alg: 'none' })}.${encode({ sub: 'ada', roles: 'x' })}.s`;
    const read = '<set-variable name="s" value="@(((Jwt)context.Variables["t"]).Subject)" />';
    const { variables } = await through({ inbound: inbound + read }, { headers: { Authorization: `Bearer ${token}` } });
    expect(variables.get('s')).toBe('ada');
  });
});

describe('rate limits', () => {
  const policy = (attributes: string): string =>
    `${TO_POOL}<rate-limit-by-key calls="2" renewal-period="10" ${attributes} />`;

  test('a key has its calls in any period; who asks again too early is told when', async () => {
    const inbound = policy(
      'counter-key="@(context.Request.IpAddress)" remaining-calls-header-name="x-left" total-calls-header-name="x-all"',
    );
    const gateway = await PolicyGateway.with({ api: { inbound, onError } });
    const send = (ipAddress = '1.1.1.1'): (string | number | undefined)[] => {
      const { status, headers } = gateway.send({ ipAddress });
      return [status, headers['x-left'], headers['retry-after']];
    };
    expect(send()).toEqual([200, '1', undefined]);
    gateway.clock.advance(4000);
    expect(send()).toEqual([200, '0', undefined]);
    expect(send()).toEqual([429, '0', '6']);
    expect(send('2.2.2.2')).toEqual([200, '1', undefined]);
    gateway.clock.advance(6000);
    expect(send()).toEqual([200, '0', undefined]);
    expect(send()[0]).toBe(429);
  });

  test('rate-limit counts the calls of a subscription', async () => {
    const product = { inbound: '<base /><rate-limit calls="1" renewal-period="10" retry-after-variable-name="w" />' };
    const gateway = await PolicyGateway.with({ product, api: { inbound: `<base />${TO_POOL}` } });
    const key = (value: string): object => ({ headers: { 'Ocp-Apim-Subscription-Key': value } });
    expect([key('a'), key('a'), key('b')].map((request) => gateway.send(request).status)).toEqual([200, 429, 200]);
    expect(gateway.send(key('a')).variables.get('w')).toBe(10);
  });
});

test('limit-concurrency lets so many in at a time', async () => {
  const backend = '<limit-concurrency key="k" max-count="1"><forward-request /></limit-concurrency>';
  const gateway = await PolicyGateway.with(
    { api: { inbound: TO_POOL, backend } },
    { scripts: { local: [{ latency: 2 }] } },
  );
  const statuses = gateway.sendTogether(2).map(({ status }) => status);
  expect(statuses).toEqual([200, 429]);
  expect(gateway.send().status).toBe(200);
});

describe('cors', () => {
  const inbound =
    `<cors allow-credentials="true"><allowed-origins><origin>https://a.example.com</origin></allowed-origins>` +
    '<allowed-methods preflight-result-max-age="300"><method>POST</method></allowed-methods>' +
    `<allowed-headers><header>x-a</header></allowed-headers><expose-headers><header>x-b</header></expose-headers></cors>${TO_POOL}`;

  test('an allowed origin is told so, another is not; both are answered', async () => {
    const send = async (origin: string): Promise<[number, string | undefined, string | undefined]> => {
      const { status, headers } = await through({ inbound }, { headers: { Origin: origin } });
      return [status, headers['access-control-allow-origin'], headers['access-control-expose-headers']];
    };
    expect(await send('https://a.example.com')).toEqual([200, 'https://a.example.com', 'x-b']);
    expect(await send('https://b.example.com')).toEqual([200, undefined, undefined]);
  });

  test('a preflight is answered by the gateway, for the operation that it asks about', async () => {
    const preflight = (method: string): object => ({
      method: 'OPTIONS',
      headers: { Origin: 'https://a.example.com', 'Access-Control-Request-Method': method },
    });
    const allowed = await through({ inbound }, preflight('POST'));
    expect(allowed).toMatchObject({ status: 200, attempts: [] });
    expect(allowed.headers).toEqual({
      'access-control-allow-origin': 'https://a.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'x-a',
      'access-control-max-age': '300',
    });
    expect((await through({ inbound }, preflight('GET'))).headers).toEqual({});
    expect((await through({ inbound }, preflight('DELETE'))).status).toBe(404);
  });
});
