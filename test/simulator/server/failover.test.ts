import { performance } from 'node:perf_hooks';
import { assumptionsFor, VirtualClock } from '../../../lib/failover';
import { deploymentOf } from '../../../simulator/deployment';
import { compileService } from '../../../simulator/policies/compile-service';
import { GatewayEngine } from '../../../simulator/engine/gateway-engine';
import { ScriptedTransport } from '../../../simulator/simulation/scripted-transport';
import { loadCSharp } from '../../../simulator/expressions';
import { BackendScript } from '../../../simulator/simulation/backend-script';
import { failing, forwarding, gateway, LocalBackend, NOWHERE, remote, retrying, terraform, until } from './local';

describe('failover over HTTP', () => {
  test('three failures, then the other region; after that the other region at once', async () => {
    const [local, other] = [await failing(), await remote()];
    const { url } = await gateway(local.url, other.url);
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
    expect([local.received.length, other.received.length]).toEqual([3, 1]);
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
    expect([local.received.length, other.received.length]).toEqual([3, 2]);
  });

  test('a circuit that is closed from the control page lets requests through again, in every unit', async () => {
    let status = 503;
    const local = await LocalBackend.http((_, response) => response.writeHead(status).end('local'));
    const { url, state } = await gateway(local.url, (await remote()).url, { units: 2 });
    const ask = async (): Promise<string> => (await fetch(`${url}/orders/1`)).text();
    expect([await ask(), await ask()]).toEqual(['remote', 'remote']);
    const circuits = async (): Promise<string[]> =>
      (await state()).backends[0].circuits.map(({ state: is, failures }) => `${is} ${failures}`);
    expect(await circuits()).toEqual(['open 0', 'open 0']);
    status = 200;
    const headers = { 'Content-Type': 'application/json' };
    const closed = await fetch(`${url}/_gateway/backends/local`, {
      method: 'POST',
      headers,
      body: '{"circuit":"closed"}',
    });
    expect(closed.status).toBe(200);
    expect(await circuits()).toEqual(['closed 0', 'closed 0']);
    expect([await ask(), await ask()]).toEqual(['local', 'local']);
  });

  test.each([
    ['refuses connections', (): Promise<LocalBackend> => Promise.resolve({ url: NOWHERE } as LocalBackend)],
    ['ends a connection at once', () => LocalBackend.raw((socket) => socket.end())],
    ['resets a connection', () => LocalBackend.raw((socket) => socket.resetAndDestroy())],
    [
      'resets it within the headers',
      () => LocalBackend.raw((socket) => socket.write('HTTP/1.1 200 OK\r\nA: b', () => socket.resetAndDestroy())),
    ],
    ['answers something else than HTTP', () => LocalBackend.writing('220 mail.example ESMTP\r\n')],
    [
      'sends two lengths',
      () => LocalBackend.writing('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    ],
    [
      'switches protocols',
      () => LocalBackend.writing('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ],
  ])('a backend that %s has failed to connect', async (_, start) => {
    const [local, other] = [await start(), await remote()];
    const { url, state } = await gateway(local.url, other.url);
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
    const { exchanges } = await state();
    expect(exchanges[0].attempts.map(({ reason, status }) => reason ?? status)).toEqual([
      ...['BackendConnectionFailure', 'BackendConnectionFailure', 'BackendConnectionFailure'],
      200,
    ]);
  });

  test('a backend that hangs is given up after the timeout', async () => {
    const local = await LocalBackend.raw(() => undefined);
    const { url, state } = await gateway(local.url, (await remote()).url, { policies: retrying(60) });
    const begun = performance.now();
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(3 * 60 + 2 * 50 - 5);
    const [{ attempts }] = (await state()).exchanges;
    expect(attempts.map(({ reason, status }) => reason ?? status)).toEqual(['Timeout', 'Timeout', 'Timeout', 200]);
    await until(() => local.used.every(({ closed }) => closed));
  });

  test('a backend that cannot be reached is told of, once until it has answered', async () => {
    let isWell = false;
    const local = await LocalBackend.http((_, response) => {
      if (isWell) response.end('well');
      else response.destroy();
    });
    const { url, complaints } = await gateway(local.url, NOWHERE, { policies: forwarding(), breakerCount: 100 });
    for (const wellness of [false, false, true, false]) {
      isWell = wellness;
      await fetch(`${url}/orders/1`);
    }
    const told = `backend 'local' (${local.url}) failed: other side closed`;
    expect(complaints).toEqual([told, told]);
  });

  test('a host with several addresses that take no connection is told of too', async () => {
    const { url, complaints } = await gateway('http://localhost:1', NOWHERE, { policies: forwarding() });
    await fetch(`${url}/orders/1`);
    expect(complaints).toEqual([
      expect.stringMatching(/^backend 'local' \(http:\/\/localhost:1\) cannot be reached: .*ECONNREFUSED/),
    ]);
  });

  test('a body that was not buffered is gone with the first attempt, and that is seen', async () => {
    const { url, state } = await gateway((await failing()).url, (await remote()).url, { policies: retrying(400, '') });
    expect((await fetch(`${url}/orders/1`, { method: 'POST', body: 'some' })).status).toBe(500);
    const [{ attempts }] = (await state()).exchanges;
    expect(attempts.map(({ reason, status }) => reason ?? status)).toEqual([
      503,
      ...['ProtocolViolation', 'ProtocolViolation', 'ProtocolViolation'],
    ]);
  });

  test('without another backend the client is told so, and not what went wrong inside', async () => {
    const { url } = await gateway(NOWHERE, NOWHERE, { policies: forwarding() });
    const response = await fetch(`${url}/orders/1`);
    expect([response.status, await response.text()]).toEqual([
      500,
      '{"statusCode":500,"message":"Internal server error","activityId":"00000000-0000-4000-8000-000000000001"}',
    ]);
  });

  test('an expression that fails is told of with its place, once, and without what the request brought', async () => {
    const value = '@(int.Parse(context.Request.Headers.GetValueOrDefault("x-n", "")).ToString())';
    const timeout = '@(context.Request.Headers.GetValueOrDefault("x-t", "1"))';
    const policies = {
      inbound: `<set-header name="x"><value>${value}</value></set-header>${forwarding().inbound}`,
      backend: `<forward-request timeout='${timeout}' />`,
    };
    const { url, state, complaints } = await gateway((await remote()).url, NOWHERE, { policies });
    const statuses: number[] = [];
    for (const [n, t] of ['ab', 'cd', '1', '2'].map((x, i) => [x, i > 1 ? 'a "secret"' : '1'])) {
      statuses.push((await fetch(`${url}/orders/1`, { headers: { 'x-n': n, 'x-t': t } })).status);
    }
    expect(statuses).toEqual([500, 500, 500, 500]);
    const texts = [
      'azurerm_api_management_api_policy.orders, line 1, column 50: <set-header>: Expression evaluation failed. ' +
        'Input string was not in a correct format.',
      'azurerm_api_management_api_policy.orders, line 1, column 233: <forward-request>: Expression evaluation failed. ' +
        'timeout is …; a number of 0 to 2147483647 is needed',
    ];
    expect(complaints).toEqual(texts);
    expect((await state()).exchanges.map(({ errors }) => errors)).toEqual(
      [texts[1], texts[1], texts[0], texts[0]].map((text) => [text]),
    );
  });

  test('a timeout of years is no timeout of a millisecond', async () => {
    const local = await LocalBackend.http((_, response) => void setTimeout(() => response.end('late'), 50));
    const { url } = await gateway(local.url, NOWHERE, { policies: forwarding('timeout="99999999"') });
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('late');
  });

  test.each([
    [undefined, 'Sweden Central'],
    ['Norway East', 'Norway East'],
  ])('the region is that of the service, unless another is given: %s', async (region, expected) => {
    const policies = {
      inbound: '<return-response><set-body>@(context.Deployment.Region)</set-body></return-response>',
    };
    const { url, state } = await gateway(NOWHERE, NOWHERE, { policies, region });
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe(expected);
    expect((await state()).service.region).toBe(expected);
  });

  test('it takes as long as on the virtual clock', async () => {
    const expected = await virtually();
    expect(expected).toBe(100);
    // The first one compiles what it runs.
    const took = [await really(), await really()];
    expect(Math.min(...took)).toBeGreaterThanOrEqual(expected - 2);
    expect(Math.min(...took)).toBeLessThan(expected + 100);
  });
});

/** The milliseconds of a failover over HTTP. */
async function really(): Promise<number> {
  const [local, other] = [await failing(), await remote()];
  const { url } = await gateway(local.url, other.url);
  await fetch(`${url}/nowhere`);
  const begun = performance.now();
  await (await fetch(`${url}/orders/1`)).text();
  return performance.now() - begun;
}

/** The milliseconds of the same failover on the virtual clock. */
async function virtually(): Promise<number> {
  const [service] = deploymentOf([{ name: 'cdk.tf.json', json: terraform(retrying()) }]).services;
  const clock = new VirtualClock(0);
  const script = new BackendScript([{ from: 0, status: 503 }]);
  const transport = new ScriptedTransport(
    clock,
    (name) => (name === 'local' ? script : undefined),
    () => undefined,
  );
  const compiled = compileService(service, await loadCSharp());
  const engine = new GatewayEngine(compiled, { clock, transport, assumptions: assumptionsFor(service.skuName) });
  let ended = NaN;
  engine.handle({ method: 'GET', path: '/orders/1' }, { done: () => (ended = clock.now) });
  while (clock.runNext());
  return ended;
}

describe('requests of policies', () => {
  test('bring a body that policies can read', async () => {
    const other = await remote();
    const policies = {
      inbound:
        '<send-request mode="new" response-variable-name="told"><set-url>http://other.example/x</set-url><set-method>GET</set-method></send-request>' +
        '<return-response><set-body>@(((IResponse)context.Variables["told"]).Body.As<string>())</set-body></return-response>',
    };
    const { url } = await gateway(NOWHERE, NOWHERE, { policies, hosts: { 'other.example': other.url } });
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
  });

  test('to a host that is not mapped are told, and fail', async () => {
    const policies = {
      inbound:
        '<send-one-way-request mode="new"><set-url>http://other.example/x?key=secret</set-url><set-method>GET</set-method></send-one-way-request>' +
        '<return-response><set-body>ok</set-body></return-response>',
    };
    const { url, complaints } = await gateway(NOWHERE, NOWHERE, { policies });
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('ok');
    expect(complaints).toEqual([
      'a policy calls the host other.example, which is not mapped; use --backend other.example=URL',
    ]);
  });
});
