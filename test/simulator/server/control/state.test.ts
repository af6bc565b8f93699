import { ASSUMPTIONS } from '../../../../lib/failover';
import { KEPT_ATTEMPTS, KEPT_EXCHANGES } from '../../../../simulator/server/control/exchange-history';
import type { GatewayState } from '../../../../simulator/server/control/state';
import { Served, serveDemonstration, stop, tellStory } from './demonstration';
import { close, end, open, play, serve, ToldPlane } from './drive';
import { FakeBackend, FakeGateway } from './fake-gateway';
import { send } from './requests';

describe('the state of a gateway', () => {
  let { gateway, plane, server, port } = {} as Served;

  beforeEach(async () => {
    ({ gateway, plane, server, port } = await serveDemonstration());
  });

  afterEach(() => stop(plane, server));

  async function state(): Promise<GatewayState> {
    return JSON.parse((await send(port, '/_gateway/state')).body) as GatewayState;
  }

  test('before any request: the service, its pools, its backends', async () => {
    const { status, headers, body } = await send(port, '/_gateway/state');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(body)).toMatchInlineSnapshot(`
     {
       "assumptions": {
         "culture": "invariant",
         "equalStrings": "two objects",
         "exhaustedPool": "response and error",
         "exponentialJitter": 1,
         "exponentialWait": "interval + 2^(n-1) * delta",
         "failedForward": "response",
         "failureWindow": "sliding",
         "instancesPerUnit": 2,
         "lastErrorAfterRetry": "cleared",
         "lastErrorInRetry": "set",
         "lateFailures": "counted",
         "longestRetryAfter": null,
         "memberChoice": "each forward",
         "noResponseStatus": 500,
         "percentageMinimum": 3,
         "rangesCountFailedForwards": false,
         "responseBeforeForward": "status 200",
         "retryAfter": "replaces",
         "retryAfterDate": true,
         "successResets": false,
         "units": 1,
         "zeroWeight": "as 1",
       },
       "backends": [
         {
           "behaviour": "as it is",
           "circuits": [
             {
               "failures": 0,
               "needed": 3,
               "since": null,
               "state": "closed",
               "unit": 1,
               "until": null,
             },
           ],
           "name": "func-orders-weu",
           "origin": "http://127.0.0.1:7071",
         },
         {
           "behaviour": "as it is",
           "circuits": [
             {
               "failures": 0,
               "needed": 3,
               "since": null,
               "state": "closed",
               "unit": 1,
               "until": null,
             },
           ],
           "name": "func-orders-neu",
           "origin": "http://127.0.0.1:7072",
         },
       ],
       "exchanges": [],
       "now": 0,
       "pools": [
         {
           "groups": [
             {
               "backends": [
                 "func-orders-weu",
               ],
               "priority": 1,
             },
             {
               "backends": [
                 "func-orders-neu",
               ],
               "priority": 2,
             },
           ],
           "name": "orders-pool",
         },
       ],
       "requests": {
         "abandoned": 0,
         "answered": 0,
         "inFlight": 0,
       },
       "service": {
         "name": "apim-orders-weu",
         "region": "westeurope",
         "units": 1,
       },
     }
    `);
  });

  test('a failover, with the times of its attempts in seconds', async () => {
    tellStory(plane, gateway);
    const { exchanges } = await state();
    expect(exchanges.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1]);
    const failover = exchanges.find(({ id }) => id === 3);
    expect(failover).toMatchObject({ at: 12, outcome: 'answered', duration: 2.282, status: 200, furtherAttempts: 0 });
    expect(failover?.attempts[2]).toEqual({
      backend: 'func-orders-weu',
      at: 13.012,
      duration: 0.004,
      status: 503,
      reason: null,
      breaker: 'open',
    });
    expect(failover?.attempts.map(({ backend, status }) => [backend, status])).toEqual([
      ['func-orders-weu', 503],
      ['func-orders-weu', 503],
      ['func-orders-weu', 503],
      ['func-orders-neu', 200],
    ]);
  });

  test('an open circuit tells since when and until when, a closed one does not', async () => {
    gateway.now = 5_000;
    open(plane, gateway, 'func-orders-weu', 1, 35_000);
    const circuit = async (): Promise<unknown> => (await state()).backends[0].circuits[0];
    expect(await circuit()).toMatchObject({ state: 'open', since: 5, until: 35 });
    close(plane, gateway, 'func-orders-weu', 1);
    expect(await circuit()).toMatchObject({ state: 'closed', since: null, until: null });
  });

  test('what is in progress has no end; a client that left has no status', async () => {
    play(plane, gateway, { id: 1, at: 10, attempts: [{ backend: 'func-orders-weu', at: 1, duration: 0 }] });
    play(plane, gateway, { id: 2, at: 20, duration: 5 });
    play(plane, gateway, { id: 3, at: 30, duration: 5, status: 404 });
    const { requests, exchanges } = await state();
    expect(requests).toEqual({ inFlight: 1, answered: 1, abandoned: 1 });
    expect(exchanges.map(({ outcome, duration, status }) => [outcome, duration, status])).toEqual([
      ['answered', 0.005, 404],
      ['client left', 0.005, null],
      ['in progress', null, null],
    ]);
    expect(exchanges[2].attempts).toEqual([
      { backend: 'func-orders-weu', at: 0.011, duration: null, status: null, reason: null, breaker: null },
    ]);
  });

  test('the attempt that ends is that of its backend, also where two are on their way', () => {
    plane.note({ kind: 'exchange started', id: 1, at: 0, method: 'GET', path: '/' });
    plane.note({ kind: 'attempt started', id: 1, at: 0, backend: 'a' });
    plane.note({ kind: 'attempt started', id: 1, at: 0, backend: 'b' });
    const result = { at: 0, duration: 3, reason: undefined, circuit: 'closed' as const };
    plane.note({ kind: 'attempt ended', id: 1, attempt: { ...result, backend: 'b', statusCode: 202 } });
    expect(plane.state.exchanges[0].attempts.map(({ status }) => status)).toEqual([null, 202]);
  });

  test('keeps no more exchanges and attempts than it shows, and counts the others', () => {
    for (let id = 1; id <= 1000; id++) play(plane, gateway, { id, at: id, duration: 1, status: 200 });
    const attempts = Array.from({ length: KEPT_ATTEMPTS + 40 }, (_, at) => {
      return { backend: 'func-orders-weu', at, duration: 1, status: 503 };
    });
    play(plane, gateway, { id: 1001, at: 2000, attempts, duration: 200, status: 503 });
    const { exchanges, requests } = plane.state;
    expect(requests).toEqual({ inFlight: 0, answered: 1001, abandoned: 0 });
    expect(exchanges).toHaveLength(KEPT_EXCHANGES);
    expect(exchanges[49].id).toBe(952);
    expect(exchanges[0].attempts).toHaveLength(KEPT_ATTEMPTS);
    expect(exchanges[0].furtherAttempts).toBe(40);
  });

  test('what is assumed is told whole', () => {
    expect(Object.keys(plane.state.assumptions)).toEqual(Object.keys(ASSUMPTIONS));
  });

  test('what failed in the policies stands with its exchange, cut where it is long or much', () => {
    plane.note({ kind: 'exchange started', id: 1, at: 0, method: 'GET', path: '/' });
    expect(plane.state.exchanges[0].errors).toEqual([]);
    const failed = (id: number, n: number): void => {
      const message = `policy ${n} ${'x'.repeat(1000)}`;
      plane.note({
        kind: 'policy failed',
        id,
        error: { at: 0, address: 'a', policy: 'p', position: undefined, message },
      });
    };
    for (let n = 0; n < 9; n++) failed(1, n);
    plane.note({ kind: 'exchange ended', id: 1, at: 1, status: 500 });
    const [{ errors }] = plane.state.exchanges;
    expect([errors.length, errors[4].slice(0, 18), errors[4].length]).toEqual([5, 'a: <p>: policy 4 x', 501]);
    failed(7, 0);
  });

  test('an exchange that nobody started is passed over', () => {
    const attempt = {
      backend: 'x',
      at: 0,
      duration: 1,
      statusCode: 200,
      reason: undefined,
      circuit: 'closed' as const,
    };
    plane.note({ kind: 'attempt ended', id: 7, attempt });
    plane.note({ kind: 'exchange ended', id: 7, at: 1, status: 200 });
    expect(plane.state).toMatchObject({ exchanges: [], requests: { inFlight: 0, answered: 0 } });
  });

  test('times have no more digits than a clock', () => {
    gateway.now = 1234.567891234;
    expect(plane.state.now).toBe(1.234568);
  });

  test('nothing of a secret is in state, metrics or events', async () => {
    const secretive = new FakeGateway(
      [new FakeBackend('a', 'https://user:top-secret@127.0.0.1:1/p?code=top-secret', 1)],
      [],
    );
    const control = new ToldPlane(secretive);
    const served = await serve(control);
    try {
      for (const path of ['/orders?subscription-key=top-secret', '/orders#top-secret']) {
        play(control, secretive, { id: 1, at: 1, path, duration: 1, status: 200 });
      }
      const bodies = await Promise.all(['state', 'metrics', ''].map((name) => send(served.port, `/_gateway/${name}`)));
      for (const { body, status } of bodies) {
        expect(status).toBe(200);
        expect(body).not.toContain('top-secret');
      }
      expect(control.state.backends[0].origin).toBe('https://127.0.0.1:1');
      expect(control.state.exchanges.map(({ path }) => path)).toEqual(['/orders', '/orders']);
    } finally {
      control.close();
      await end(served.server);
    }
  });

  test('a long path and a long method are cut', () => {
    play(plane, gateway, {
      id: 1,
      at: 1,
      path: `/${'x'.repeat(5000)}`,
      method: 'M'.repeat(500),
      duration: 1,
      status: 404,
    });
    const [{ path, method }] = plane.state.exchanges;
    expect([path.length, method.length]).toEqual([201, 21]);
    expect(path.endsWith('x…')).toBe(true);
  });

  test('members of pools that are declared elsewhere, and priorities that are not known', () => {
    const odd = new FakeGateway([], [{ pool: 'p', groups: [['elsewhere'], ['b']] }]);
    expect(new ToldPlane(odd).state.pools[0].groups[0]).toEqual({ priority: 1, backends: ['elsewhere'] });
    const [{ model, ...rest }] = odd.service.pools;
    const members = model.members.map((member) => ({ ...member, priority: 'unknown' as const }));
    Object.assign(odd.service, { pools: [{ ...rest, model: { ...model, members } }] });
    expect(new ToldPlane(odd).state.pools[0].groups).toEqual([{ priority: null, backends: ['elsewhere', 'b'] }]);
  });
});
