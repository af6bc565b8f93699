import { SimulationError } from '../../../simulator';
import { FORWARD, retry, through, TO_POOL } from './policy-gateway';

describe('forward-request', () => {
  test('the backend gets the path below the API, its credentials and what the client sent', async () => {
    const request = { path: '/orders/7?a=1', headers: { 'X-Client': 'c' }, body: 'text' };
    const { received } = await through({ inbound: TO_POOL }, request);
    expect(received).toEqual([
      {
        to: 'local',
        method: 'POST',
        url: 'https://local.example.com/base/7?a=1&code=abc',
        headers: { 'x-client': 'c', 'x-functions-key': '{{key}}' },
        body: 'text',
      },
    ]);
  });

  test('a hanging backend takes the timeout, in seconds or milliseconds; 300 seconds if none is given', async () => {
    const setup = { scripts: { local: [{ hang: true }] } };
    const seconds = async (forward: string): Promise<number> =>
      (await through({ inbound: TO_POOL, backend: forward }, {}, setup)).seconds;
    expect(await seconds('<forward-request timeout="5" />')).toBe(5);
    expect(await seconds('<forward-request timeout-ms="250" />')).toBe(0.25);
    expect(await seconds('<forward-request />')).toBe(300);
  });

  test('what takes longer than the timeout is one, what takes as long is not', async () => {
    const setup = (latency: number): object => ({ scripts: { local: [{ latency }] } });
    const sections = { inbound: TO_POOL, backend: '<forward-request timeout="2" />' };
    expect((await through(sections, {}, setup(2))).attempts).toEqual(['local 200 at 0']);
    expect((await through(sections, {}, setup(2.001))).attempts).toEqual(['local Timeout at 0']);
  });

  test('without a response the client gets 500, and on-error knows why', async () => {
    const onError =
      '<base /><set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';
    const refused = { scripts: { local: [{ refused: true }] } };
    expect(await through({ inbound: TO_POOL, onError }, {}, refused)).toMatchObject({
      status: 500,
      body: '{"statusCode":500,"message":"Internal server error","activityId":"00000000-0000-4000-8000-000000000001"}',
      headers: { 'x-why': 'forward-request BackendConnectionFailure' },
    });
    const assumed = { ...refused, assumptions: { noResponseStatus: 502 } };
    expect((await through({ inbound: TO_POOL }, {}, assumed)).status).toBe(502);
  });

  test('fail-on-error-status-code sends an error to on-error, with the response that there is', async () => {
    const setup = { scripts: { local: [{ status: 404, body: 'none' }] } };
    const sections = {
      inbound: TO_POOL,
      backend: '<forward-request fail-on-error-status-code="true" />',
      outbound: '<set-header name="x-out"><value>1</value></set-header>',
      onError: '<set-header name="x-status"><value>@(context.Response.StatusCode.ToString())</value></set-header>',
    };
    const { status, body, headers } = await through(sections, {}, setup);
    expect({ status, body, headers }).toEqual({ status: 404, body: 'none', headers: { 'x-status': '404' } });
  });

  test.each([
    [399, '1', undefined],
    [400, undefined, '400'],
  ])('with it, status %d is an error or none', async (status, out, failed) => {
    const sections = {
      inbound: TO_POOL,
      backend: '<forward-request fail-on-error-status-code="true" />',
      outbound: '<set-header name="x-out"><value>1</value></set-header>',
      onError: '<set-header name="x-status"><value>@(context.Response.StatusCode.ToString())</value></set-header>',
    };
    const { headers } = await through(sections, {}, { scripts: { local: [{ status }] } });
    expect([headers['x-out'], headers['x-status']]).toEqual([out, failed]);
  });

  test('a redirect that should be followed is not guessed at', async () => {
    const setup = { scripts: { local: [{ status: 302, headers: { Location: 'https://x.example.com' } }] } };
    const sections = { inbound: TO_POOL, backend: '<forward-request follow-redirects="true" />' };
    await expect(through(sections, {}, setup)).rejects.toThrow(
      'azurerm_api_management_api_policy.orders: <forward-request>: following redirects is not simulated',
    );
  });
});

