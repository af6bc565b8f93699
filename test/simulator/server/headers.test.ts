import { ask, echo, lines, MEGABYTE, passedOn } from './echo';
import { exchangeBytes, forwarding, gateway, LocalBackend, NOWHERE, retrying } from './local';

describe('headers of a request', () => {
  test('of the connection stay there, those that Connection names too; Host is that of the backend', async () => {
    const backend = await echo();
    const { port } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const { headers } = await passedOn(
      port,
      'GET /orders/a HTTP/1.1\r\nHost: gateway.example\r\nConnection: X-Mine, keep-alive\r\nconnection: X-Other\r\n' +
        'X-Mine: 1\r\nX-Other: 2\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Authorization: Basic eA==\r\n' +
        'Proxy-Connection: close\r\nTrailer: T\r\nAuthorization: Bearer x\r\nX-Kept: 3\r\nx-kept: 4\r\nX-Odd: \xe9\xff\r\n\r\n',
    );
    expect(headers).toEqual([
      'authorization: Bearer x',
      'connection: keep-alive',
      `host: ${new URL(backend.url).host}`,
      'x-functions-key: key-of-the-backend',
      'x-kept: 3',
      'x-kept: 4',
      'x-odd: \xe9\xff',
    ]);
  });

  test('give way to the credentials of the backend, in any case', async () => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies: forwarding() });
    const { headers } = await passedOn(port, 'GET /orders/a HTTP/1.1\r\nHost: x\r\nX-Functions-KEY: guessed\r\n\r\n');
    expect(headers.filter((line) => line.startsWith('x-functions-key'))).toEqual([
      'x-functions-key: key-of-the-backend',
    ]);
  });

  test('may be many: the last is there too', async () => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies: forwarding() });
    const many = 'a:b\r\n'.repeat(2500);
    const { body } = await passedOn(port, `POST /orders/a HTTP/1.1\r\nHost: x\r\n${many}Content-Length: 1\r\n\r\nx`);
    expect(body).toBe('78');
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])('may be named %s', async (name) => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies: retrying() });
    const { headers } = await passedOn(port, `GET /orders/a HTTP/1.1\r\nHost: x\r\n${name}: a\r\n\r\n`);
    expect(headers).toContain(`${name.toLowerCase()}: a`);
  });

  test('that a policy makes and HTTP cannot carry are told, and answered with an error', async () => {
    const inbound = `${forwarding().inbound}<set-header name="X-A" exists-action="override"><value>@("\\u2603")</value></set-header>`;
    const { url, complaints } = await gateway((await echo()).url, NOWHERE, { policies: { ...forwarding(), inbound } });
    expect((await ask(`${url}/orders/a`)).status).toBe(500);
    expect(complaints).toEqual([expect.stringMatching(/^backend 'local' \(http:\S+\) failed: invalid X-A header$/)]);
  });
});

describe('headers of a response', () => {
  test('of the connection stay there; those that come several times do so again', async () => {
    const backend = await LocalBackend.writing(
      'HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nset-cookie: b=2, c\r\nX-Mine: 1\r\nConnection: X-Mine\r\nConnection: close\r\n' +
        'Keep-Alive: timeout=1\r\nProxy-Authenticate: Basic\r\nUpgrade: h2c\r\nContent-Length: 2\r\nX-Odd: \xe9\r\n\r\nok',
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const { rawHeaders, body } = await ask(`${url}/orders/a`);
    const kept = lines(rawHeaders).filter((line) => !/^(date|connection): /.test(line));
    expect(kept).toEqual(['content-length: 2', 'set-cookie: a=1', 'set-cookie: b=2, c', 'x-odd: \xe9']);
    expect(body.toString()).toBe('ok');
  });

  test('that a policy makes and HTTP cannot carry are told, and answered with an error', async () => {
    const outbound = '<set-header name="X-A" exists-action="override"><value>@("a\\r\\nb: c")</value></set-header>';
    const { url, complaints } = await gateway((await echo()).url, NOWHERE, { policies: { ...forwarding(), outbound } });
    const { status, headers } = await ask(`${url}/orders/a`);
    expect([status, headers.b, headers['x-a']]).toEqual([500, undefined, undefined]);
    expect(complaints).toEqual([expect.stringContaining('Invalid character in header content ["X-A"]')]);
  });

  test('a reason that HTTP cannot carry is left out', async () => {
    const backend = await LocalBackend.writing(
      `HTTP/1.1 200 ${Buffer.from('☃').toString('latin1')}\r\nContent-Length: 2\r\n\r\nok`,
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    expect((await ask(`${url}/orders/a`)).body.toString()).toBe('ok');
  });

  test('informational responses are not the response', async () => {
    const backend = await LocalBackend.writing(
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    expect(await ask(`${url}/orders/a`)).toMatchObject({ status: 200, body: Buffer.from('ok') });
  });
});

describe('responses without a body', () => {
  test.each([
    ['HEAD', 200, 'Content-Length: 500000\r\n', '500000'],
    ['HEAD', 200, 'Transfer-Encoding: chunked\r\n', undefined],
    ['GET', 204, '', undefined],
    ['GET', 304, 'Content-Length: 12\r\n', '12'],
    ['GET', 200, 'Content-Length: 0\r\n', '0'],
  ])('%s answered with %i and %j', async (method, status, length, expected) => {
    const backend = await LocalBackend.writing(`HTTP/1.1 ${status} X\r\n${length}ETag: "a"\r\n\r\n`);
    const { port, url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const answered = await ask(`${url}/orders/a`, { method });
    expect(answered).toMatchObject({ status, headers: { etag: '"a"' }, body: Buffer.alloc(0) });
    expect(answered.headers['content-length']).toBe(expected);
    // The connection is good for another request.
    const twice = `${method} /orders/a HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(2);
    expect((await exchangeBytes(port, twice, 40, 2)).match(/HTTP\/1\.1 /g)).toHaveLength(2);
  });
});

test.each([
  [204, '<find-and-replace from="a" to="b" />', 204],
  [304, '<find-and-replace from="a" to="b" />', 304],
  [304, '<set-status code="200" reason="OK" />', 200],
])('a %i that tells a length is not waited for where %s', async (status, outbound, expected) => {
  const backend = await LocalBackend.writing(`HTTP/1.1 ${status} X\r\nContent-Length: 12\r\n\r\n`);
  const { url } = await gateway(backend.url, NOWHERE, { policies: { ...forwarding(), outbound } });
  expect(await ask(`${url}/orders/a`)).toMatchObject({ status: expected, body: Buffer.alloc(0) });
});

test('a response that a policy makes one without a body has no length', async () => {
  const backend = await LocalBackend.http((_, response) => response.end(Buffer.alloc(MEGABYTE)));
  const policies = { ...forwarding(), outbound: '<set-status code="204" reason="No Content" />' };
  const { url } = await gateway(backend.url, NOWHERE, { policies });
  const { status, headers, body } = await ask(`${url}/orders/a`);
  expect([status, headers['content-length'], body.length]).toEqual([204, undefined, 0]);
});
