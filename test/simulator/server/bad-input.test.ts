import { connect } from 'node:net';
import { exchangeBytes, forwarding, gateway, LocalBackend, LocalGateway, NOWHERE, retrying } from './local';

const answering = (): Promise<LocalBackend> =>
  LocalBackend.http((received, response) => {
    received.resume();
    received.on('end', () => response.end(received.url));
  });

const GET = 'GET /orders/a HTTP/1.1\r\nHost: x\r\n';
const POST = 'POST /orders/a HTTP/1.1\r\nHost: x\r\n';

/** What a client writes, and the statuses that it gets. */
const BAD: readonly (readonly [what: string, sent: string, statuses: readonly number[]])[] = [
  ['no request line', 'hello\r\n\r\n', [400]],
  ['TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', [400]],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
  ['another version', 'GET /orders/a HTTP/9.9\r\nHost: x\r\n\r\n', [400]],
  ['line feeds alone', 'GET /orders/a HTTP/1.1\nHost: x\n\n', [400]],
  ['no Host', 'GET /orders/a HTTP/1.1\r\n\r\n', [400]],
  ['two Hosts', `${GET}Host: y\r\n\r\n`, [400]],
  ['a header of 1 MB', `${GET}A: ${'a'.repeat(1024 * 1024)}\r\n\r\n`, [431]],
  ['a URL of 100 KB', `GET /orders/${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [431]],
  ['a header that goes on in the next line', `${GET}A: b\r\n c\r\n\r\n`, [400]],
  ['a NUL in a header', `${GET}A: b\0c\r\n\r\n`, [400]],
  ['a lone CR in a header', `${GET}A: b\rc\r\n\r\n`, [400]],
  ['white space before a colon', `${POST}Content-Length : 4\r\n\r\nabcd`, [400]],
  ['a length and chunks', `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
  ['two lengths', `${POST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`, [400]],
  ['a list of lengths', `${POST}Content-Length: 4, 4\r\n\r\nabcd`, [400]],
  ['a signed length', `${POST}Content-Length: +4\r\n\r\nabcd`, [400]],
  ['a coding that is nearly chunked', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, [501]],
  ['another transfer coding', `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, [501]],
  ['a chunk without a size', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, [400]],
  ['another expectation', `${POST}Expect: tea\r\nContent-Length: 0\r\n\r\n`, [417]],
  ['a tunnel', 'CONNECT other.example:80 HTTP/1.1\r\nHost: x\r\n\r\n', [501]],
  ['an authority as target', 'GET other.example:80 HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
  ['bytes above ASCII in the target', 'GET /orders/\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
  ['all of the server as target', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', [404]],
  ['a WebSocket', `${GET}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\n`, [501]],
  [
    'an offer of HTTP/2',
    `${GET}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n`,
    [200],
  ],
  ['two requests at once', `${GET}\r\n${GET}\r\n`, [200, 200]],
  ['a request of HTTP/1.0', 'GET /orders/a HTTP/1.0\r\n\r\n', [200]],
];

const statusesOf = (received: string): number[] =>
  (received.match(/HTTP\/1\.1 \d{3}/g) ?? []).map((line) => Number(line.slice(-3)));

/** Whatever came before, a good request is answered. */
async function expectUp({ url }: LocalGateway): Promise<void> {
  expect(await (await fetch(`${url}/orders/good`)).text()).toBe('/good');
}

describe('a gateway', () => {
  test.each(BAD)('answers %s', async (_, sent, statuses) => {
    const up = await gateway((await answering()).url, NOWHERE, { policies: forwarding() });
    expect(statusesOf(await exchangeBytes(up.port, Buffer.from(sent, 'latin1'), 40, statuses.length))).toEqual(
      statuses,
    );
    await expectUp(up);
  });

  test.each([
    ['streams', forwarding()],
    ['buffers', retrying()],
  ])('that %s meets all of it at the same time, and stays up', async (_, policies) => {
    const up = await gateway((await answering()).url, NOWHERE, { policies });
    await Promise.all(BAD.map(([, sent]) => exchangeBytes(up.port, Buffer.from(sent, 'latin1'), 40)));
    await expectUp(up);
    expect(up.complaints).toEqual([]);
  });

  test('writes nothing into a response that has begun when the next request is none', async () => {
    const backend = await LocalBackend.http((_, response) => void response.writeHead(200).write('begun'));
    const { port } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const received = await new Promise<string>((resolve) => {
      let all = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(`${GET}\r\n`));
      socket.on('data', (chunk) => {
        all += chunk.toString();
        if (all.includes('begun')) socket.write('garbage\r\n\r\n');
      });
      socket.on('error', () => undefined).on('close', () => resolve(all));
    });
    expect(statusesOf(received)).toEqual([200]);
  });

  test('serves others while clients are slow, or say nothing', async () => {
    const up = await gateway((await answering()).url, NOWHERE);
    const slow = ['', 'GET /ord', `${GET}A: b`, `${POST}Content-Length: 10\r\n\r\nabc`].map((sent) => {
      const socket = connect(up.port, '127.0.0.1', () => void socket.write(sent));
      return socket;
    });
    await expectUp(up);
    slow.forEach((socket) => socket.resetAndDestroy());
    await expectUp(up);
  });
});

describe('a path', () => {
  test.each([
    ['/orders/../x/./%2e%2e/y', '/../x/./%2e%2e/y'],
    ['/orders//a//b/', '//a//b/'],
    ['//orders/a', '/a'],
    ['/orders/a%2Fb%zz%00', '/a%2Fb%zz%00'],
    ['/orders/%C3%A9%E2%98%83?q=%C3%A9&q=+', '/%C3%A9%E2%98%83?q=%C3%A9&q=+'],
    ['/orders/a<>"{}|\\^`?x=\'"', '/a<>"{}|\\^`?x=\'"'],
    ['/ORDERS/A', '/A'],
    ['http://other.example/orders/a?x=1', '/a?x=1'],
    ['HTTP://other.example:81/orders/a', '/a'],
    [`/orders/${'a'.repeat(10_000)}`, `/${'a'.repeat(10_000)}`],
  ])('%s reaches the backend as %s', async (path, expected) => {
    const backend = await answering();
    const { port } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    await exchangeBytes(port, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, 40);
    expect(backend.received.map(({ url }) => url)).toEqual([expected]);
  });

  test('is put after that of the mapping', async () => {
    const backend = await answering();
    const { url } = await gateway(`${backend.url}/base/`, NOWHERE, { policies: forwarding() });
    expect(await (await fetch(`${url}/orders/a`)).text()).toBe('/base/a');
  });
});

