import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { refusalOf } from '../../../../simulator/server/control/guard';
import { LONGEST_BODY } from '../../../../simulator/server/control/backend-switch';
import { Served, serveDemonstration, stop } from './demonstration';
import { open } from './drive';
import { Answer, send, switchTo } from './requests';

const CLOSED = '{"circuit":"closed"}';
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the control paths', () => {
  let { gateway, plane, server, port } = {} as Served;

  beforeEach(async () => {
    ({ gateway, plane, server, port } = await serveDemonstration());
  });

  afterEach(() => stop(plane, server));

  const errorOf = ({ body }: Answer): string => (JSON.parse(body) as { error: string }).error;

  test.each(['/', '/_gatewa', '/_gatewayx', '/_gatewayx/state', '/orders/_gateway/', '/_GATEWAY/', '//_gateway/'])(
    'leave %s to the gateway',
    async (path) => {
      expect((await send(port, path)).status).toBe(418);
    },
  );

  test('the page, its files and nothing else', async () => {
    const page = await send(port, '/_gateway/?a=b');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const names = [...page.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['page.css', 'page.js', 'icon.svg', 'state', 'metrics']));
    for (const name of names) expect((await send(port, `/_gateway/${name}`)).status).toBe(200);
    const missing = await send(port, '/_gateway/..%2f..%2fpackage.json');
    expect(missing.status).toBe(404);
    expect(errorOf(missing)).toBe(
      'The path does not exist. Known paths: ' +
        '/_gateway/, /_gateway/state, /_gateway/metrics, /_gateway/events, /_gateway/request, /_gateway/backends/NAME.',
    );
    expect((await send(port, '/_gateway/__proto__')).status).toBe(404);
  });

  test('without the slash, it leads to the page', async () => {
    const { status, headers } = await send(port, '/_gateway');
    expect([status, headers.location]).toEqual([308, '/_gateway/']);
  });

  test('HEAD has the headers alone', async () => {
    for (const name of ['', 'state', 'metrics', 'events', 'request']) {
      const { status, body } = await send(port, `/_gateway/${name}`, { method: 'HEAD' });
      expect([status, body]).toEqual([200, '']);
    }
  });

  test('every answer has the headers that keep others out', async () => {
    for (const [path, status] of [
      ['', 200],
      ['state', 200],
      ['page.js', 200],
      ['nothing', 404],
    ] as const) {
      const { headers, ...answer } = await send(port, `/_gateway/${path}`);
      expect(answer.status).toBe(status);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('Host and Origin of the page itself are let through', async () => {
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `apim.localhost`,
      '[::1]:80',
      '127.0.0.2',
    ]) {
      const headers = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
      expect((await send(port, '/_gateway/state', { headers })).status).toBe(200);
    }
    expect((await send(port, '/_gateway/', { headers: { 'Sec-Fetch-Site': 'none' } })).status).toBe(200);
  });

  test.each([
    ['evil.example'],
    ['127.0.0.1.evil.example'],
    ['localhost.evil.example:80'],
    ['evil-localhost'],
    ['192.0.2.1'],
    ['user@localhost'],
    ['localhost/..'],
    ['localhost?'],
    ['[::1'],
    ['localhost:x'],
  ])('a Host that is not this gateway is refused: %j', async (host) => {
    const answer = await send(port, '/_gateway/state', { headers: { Host: host } });
    expect(answer.status).toBe(403);
    expect(errorOf(answer)).toContain(`Host ${JSON.stringify(host)} is not this gateway`);
  });

  test.each<Record<string, string>>([
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { Origin: 'https://127.0.0.1' },
    { Origin: 'http://127.0.0.1:1' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('another origin is refused everywhere: %j', async (headers) => {
    for (const name of ['', 'state', 'events', 'metrics', 'request']) {
      expect((await send(port, `/_gateway/${name}`, { headers })).status).toBe(403);
    }
    const sent = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: '{"behaviour":"fails"}' };
    const answer = await send(port, '/_gateway/backends/func-orders-weu', sent);
    expect(answer.status).toBe(403);
    expect(gateway.backend('func-orders-weu').behaviour).toBe('as it is');
    open(plane, gateway, 'func-orders-weu', 1, 30_000);
    expect((await send(port, '/_gateway/backends/func-orders-weu', { ...sent, body: CLOSED })).status).toBe(403);
    expect(gateway.backend('func-orders-weu').circuits[0].state).toBe('open');
  });

  test.each([
    ['192.0.2.7', '192.0.2.7:8080', true],
    ['::ffff:192.0.2.7', '192.0.2.7:8080', true],
    ['2001:db8::7', '[2001:db8:0:0::7]:8080', true],
    ['fe80::7%eth0', '[fe80::7]', true],
    ['192.0.2.7', '192.0.2.8:8080', false],
    ['192.0.2.7', 'gateway.example:8080', false],
    ['127.0.0.1', undefined, false],
  ])('on %s, Host %s is allowed: %s', (localAddress, host, isAllowed) => {
    const socket = Object.defineProperty(new Socket(), 'localAddress', { value: localAddress });
    const request = new IncomingMessage(socket);
    request.headers.host = host;
    expect(refusalOf(request) === undefined).toBe(isAllowed);
  });

  describe('switch a backend', () => {
    test.each(['fails', 'hangs', 'is slow', 'as it is'] as const)('so that it %s', async (behaviour) => {
      const { status, body } = await switchTo(port, 'func-orders-weu', behaviour);
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ name: 'func-orders-weu', behaviour });
      expect(gateway.backend('func-orders-weu').behaviour).toBe(behaviour);
      expect(gateway.backend('func-orders-neu').behaviour).toBe('as it is');
    });

    test.each([
      '',
      'null',
      '"fails"',
      '[]',
      '{}',
      '{"behaviour":"explodes"}',
      '{"behaviour":["fails"]}',
      '{"behaviour":"fails","other":1}',
      '{"__proto__":{"behaviour":"fails"}}',
      '{"behaviour":"fails"',
      '{"circuit":"open"}',
      '{"circuit":"closed","behaviour":"fails"}',
    ])('refuses %j, and says what is allowed', async (body) => {
      const sent = { method: 'POST', headers: JSON_TYPE, body };
      const answer = await send(port, '/_gateway/backends/func-orders-weu', sent);
      expect(answer.status).toBe(400);
      expect(errorOf(answer)).toBe(
        `The body is ${JSON.stringify(body)}. Allowed values: {"behaviour":"as it is"}, {"behaviour":"fails"}, ` +
          '{"behaviour":"hangs"}, {"behaviour":"is slow"}, {"circuit":"closed"}.',
      );
      expect(gateway.backend('func-orders-weu').behaviour).toBe('as it is');
    });

    test('so that its circuits close, and no other', async () => {
      for (const backend of ['func-orders-weu', 'func-orders-neu']) open(plane, gateway, backend, 1, 30_000);
      const sent = { method: 'POST', headers: JSON_TYPE, body: '{ "circuit": "closed" }' };
      const { status, body } = await send(port, '/_gateway/backends/func-orders-weu', sent);
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ circuits: [{ state: 'closed', since: null, until: null }] });
      expect(gateway.backend('func-orders-neu').circuits[0].state).toBe('open');
    });

    test('names the backends that there are', async () => {
      for (const name of ['nowhere', '', '__proto__', 'constructor', '%zz', 'func-orders-weu/x']) {
        const answer = await switchTo(port, name, 'fails');
        expect(answer.status).toBe(404);
        expect(errorOf(answer)).toBe(
          `No backend is named '${name}'. Known backends: 'func-orders-weu', 'func-orders-neu'.`,
        );
      }
    });

    test('takes a name with its characters encoded', async () => {
      expect((await switchTo(port, 'func%2Dorders%2Dweu', 'fails')).status).toBe(200);
    });

    test('takes POST only, as the others take GET', async () => {
      const get = await send(port, '/_gateway/backends/func-orders-weu');
      expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
      for (const name of ['', 'state', 'metrics', 'events', 'request', 'page.js']) {
        const post = await send(port, `/_gateway/${name}`, { method: 'POST', headers: JSON_TYPE, body: '{}' });
        expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
      }
    });

    test('refuses a large body, and answers before all of it came', async () => {
      const body = `{"behaviour":"fails"${' '.repeat(LONGEST_BODY)}}`;
      const answer = await send(port, '/_gateway/backends/func-orders-weu', {
        method: 'POST',
        headers: JSON_TYPE,
        body,
      });
      expect([answer.status, answer.headers.connection]).toEqual([413, 'close']);
      expect(errorOf(answer)).toBe(`The body is longer than ${LONGEST_BODY} bytes.`);
      expect(gateway.backend('func-orders-weu').behaviour).toBe('as it is');
    });

    test('takes JSON only, which a form of another site cannot send', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
        const sent = { method: 'POST', headers: { 'Content-Type': type }, body: '{"behaviour":"fails"}' };
        expect((await send(port, '/_gateway/backends/func-orders-weu', sent)).status).toBe(415);
      }
      const sent = {
        method: 'POST',
        headers: { 'Content-Type': 'Application/JSON; charset=utf-8' },
        body: '{"behaviour":"fails"}',
      };
      expect((await send(port, '/_gateway/backends/func-orders-weu', sent)).status).toBe(200);
    });
  });
});
