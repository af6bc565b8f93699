import { createHash, randomBytes } from 'node:crypto';
import { IncomingMessage, request, RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { exchangeBytes, forwarding, gateway, LocalBackend, NOWHERE, pause, retrying, until } from './local';

const MEGABYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The bytes of buffers in use: how many more wait for the collector differs from version to version. */
function held(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

function ask(url: string, options: RequestOptions = {}, body?: Buffer | string | Readable): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject).on('end', () => {
        const { statusCode: status, headers, rawHeaders } = response;
        resolve({ status, headers, rawHeaders, body: Buffer.concat(chunks) });
      });
    });
    asked.on('error', reject);
    if (body instanceof Readable) body.pipe(asked);
    else asked.end(body);
  });
}

/** A backend that answers with the request that it got: its line and headers in the body, before the request's body. */
function echo(): Promise<LocalBackend> {
  return LocalBackend.http((received, response) => {
    const chunks: Buffer[] = [];
    received.on('data', (chunk: Buffer) => chunks.push(chunk));
    received.on('end', () => {
      const { method, url, rawHeaders } = received;
      response.end(
        JSON.stringify({ method, url, headers: lines(rawHeaders), body: Buffer.concat(chunks).toString('hex') }),
      );
    });
  });
}

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

function lines(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .flatMap((name, at) => (at % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[at + 1]}`] : []))
    .sort();
}

/** What the backend got of bytes that a client wrote. */
async function passedOn(port: number, sent: string): Promise<Echo> {
  const received = Buffer.from(await exchangeBytes(port, Buffer.from(sent, 'latin1'), 40), 'latin1').toString();
  return JSON.parse(received.slice(received.lastIndexOf('\r\n\r\n') + 4)) as Echo;
}

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
    expect(complaints).toEqual([expect.stringMatching(/^backend 'local' at http:\S+: invalid X-A header$/)]);
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
    expect((await exchangeBytes(port, twice, 40)).match(/HTTP\/1\.1 /g)).toHaveLength(2);
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

describe.each([
  ['streamed', forwarding('timeout="10"')],
  ['buffered', retrying(10_000)],
])('a %s body', (_, policies) => {
  test.each([
    ['with its length', 'Content-Length: 3\r\n\r\n\0\xff\n'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n1\r\n\0\r\n2;x=y\r\n\xff\n\r\n0\r\nTrailer: gone\r\n\r\n'],
  ])('%s arrives unchanged, and no trailers', async (_how, rest) => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies });
    const { body, headers } = await passedOn(port, `POST /orders/a HTTP/1.1\r\nHost: x\r\n${rest}`);
    expect(body).toBe('00ff0a');
    expect(headers.join()).not.toContain('trailer');
  });

  test.each(['POST', 'DELETE', 'GET'])('that is empty is empty for %s', async (method) => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies });
    for (const rest of ['\r\n', 'Content-Length: 0\r\n\r\n', 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n']) {
      expect(await passedOn(port, `${method} /orders/a HTTP/1.1\r\nHost: x\r\n${rest}`)).toMatchObject({
        method,
        body: '',
      });
    }
  });

  test('after 100-continue arrives', async () => {
    const { port } = await gateway((await echo()).url, NOWHERE, { policies });
    const sent = 'POST /orders/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n';
    const received = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(sent));
      let all = '';
      socket.on('data', (chunk) => {
        all += chunk.toString();
        if (all === 'HTTP/1.1 100 Continue\r\n\r\n') socket.write('abc');
        else if (all.includes('"body"')) resolve((socket.destroy(), all));
      });
    });
    expect(received).toContain('616263');
    expect(received).not.toContain('expect:');
  });

  test('of megabytes arrives unchanged, and so does the response', async () => {
    const backend = await LocalBackend.http((received, response) => received.pipe(response));
    const { url } = await gateway(backend.url, NOWHERE, { policies });
    const sent = randomBytes(8 * MEGABYTE + 1);
    const { body } = await ask(`${url}/orders/a`, { method: 'POST' }, sent);
    expect(body.equals(sent)).toBe(true);
  });

  test('that is compressed passes as it is', async () => {
    const packed = gzipSync('hello');
    const backend = await LocalBackend.http((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed),
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies });
    const { headers, body } = await ask(`${url}/orders/a`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.equals(packed)).toBe(true);
  });
});

describe('a body', () => {
  test('that is buffered is sent again with each attempt', async () => {
    const bodies: string[] = [];
    const backend = (status: number): Promise<LocalBackend> =>
      LocalBackend.http((received, response) => {
        let body = '';
        received.on('data', (chunk) => (body += String(chunk)));
        received.on('end', () => {
          bodies.push(body);
          response.writeHead(status).end();
        });
      });
    const { url } = await gateway((await backend(503)).url, (await backend(200)).url);
    expect((await ask(`${url}/orders/a`, { method: 'POST' }, 'again')).status).toBe(200);
    expect(bodies).toEqual(['again', 'again', 'again', 'again']);
  });

  test('of 100 MB each way streams in flat memory', async () => {
    const hash = createHash('sha1');
    const backend = await LocalBackend.http((received, response) => {
      received.on('data', (chunk: Buffer) => hash.update(chunk));
      received.on('end', () => Readable.from(chunks(100)).pipe(response));
    });
    const { port } = await gateway(backend.url, NOWHERE, { policies: forwarding('timeout="30"') });
    let peak = 0;
    const before = held();
    const watching = setInterval(() => (peak = Math.max(peak, held() - before)), 250);
    const size = await new Promise<number>((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', method: 'POST', path: '/orders/a' }, (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => (received += chunk.length)).on('end', () => resolve(received));
      });
      asked.on('error', reject);
      Readable.from(chunks(100)).pipe(asked);
    });
    clearInterval(watching);
    const expected = createHash('sha1');
    for (const chunk of chunks(100)) expected.update(chunk);
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
    expect(size).toBe(100 * MEGABYTE);
    expect(peak).toBeLessThan(60 * MEGABYTE);
  }, 30_000);

  test('that a policy finds too large is refused, and the connection goes on', async () => {
    const inbound = `<validate-content max-size="10" size-exceeded-action="prevent" unspecified-content-type-action="ignore" />${retrying().inbound}`;
    const { port } = await gateway((await echo()).url, NOWHERE, { policies: { ...retrying(), inbound } });
    const large = 'POST /orders/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n01234567890';
    const received = await exchangeBytes(port, `${large}GET /orders/b HTTP/1.1\r\nHost: x\r\n\r\n`, 60);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  test('that is larger than a gateway holds is refused before it is sent', async () => {
    const { port } = await gateway((await echo()).url, NOWHERE);
    const large = `POST /orders/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${200 * MEGABYTE}\r\n\r\n`;
    const received = await exchangeBytes(port, large);
    expect(received).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/);
  });

  test('that nobody reads leaves its connection as it was', async () => {
    const policies = { inbound: '<return-response><set-status code="202" /></return-response>' };
    const { port } = await gateway(NOWHERE, NOWHERE, { policies });
    const first = `POST /orders/a HTTP/1.1\r\nHost: x\r\nContent-Length: ${MEGABYTE}\r\n\r\n${'a'.repeat(MEGABYTE)}`;
    const received = await exchangeBytes(port, `${first}GET /orders/b HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 202', 'HTTP/1.1 202']);
  });

  test.each([
    ['refuses connections', (): Promise<string> => Promise.resolve(NOWHERE)],
    [
      'answers before it has read all',
      async () => (await LocalBackend.writing('HTTP/1.1 500 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')).url,
    ],
    ['reads no more of it', async () => (await LocalBackend.raw((socket) => void socket.pause())).url],
  ])('on its way to a backend that %s leaves its connection as it was', async (_, start) => {
    const { port } = await gateway(await start(), NOWHERE, { policies: forwarding('timeout-ms="100"') });
    const first = `POST /orders/a HTTP/1.1\r\nHost: x\r\nContent-Length: ${16 * MEGABYTE}\r\n\r\n${'a'.repeat(16 * MEGABYTE)}`;
    const received = await exchangeBytes(port, `${first}GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n`, 300);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 500', 'HTTP/1.1 404']);
  });

  test("of a client that leaves after the answer and before its end is nobody's fault", async () => {
    const { port, url } = await gateway(NOWHERE, NOWHERE, { policies: forwarding() });
    const begun = 'POST /orders/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc';
    expect(await exchangeBytes(port, begun, 30)).toMatch(/^HTTP\/1\.1 500 /);
    expect((await ask(`${url}/nowhere`)).status).toBe(404);
  });

  test.each([
    ['of a known length', 'Content-Length: 10\r\n\r\n01234'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n'],
    ['that is large', `Content-Length: 900000\r\n\r\n${'a'.repeat(300_000)}`],
  ])('of a response %s that breaks off is broken for the client', async (_, rest) => {
    const backend = await LocalBackend.raw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${rest}`);
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    await expect(ask(`${url}/orders/a`)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test('arrives as fast as it is sent', async () => {
    const backend = await LocalBackend.http((_, response) => {
      response.writeHead(200, { 'Content-Length': 10 }).write('first');
      setTimeout(() => response.end('later'), 100);
    });
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    const { body } = await fetch(`${url}/orders/a`);
    const { value } = (await body?.getReader().read()) as { value: Uint8Array };
    expect(Buffer.from(value).toString()).toBe('first');
    await pause(110);
  });

  test('of a response that a policy changes has a length of its own', async () => {
    const outbound = '<set-body>@(context.Response.Body.As<string>() + "é")</set-body>';
    const backend = await LocalBackend.http((_, response) =>
      response.writeHead(200, { 'Content-Length': 2 }).end('ok'),
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies: { ...forwarding(), outbound } });
    expect(await ask(`${url}/orders/a`)).toMatchObject({
      headers: { 'content-length': '4' },
      body: Buffer.from('oké'),
    });
  });

  test.each([
    ['a policy replaces', '<set-body>short</set-body>', 200],
    ['comes with headers that HTTP cannot carry', '<set-header name="a b"><value>c</value></set-header>', 500],
  ])('of a response that %s keeps no connection', async (_, outbound, status) => {
    const backend = await LocalBackend.http((_request, response) => response.end(Buffer.alloc(4 * MEGABYTE)));
    const { url } = await gateway(backend.url, NOWHERE, { policies: { ...forwarding(), outbound } });
    expect((await ask(`${url}/orders/a`)).status).toBe(status);
    await until(() => backend.used.every(({ closed }) => closed));
  });

  test('that does not end until the backend closes arrives whole', async () => {
    const backend = await LocalBackend.raw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it'),
    );
    const { url } = await gateway(backend.url, NOWHERE, { policies: forwarding() });
    expect((await ask(`${url}/orders/a`)).body.toString()).toBe('all of it');
    await until(() => backend.used.every(({ closed }) => closed));
  });
});

function* chunks(megabytes: number): Generator<Buffer> {
  for (let i = 0; i < megabytes * 16; i++) yield Buffer.alloc(65_536, i % 251);
}