describe('a subscription key', () => {
  const MISSING =
    'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.';
  const INVALID =
    'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.';

  test.each([
    ['is missing', {}, '', MISSING],
    ['is wrong in a header', { 'Ocp-Apim-Subscription-Key': 'guess' }, '', INVALID],
    ['is wrong in the query', {}, '?subscription-key=guess', INVALID],
  ])('that %s', async (_, headers, query, message) => {
    const backend = await answering();
    const { url } = await gateway(backend.url, NOWHERE, { subscriptionRequired: true });
    const response = await fetch(`${url}/orders/a${query}`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ statusCode: 401, message });
    expect(response.headers.get('www-authenticate')).toBe(
      'AzureApiManagementKey realm="https://apim.azure-api.net/orders",name="Ocp-Apim-Subscription-Key",type="header"',
    );
    expect(backend.received).toEqual([]);
  });

  test('that is missing is told, and so is too large a body, where on-error reads the body', async () => {
    const onError =
      '<set-variable name="sent" value="@(context.Request.Body?.As&lt;string&gt;(preserveContent: true) ?? &quot;&quot;)" />';
    const policies = { ...retrying(), onError };
    const up = await gateway((await answering()).url, NOWHERE, { policies, subscriptionRequired: true });
    const large = 'Content-Length: 300000000\r\n\r\nabc';
    const answers = await exchangeBytes(
      up.port,
      `${POST}Content-Length: 3\r\n\r\nabc${POST}Ocp-Apim-Subscription-Key: local\r\n${large}`,
      150,
      2,
    );
    expect(statusesOf(answers)).toEqual([401, 413]);
    expect(up.complaints).toEqual([]);
  });

  test('that is right opens the API, and goes on to the backend as any header does', async () => {
    const backend = await answering();
    const { url } = await gateway(backend.url, NOWHERE, { subscriptionRequired: true, subscriptionKeys: ['a', 'b'] });
    const headers = { 'ocp-apim-subscription-key': 'b' };
    expect((await fetch(`${url}/orders/x`, { headers })).status).toBe(200);
    expect((await fetch(`${url}/orders/x?subscription-key=a`)).status).toBe(200);
    expect(backend.received[0].headers['ocp-apim-subscription-key']).toBe('b');
  });
});

describe('what closes', () => {
  test('answers what is under way, and ends idle connections', async () => {
    const backend = await LocalBackend.http((_, response) => void setTimeout(() => response.end('late'), 100));
    const { server, port } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const idle = new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1').on('close', resolve);
      socket.resume();
    });
    const underWay = exchangeBytes(port, `${GET}\r\n`, 1000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.close();
    expect(await underWay).toMatch(/\r\nConnection: close\r\n[^]*late$/);
    await idle;
    await expect(fetch(`http://127.0.0.1:${port}/orders/a`)).rejects.toThrow();
  });

  test('waits no longer than its patience', async () => {
    const backend = await LocalBackend.http(() => undefined);
    const { server, port } = await gateway(backend.url, NOWHERE, { policies: forwarding('timeout="60"') });
    const underWay = exchangeBytes(port, `${GET}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.close(50);
    expect(await underWay).toBe('');
  });
});
