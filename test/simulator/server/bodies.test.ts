import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { ask, echo, MEGABYTE, passedOn } from './echo';
import { exchangeBytes, forwarding, gateway, LocalBackend, NOWHERE, pause, retrying, until } from './local';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Returns the bytes of buffers. Collects garbage only if there are more than `most`: a collection takes long if earlier
 * tests have left much behind.
 */
function held(most: number): number {
  if (process.memoryUsage().arrayBuffers > most) collect();
  return process.memoryUsage().arrayBuffers;
}

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
    const most = held(0) + 60 * MEGABYTE;
    let peak = 0;
    const watching = setInterval(() => (peak = Math.max(peak, held(most))), 250);
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
    expect(peak).toBeLessThanOrEqual(most);
  }, 30_000);

  test('that a policy finds too large is refused, and the connection goes on', async () => {
    const inbound = `<validate-content max-size="10" size-exceeded-action="prevent" unspecified-content-type-action="ignore" />${retrying().inbound}`;
    const { port } = await gateway((await echo()).url, NOWHERE, { policies: { ...retrying(), inbound } });
    const large = 'POST /orders/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n01234567890';
    const received = await exchangeBytes(port, `${large}GET /orders/b HTTP/1.1\r\nHost: x\r\n\r\n`, 60, 3);
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
    const received = await exchangeBytes(port, `${first}GET /orders/b HTTP/1.1\r\nHost: x\r\n\r\n`, 60, 2);
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
    const received = await exchangeBytes(port, `${first}GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n`, 60, 2);
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
