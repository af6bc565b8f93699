import { Agent, request as httpRequest, IncomingMessage, RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { LocalHost, startFunctionApp } from '../src/local-host';

const PATH = '/api/ProcessRequestFunction';
const PRIMARY = { siteName: 'func-primary', region: 'Sweden Central' };
const UNAVAILABLE = JSON.stringify([{ functionApp: 'func-primary', respondsWithResultCode: 503 }]);

let app: LocalHost;
let agent: Agent;

beforeEach(async () => {
  app = await startFunctionApp(PRIMARY);
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});

afterEach(async () => {
  agent.destroy();
  await app.close();
});

interface Answer extends Pick<IncomingMessage, 'statusCode' | 'headers'> {
  readonly body: string;
  readonly reusedSocket: boolean;
}

/** One request; chunks are sent as such, a whole body with its length. */
function send(path: string, body: string | readonly Buffer[], options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(path, app.url), { method: 'POST', agent, ...options }, (response) => {
      const { statusCode, headers } = response;
      text(response).then(
        (read) => resolve({ statusCode, headers, body: read, reusedSocket: request.reusedSocket }),
        reject,
      );
    });
    request.on('error', reject);
    if (typeof body === 'string') return void request.end(body);
    for (const chunk of body) request.write(chunk);
    request.end();
  });
}

test('it serves the function under its own name', async () => {
  const { statusCode, headers, body } = await send(PATH, UNAVAILABLE);
  expect(statusCode).toBe(503);
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': `${body.length}` });
  expect(JSON.parse(body)).toEqual({ functionAppName: 'func-primary', region: 'Sweden Central' });
});

test('two of them stand side by side, each with its own entry', async () => {
  const secondary = await startFunctionApp({ siteName: 'func-secondary', region: 'Norway East' });
  try {
    expect(secondary.url).not.toBe(app.url);
    const response = await fetch(secondary.url + PATH, { method: 'POST', body: UNAVAILABLE });
    expect([response.status, await response.text()]).toEqual([400, 'No matching function app found in request']);
  } finally {
    await secondary.close();
  }
});

test('a body may come in chunks that split a character, and a query may follow the path', async () => {
  const siteName = 'func-sjö';
  const other = await startFunctionApp({ siteName, region: 'Norway East' });
  try {
    const bytes = Buffer.from(JSON.stringify([{ functionApp: siteName, respondsWithResultCode: 202 }]));
    const middle = bytes.indexOf('ö') + 1;
    const { statusCode, body } = await send(`${other.url}${PATH}?code=key`, [
      bytes.subarray(0, middle),
      bytes.subarray(middle),
    ]);
    expect([statusCode, JSON.parse(body)]).toEqual([202, { functionAppName: siteName, region: 'Norway East' }]);
  } finally {
    await other.close();
  }
});

test.each(['/', '/api', '/api/', `${PATH}/`, `${PATH}/more`, '/api/Other'])('there is nothing at %s', async (path) => {
  expect((await send(path, UNAVAILABLE)).statusCode).toBe(404);
});

test.each(['GET', 'PUT', 'DELETE', 'HEAD'])('%s is not allowed', async (method) => {
  const { statusCode, headers } = await send(PATH, '', { method });
  expect(statusCode).toBe(405);
  expect(headers.allow).toBe('POST');
});

test('a body over the limit is refused, announced or not, and one at the limit is read', async () => {
  const limit = 1024 * 1024;
  const padded = (size: number) => UNAVAILABLE + ' '.repeat(size - UNAVAILABLE.length);

  expect((await send(PATH, padded(limit))).statusCode).toBe(503);
  expect((await send(PATH, padded(limit + 1))).statusCode).toBe(413);
  expect((await send(PATH, [Buffer.from(padded(limit)), Buffer.from(' ')])).statusCode).toBe(413);
  expect((await send(PATH, UNAVAILABLE)).statusCode).toBe(503);
});

test('one connection carries request after request, refused ones too', async () => {
  const statuses = [];
  for (const [path, body] of [
    [PATH, UNAVAILABLE],
    ['/', UNAVAILABLE],
    [PATH, ' '.repeat(3 * 1024 * 1024)],
    [PATH, ''],
    [PATH, UNAVAILABLE],
  ]) {
    const { statusCode, reusedSocket } = await send(path, body);
    statuses.push([statusCode, reusedSocket]);
  }
  expect(statuses).toEqual([
    [503, false],
    [404, true],
    [413, true],
    [400, true],
    [503, true],
  ]);
});

test('a client that leaves in the middle of its request does no harm', async () => {
  const { hostname, port } = new URL(app.url);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[`, () => socket.destroy());
    });
    socket.on('close', () => resolve()).on('error', reject);
  });
  expect((await send(PATH, UNAVAILABLE)).statusCode).toBe(503);
});

test('closing ends what idles and what never finishes, frees the port, and can be asked for twice', async () => {
  await send(PATH, UNAVAILABLE);
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  const left = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
  await new Promise<void>((resolve) => socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\n`, () => resolve()));

  await Promise.all([app.close(), app.close(), left]);
  app = await startFunctionApp({ ...PRIMARY, port: Number(port) });
  expect(app.url).toBe(`http://${hostname}:${port}`);
});

test('a port in use is an error that names the app and the port', async () => {
  const port = Number(new URL(app.url).port);
  await expect(startFunctionApp({ ...PRIMARY, port })).rejects.toThrow(
    `func-primary cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
  );
});
