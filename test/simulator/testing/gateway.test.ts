import { TerraformStack, Testing } from 'cdktf';
import { CircuitBreakerBackend, Duration, FailoverApi, PriorityPool } from '../../../lib';
import { BackendResponse, ClientRequest, Gateway, GatewayOptions, SimulationError } from '../../../simulator';
import '../../../simulator/testing/jest';
import { newService, newStack, OPERATION } from '../../support/stack';

/** Two regions behind one API, as a user writes it. */
function ordersStack(): TerraformStack {
  const stack = newStack();
  const apiManagement = newService(stack, 'apim-primary');
  const backend = (name: string): CircuitBreakerBackend =>
    new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` });
  const pool = new PriorityPool(stack, 'Pool', {
    apiManagement,
    name: 'orders',
    members: [
      { backend: backend('orders-local'), priority: 1 },
      { backend: backend('orders-remote'), priority: 2 },
    ],
  });
  new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  return stack;
}

async function ordersGateway(): Promise<Gateway> {
  return Gateway.fromTerraform(Testing.synth(ordersStack()), { apiManagement: 'apim-primary' });
}

const REQUEST = { method: 'POST', path: '/orders/', body: '{}' };

test('the three cases of a failover', async () => {
  const gateway = await ordersGateway();
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-local', { attempts: 1 });

  gateway.backend('orders-local').respondsWith(503);
  expect(await gateway.send(REQUEST)).toHaveFailedOverTo('orders-remote', { attempts: 4 });
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-remote', { attempts: 1 });

  gateway.clock.advance(Duration.seconds(31));
  expect(await gateway.send(REQUEST)).toHaveFailedOverTo('orders-remote', { attempts: 4 });

  gateway.clock.advance(31);
  gateway.backend('orders-local').respondsWith(200);
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-local', { attempts: 1 });
});

describe('a matcher', () => {
  test.each([
    ["no backend is named 'orders-remtoe' (did you mean 'orders-remote'?)", 'orders-remtoe', {}],
    ['the second argument: a list is not allowed; an object is needed: { attempts }', 'orders-remote', [4]],
    ["attempt is unknown (did you mean 'attempts'?); allowed: attempts", 'orders-remote', { attempt: 99 }],
    ['attempts: "4" is not allowed; a whole number, 1 or more, is needed', 'orders-remote', { attempts: '4' }],
  ])('refuses, with and without .not: %s', async (fault, backend, expected) => {
    const gateway = await ordersGateway();
    gateway.backend('orders-local').respondsWith(503);
    const answer = await gateway.send(REQUEST);
    for (const asserting of [expect(answer), expect(answer).not]) {
      expect(() => asserting.toHaveFailedOverTo(backend, expected as object)).toThrow(`toHaveFailedOverTo: ${fault}`);
      expect(() => asserting.toHaveBeenAnsweredBy(backend, expected as object)).toThrow(
        `toHaveBeenAnsweredBy: ${fault}`,
      );
    }
  });

  test('lists the known backends, and all faults', async () => {
    const answer = await (await ordersGateway()).send(REQUEST);
    expect(() => expect(answer).not.toHaveFailedOverTo('far', { attempt: 1 } as object)).toThrow(
      new Error(
        "toHaveFailedOverTo: no backend is named 'far'; known: 'orders-local', 'orders-remote'\n" +
          "toHaveFailedOverTo: attempt is unknown (did you mean 'attempts'?); allowed: attempts",
      ),
    );
    // A host that a policy calls by URL, and an answer that no gateway of this test gave.
    expect(answer).not.toHaveFailedOverTo('far.example.com');
    expect({ ...answer }).not.toHaveFailedOverTo('far');
  });
});

describe('a gateway', () => {
  test('refuses options that are unknown or of another kind, all at once', async () => {
    const assumptions = { failedForwards: 'null', failedForward: 'nul', noResponseStatus: 9999, units: 1.5 };
    const settings = { start: new Date(NaN), seed: -1, acceptsTokens: 'no', ignorePolicies: ['<a>'] };
    const options = { assumptions, units: -1, apimanagement: 'apim', ...settings };
    const failing = Gateway.fromTerraform(Testing.synth(ordersStack()), options as unknown as GatewayOptions);
    const { faults } = (await failing.catch((error: unknown) => error)) as SimulationError;
    const known = 'allowed: apiManagement, assumptions, start, seed, acceptsTokens, ignorePolicies';
    expect(faults.map((fault) => fault.replace(/^Gateway\.fromTerraform: /, ''))).toEqual([
      expect.stringMatching(
        /^assumptions\.failedForwards is unknown \(did you mean 'failedForward'\?\); allowed: units, .*, exponentialJitter, 2 more$/,
      ),
      'assumptions.failedForward: "nul" is not allowed; allowed: "response" or "null"',
      'assumptions.noResponseStatus: 9999 is not allowed; allowed: whole numbers from 200 to 599',
      'assumptions.units: 1.5 is not allowed; allowed: whole numbers from 1 to 1000',
      `units is unknown (did you mean 'assumptions.units'?); ${known}`,
      `apimanagement is unknown (did you mean 'apiManagement'?); ${known}`,
      'start: an invalid date is not allowed; a Date is needed',
      'seed: -1 is not allowed; a whole number from 0 to 4294967295 is needed',
      'acceptsTokens: "no" is not allowed; true or false is needed',
      'ignorePolicies[0]: "<a>" is not allowed; the name of a policy is needed, such as set-header',
    ]);
  });

  test('takes every value of an assumption, and its default where it is undefined', async () => {
    const assumptions = { longestRetryAfter: 0.5, failedForward: 'null', units: undefined } as const;
    const options = { apiManagement: 'apim-primary', start: new Date(0), seed: 0, assumptions };
    const gateway = await Gateway.fromTerraform(Testing.synth(ordersStack()), options);
    expect(gateway.assumptions).toMatchObject({ longestRetryAfter: 0.5, failedForward: 'null', units: 1 });
  });

  test.each<[string, unknown]>([
    ['the request: undefined is not allowed; an object is needed: { method, path }', undefined],
    ['path is missing', { method: 'POST' }],
    ["boddy is unknown (did you mean 'body'?); allowed: method, path,", { ...REQUEST, boddy: '' }],
    ['headers: 5 is not allowed; an object of names and values is needed', { ...REQUEST, headers: 5 }],
    ['headers["X-A"]: 5 is not allowed; a string with a single line', { ...REQUEST, headers: { 'X-A': 5 } }],
    ['headers["X-A"]: a list is not allowed', { ...REQUEST, headers: { 'X-A': ['a', 'b\r\nc'] } }],
    ['headers["X A"] is not a valid header name', { ...REQUEST, headers: { 'X A': '' } }],
    ['body: an object is not allowed; a string or bytes are needed', { ...REQUEST, body: {} }],
    ['path: "orders" is not allowed; a path that starts with a slash', { ...REQUEST, path: 'orders' }],
  ])('refuses a request: %s', async (fault, request) => {
    const gateway = await ordersGateway();
    await expect(gateway.send(request as ClientRequest)).rejects.toThrow(`send: ${fault}`);
  });

  test('takes bytes, and several values of a header', async () => {
    const gateway = await ordersGateway();
    const headers = { 'X-A': ['a', 'b'], 'X-B': 'c' };
    expect(await gateway.send({ ...REQUEST, headers, body: new Uint8Array(1) })).toMatchObject({ status: 200 });
  });

  const circular: { self?: unknown } = {};
  circular.self = circular;
  test.each<[string, unknown, unknown]>([
    ['the status: 9999 is not allowed; a whole number from 200 to 599 is needed', 9999, {}],
    ['the status[1]: "200" is not allowed', [503, '200'], {}],
    ['the status: the list is empty; at least one is needed', [], {}],
    ["latncy is unknown (did you mean 'latency'?); allowed: headers, body, latency", 503, { latncy: 1 }],
    ['latency: -1 is not allowed; a number of seconds, 0 or more, or a Duration', 503, { latency: -1 }],
    ['headers["Retry-After"]: 5 is not allowed', 503, { headers: { 'Retry-After': 5 } }],
    ['body: an object is not allowed; a string, or a value that can be sent as JSON', 503, { body: circular }],
    ['the response: a list is not allowed; an object is needed: { headers, body, latency }', 503, [1]],
  ])('refuses a response: %s', async (fault, status, response) => {
    const backend = (await ordersGateway()).backend('orders-local');
    expect(() => backend.respondsWith(status as number, response as BackendResponse)).toThrow(`respondsWith: ${fault}`);
  });

  test('refuses an unknown backend, a host without a name, and a step back in time', async () => {
    const gateway = await ordersGateway();
    expect(() => gateway.backend('orders-lcoal')).toThrow(
      "no backend is named 'orders-lcoal' (did you mean 'orders-local'?); known: 'orders-local', 'orders-remote'",
    );
    expect(() => gateway.backend(7 as unknown as string)).toThrow(
      'backend: the name: 7 is not allowed; text is needed',
    );
    expect(() => gateway.host('')).toThrow('host: the name: "" is not allowed; text is needed');
    expect(() => gateway.clock.advance(-1)).toThrow('advance: the duration: -1 is not allowed; a number of seconds');
  });
});