describe('retry', () => {
  const failing = { scripts: { local: [{ status: 500 }] } };

  test.each([
    ['fixed waits', 'count="3" interval="2"', [0, 2000, 4000, 6000]],
    ['a first retry at once', 'count="3" interval="1" first-fast-retry="true"', [0, 0, 1000, 2000]],
    ['linear waits', 'count="3" interval="1" delta="2"', [0, 1000, 4000, 9000]],
    ['linear waits after a fast one', 'count="3" interval="1" delta="2" first-fast-retry="true"', [0, 0, 3000, 8000]],
    [
      'exponential waits up to the longest',
      'count="4" interval="1" delta="2" max-interval="6"',
      [0, 3000, 8000, 14000, 20000],
    ],
  ])('%s', async (_, attributes, times) => {
    const { attempts } = await through({ inbound: TO_POOL, backend: retry(attributes) }, {}, failing);
    expect(attempts).toEqual(times.map((at) => `local 500 at ${at}`));
  });

  test('the other published formula', async () => {
    const assumptions = { exponentialWait: 'interval + (2^n - 1) * delta' as const };
    const backend = retry('count="3" interval="1" delta="2" max-interval="100"');
    const { attempts } = await through({ inbound: TO_POOL, backend }, {}, { ...failing, assumptions });
    expect(attempts.map((attempt) => attempt.split(' ').at(-1))).toEqual(['0', '3000', '10000', '25000']);
  });

  test('it ends with the first response that its condition does not ask about', async () => {
    const setup = { scripts: { local: [{ status: [500, 500, 404] }] } };
    const { attempts, status } = await through(
      { inbound: TO_POOL, backend: retry('count="9" interval="1"') },
      {},
      setup,
    );
    expect([attempts.length, status]).toEqual([3, 404]);
  });

  test('no response is tried again where the condition allows for none, and fails over', async () => {
    const setup = { scripts: { local: [{ refused: true }] } };
    const { attempts, status } = await through(
      { inbound: TO_POOL, backend: retry('count="3" interval="1"') },
      {},
      setup,
    );
    expect(attempts).toEqual([
      ...[0, 1000, 2000].map((at) => `local BackendConnectionFailure at ${at}`),
      'remote 200 at 3000',
    ]);
    expect(status).toBe(200);
  });

  test('a condition that reads a missing response fails the request', async () => {
    const backend = `<retry condition="@(context.Response.StatusCode >= 500)" count="3" interval="1">${FORWARD}</retry>`;
    const onError = '<set-header name="x-why"><value>@(context.LastError.Reason)</value></set-header>';
    const assumptions = { failedForward: 'null' as const };
    const setup = { scripts: { local: [{ refused: true }] }, assumptions };
    const { attempts, status, headers, errors } = await through({ inbound: TO_POOL, backend, onError }, {}, setup);
    expect([attempts.length, status, headers['x-why']]).toEqual([1, 500, 'ExpressionValueEvaluationFailure']);
    expect(errors).toEqual([
      'azurerm_api_management_api_policy.orders 1:117 <retry> Expression evaluation failed. Object reference not set to an instance of an object.',
    ]);
  });

  test('a body that was not buffered is gone after the first attempt; one that is empty is not missed', async () => {
    const backend = retry('count="2" interval="1"', '<forward-request />');
    const setup = { scripts: { local: [{ status: 500 }] } };
    const withBody = await through({ inbound: TO_POOL, backend }, { body: 'text' }, setup);
    expect(withBody.attempts).toEqual([
      'local 500 at 0',
      'local ProtocolViolation at 1000',
      'local ProtocolViolation at 2000',
    ]);
    expect([withBody.status, withBody.received.length]).toEqual([500, 1]);
    const without = await through({ inbound: TO_POOL, backend }, {}, setup);
    expect(without.received).toHaveLength(3);
  });

  test('other failures within it end it', async () => {
    const backend = retry(
      'count="3" interval="1"',
      '<set-backend-service backend-id="@((string)null + &quot;x&quot;)" />',
    );
    const { status, seconds } = await through({ inbound: TO_POOL, backend });
    expect([status, seconds]).toEqual([500, 0]);
  });

  test('a number that is known only after deployment is a fault that names what it depends on', async () => {
    const backend = '<retry condition="@(true)" count="${var.n}" interval="1"><forward-request /></retry>';
    await expect(through({ inbound: TO_POOL, backend })).rejects.toThrow(
      /<retry>: count is not known before deployment: \$\{var\.n\}$/,
    );
  });

  test('constants out of range are faults before anything runs, all at once', async () => {
    const backend = '<retry condition="maybe" count="51" interval="-1"><forward-request timeout="soon" /></retry>';
    const error = await through({ inbound: TO_POOL, backend }).catch((thrown: unknown) => thrown as SimulationError);
    expect(error).toBeInstanceOf(SimulationError);
    expect((error as SimulationError).faults.map((fault) => fault.replace(/^.*?<(?=retry|forward)/, '<'))).toEqual([
      '<retry>: condition is "maybe"; true or false is needed',
      '<retry>: count is "51"; a whole number of 1 to 50 is needed',
      '<retry>: interval is "-1"; a number of 0 to 2147483647 is needed',
      '<forward-request>: timeout is "soon"; a number of 0 to 2147483647 is needed',
    ]);
  });
});
