import * as fc from 'fast-check';
import { PolicyGateway, through, TO_POOL } from './policy-gateway';

const onError =
  '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';

describe('ip-filter', () => {
  const filter = (action: string, inner: string): string =>
    `${TO_POOL}<ip-filter action="${action}">${inner}</ip-filter>`;
  const OFFICE = '<address>10.0.0.1</address><address-range from="10.1.0.0" to="10.1.0.255" />';

  async function statusOf(inbound: string, ipAddress?: string): Promise<number> {
    return (await through({ inbound, onError }, { ipAddress })).status;
  }

  test.each([
    ['allow', '10.0.0.1', 200],
    ['allow', '10.1.0.7', 200],
    ['allow', '::ffff:10.1.0.7', 200],
    ['allow', '10.2.0.0', 403],
    ['forbid', '10.1.0.255', 403],
    ['forbid', '10.2.0.0', 200],
  ])('%s %s: %d', async (action, address, status) => {
    expect(await statusOf(filter(action, OFFICE), address)).toBe(status);
  });

  test('says why', async () => {
    const { headers, body } = await through({ inbound: filter('allow', OFFICE), onError }, { ipAddress: '1.1.1.1' });
    expect(headers['x-why']).toBe('ip-filter CallerIpNotAllowed');
    expect(body).toContain('Caller IP address 1.1.1.1 is not allowed. Access denied.');
  });

  test('knows IPv6, and expressions', async () => {
    const range = '<address-range from="2001:db8::" to="2001:db8::ff" />';
    expect(await statusOf(filter('allow', range), '2001:db8::7')).toBe(200);
    expect(await statusOf(filter('allow', range), '2001:db8::100')).toBe(403);
    const computed = filter('@("for" + "bid")', '<address>@("1.1.1." + 1)</address>');
    expect(await statusOf(computed, '1.1.1.1')).toBe(403);
  });

  test('assumes that a client without an address is allowed, and says so', async () => {
    const { status, records } = await through({ inbound: filter('allow', '<address>{{office}}</address>') });
    expect([status, records]).toEqual([
      200,
      ['ip-filter: the request specifies no address, and is assumed to be allowed'],
    ]);
  });

  test('refuses what is no address', async () => {
    await expect(statusOf(filter('allow', '<address>office</address>'), '1.1.1.1')).rejects.toThrow(
      'azurerm_api_management_api_policy.orders: <ip-filter>: "office" is not an IP address or range',
    );
    await expect(statusOf(filter('allow', '<address>{{office}}</address>'), '1.1.1.1')).rejects.toThrow(
      "an address needs the named value 'office', whose value is not known",
    );
    await expect(
      statusOf(filter('allow', '<address-range from="10.0.0.9" to="10.0.0.1" />'), '1.1.1.1'),
    ).rejects.toThrow('"10.0.0.9" to "10.0.0.1" is not an IP address or range');
    await expect(statusOf(filter('deny', OFFICE))).rejects.toThrow('its action is neither allow nor forbid');
    await expect(statusOf(filter('allow', ''))).rejects.toThrow('it has no <address> and no <address-range>');
  });

  test('allow and forbid decide the opposite of each other', async () => {
    const address = fc.ipV4();
    await fc.assert(
      fc.asyncProperty(address, address, async (listed, client) => {
        const inner = `<address>${listed}</address>`;
        const [allowed, forbidden] = await Promise.all(
          ['allow', 'forbid'].map((action) => statusOf(filter(action, inner), client)),
        );
        expect([allowed, forbidden]).toEqual(listed === client ? [200, 403] : [403, 200]);
      }),
      { numRuns: 10 },
    );
  });
});

test('get-authorization-context stores a token that states what it is', async () => {
  const inbound =
    `${TO_POOL}<get-authorization-context provider-id="github" authorization-id="auth" context-variable-name="auth" ignore-error="false" />` +
    '<set-header name="Authorization"><value>@("Bearer " + ((Authorization)context.Variables["auth"]).AccessToken)</value></set-header>';
  const { received } = await through({ inbound });
  expect(received[0].headers.authorization).toBe('Bearer simulated-token-for-github/auth');
});

describe('mock-response', () => {
  test('ends the request with its status, and without a body', async () => {
    const inbound = `${TO_POOL}<mock-response status-code="202" content-type="application/json" />`;
    expect(await through({ inbound })).toMatchObject({
      ...{ status: 202, reason: 'Accepted', headers: { 'content-type': 'application/json' }, attempts: [] },
      body: undefined,
    });
    expect((await through({ inbound: '<mock-response />' })).status).toBe(200);
  });

  test('does nothing if it is not enabled', async () => {
    const { attempts } = await through({ inbound: `${TO_POOL}<mock-response enabled="false" />` });
    expect(attempts).toHaveLength(1);
  });
});

describe('what is recorded', () => {
  test.each([
    '<llm-content-safety backend-id="safety" shield-prompt="true"><categories output-type="FourSeverityLevels"><category name="Hate" threshold="4" /></categories></llm-content-safety>',
    '<azure-openai-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="e"><vary-by>@(context.Subscription.Id)</vary-by></azure-openai-semantic-cache-lookup>',
    '<validate-parameters specified-parameter-action="prevent" unspecified-parameter-action="prevent" />',
    '<send-service-bus-message queue-name="q" namespace="n"><payload>x</payload></send-service-bus-message>',
    '<proxy url="http://proxy" />',
  ])('%s changes nothing', async (policy) => {
    const gateway = await PolicyGateway.with({ api: { inbound: `${TO_POOL}${policy}` } });
    const { status, attempts, records } = gateway.send();
    expect({ status, attempts }).toEqual({ status: 200, attempts: ['local 200 at 0'] });
    expect(records).toEqual([`${/^<([\w-]+)/.exec(policy)?.[1]}: without effect`]);
  });
});
