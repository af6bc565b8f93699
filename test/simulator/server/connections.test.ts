import { request, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { failing, forwarding, gateway, LocalBackend, NOWHERE, pause, remote, retrying, until } from './local';

/** A body without end, until nobody takes it any more. */
function writeForEver(response: ServerResponse): void {
  const endless = new Readable({ read: () => void endless.push(Buffer.alloc(65_536)) });
  pipeline(endless, response, () => undefined);
}

describe('a client that leaves', () => {
  test('ends the attempt that is under way, and there are no others; the circuit counts nothing', async () => {
    const local = await LocalBackend.http(() => undefined);
    const { url, state } = await gateway(local.url, (await remote()).url, {
      policies: retrying(5000),
      breakerCount: 1,
    });
    const asked = request(`${url}/orders/1`).on('error', () => undefined);
    asked.end();
    await until(() => local.received.length === 1);
    asked.destroy();
    await until(() => local.received[0].destroyed);
    await until(async () => (await state()).requests.abandoned === 1);
    await pause(80);
    const { requests, backends, exchanges } = await state();
    expect(local.received).toHaveLength(1);
    expect(exchanges[0].attempts.map(({ reason }) => reason)).toEqual(['ClientConnectionFailure']);
    expect(requests).toMatchObject({ inFlight: 0, abandoned: 1 });
    expect(backends[0].circuits[0]).toMatchObject({ state: 'closed', failures: 0 });
  });

  test('while a retry waits ends the exchange', async () => {
    const local = await failing();
    const { url, state } = await gateway(local.url, (await remote()).url, { policies: retrying(400, undefined, 0.3) });
    const asked = request(`${url}/orders/1`).on('error', () => undefined);
    asked.end();
    await until(() => local.received.length === 2);
    asked.destroy();
    await until(async () => (await state()).requests.abandoned === 1);
    await pause(350);
    expect(local.received).toHaveLength(2);
  });

  test('while a retry waits lets go of what it held', async () => {
    const local = await failing();
    const policies = {
      ...forwarding(),
      backend:
        '<limit-concurrency key="a" max-count="1"><retry condition="@(context.Response.StatusCode == 503)" count="1" interval="300">' +
        '<forward-request /></retry></limit-concurrency>',
    };
    const { url, state } = await gateway(local.url, NOWHERE, { policies });
    const leave = async (before: number): Promise<void> => {
      const asked = request(`${url}/orders/1`).on('error', () => undefined);
      asked.end();
      await until(() => local.received.length === before + 1);
      await pause(20);
      expect((await fetch(`${url}/orders/2`)).status).toBe(429);
      asked.destroy();
      await until(async () => (await state()).requests.abandoned === before + 1);
    };
    await leave(0);
    await leave(1);
  });

  test('with pipelined requests ends all of them', async () => {
    const local = await LocalBackend.http(() => undefined);
    const { port, state } = await gateway(local.url, NOWHERE, { policies: forwarding('timeout="60"') });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /orders/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /orders/2 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => local.received.length === 2);
    socket.destroy();
    await until(async () => (await state()).requests.abandoned === 2);
    await until(() => local.received.every(({ destroyed }) => destroyed));
  });

  test('while it sends its body ends the request to the backend', async () => {
    const local = await LocalBackend.http((received) => void received.resume());
    const { url, state } = await gateway(local.url, NOWHERE, { policies: forwarding('timeout="60"'), breakerCount: 1 });
    const asked = request(`${url}/orders/1`, { method: 'POST' }).on('error', () => undefined);
    asked.write('some');
    await until(() => local.received.length === 1);
    asked.destroy();
    await until(() => local.received[0].destroyed);
    await until(async () => (await state()).requests.abandoned === 1);
    expect((await state()).backends[0].circuits[0].state).toBe('closed');
  });

  test('while it receives the response frees the connection to the backend', async () => {
    const local = await LocalBackend.http((_, response) => writeForEver(response));
    const { url } = await gateway(local.url, NOWHERE, { policies: forwarding() });
    const response = await fetch(`${url}/orders/1`);
    await response.body?.cancel();
    await until(() => local.used.every(({ closed }) => closed));
  });
});

describe('connections to backends', () => {
  test('are kept and used again', async () => {
    const local = await LocalBackend.http((_, response) => response.end('ok'));
    const { url } = await gateway(local.url, NOWHERE);
    for (let i = 0; i < 5; i++) await (await fetch(`${url}/orders/${i}`)).text();
    expect([local.received.length, local.used.length]).toEqual([5, 1]);
  });

  test('are freed where nobody reads a response', async () => {
    const endless = await LocalBackend.http((_, response) => {
      response.writeHead(503);
      writeForEver(response);
    });
    const { url } = await gateway(endless.url, (await remote()).url);
    expect(await (await fetch(`${url}/orders/1`)).text()).toBe('remote');
    await until(() => endless.used.length === 3 && endless.used.every(({ closed }) => closed));
  });

  test('are freed where a policy answers in place of a response', async () => {
    const endless = await LocalBackend.http((_, response) => writeForEver(response));
    const policies = { ...forwarding(), outbound: '<return-response><set-status code="418" /></return-response>' };
    const { url } = await gateway(endless.url, NOWHERE, { policies });
    expect((await fetch(`${url}/orders/1`)).status).toBe(418);
    await until(() => endless.used.every(({ closed }) => closed));
  });
});
