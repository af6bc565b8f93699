import { Duration } from '../../../lib';
import {
  ExchangeResult,
  failoverMatchers,
  Gateway,
  guarantees,
  ProofReport,
  SimulationError,
  SurvivalExpectation,
} from '../../../simulator';
import '../../../simulator/testing/jest';
import { stack } from '../../cli/stack';
import { report } from '../prove/reports';

const proofOf = (sets: readonly (readonly string[])[]): ProofReport =>
  report(sets.map((backends) => ({ failure: { backends, how: 'hang' } })));
const proof = (retries?: number) => guarantees(JSON.stringify(stack(retries)));

test('what is survived passes, in one way of failing or in all', async () => {
  const proved = await proof();
  expect(proved).toSurvive('func-primary');
  expect(proved).toSurvive(['func-secondary'], 'refused', { within: 0, api: 'orders', apiManagement: 'apim' });
  expect(proved).toSurvive('func-primary', 'status 504');
});

test('what is not survived, or takes too long, does not pass, and says what happens', async () => {
  expect(await proof(2)).not.toSurvive('func-primary', 'refused');
  expect(await proof()).not.toSurvive('func-primary', 'hang', { within: 30 });
  const { pass, message } = failoverMatchers.toSurvive(await proof(2), 'func-primary', 'refused');
  expect([pass, message()]).toEqual([
    false,
    'expected to survive the failure of func-primary (refused)\n' +
      '  apim, API orders, func-primary (refused): survives later; a client waits at most 1 s',
  ]);
});

test('what is survived only under some assumptions does not pass, and says under which', async () => {
  const { pass, message } = failoverMatchers.toSurvive(await proof(3), 'func-primary', 'refused');
  expect([pass, message()]).toEqual([
    false,
    'expected to survive the failure of func-primary (refused)\n' +
      '  apim, API orders, func-primary (refused): survives, at risk; ' +
      "survives later if successResets is false and failureWindow is 'fixed'; a client waits at most 2 s",
  ]);
});

test('how long a client may wait is a number of seconds or a duration, and told', async () => {
  const proved = await proof();
  expect(proved).toSurvive('func-primary', 'hang', { within: Duration.minutes(1) });
  const { pass, message } = failoverMatchers.toSurvive(proved, 'func-primary', 'hang', {
    within: Duration.milliseconds(500),
  });
  expect([pass, message()]).toEqual([
    false,
    'expected to survive the failure of func-primary (hang) within 0.5 s\n' +
      '  apim, API orders, func-primary (hang): survives; a client waits at most 43 s',
  ]);
});

describe('where there is nothing to expect, neither an expectation nor its opposite passes', () => {
  test.each<[string, string | readonly string[], string | undefined, SurvivalExpectation]>([
    ["no simulated failure includes 'func-x'; known: 'func-primary', 'func-secondary'", 'func-x', undefined, {}],
    [
      "no simulated failure of func-primary is 'refusd'; known: 'status 500-599', 'refused', 'unreachable', 'hang', 'status 503 just before the timeout', 'flapping'",
      ...(['func-primary', 'refusd', {}] as const),
    ],
    ["no simulated failure of func-primary is 'status undefined'; known", 'func-primary', 'status undefined', {}],
    ["no API is named 'order'; known: 'orders'", 'func-primary', undefined, { api: 'order' }],
    ["no API Management service is named 'apin'; known: 'apim'", 'func-primary', undefined, { apiManagement: 'apin' }],
    [
      'the first argument: an empty list is not allowed; the name of a backend or a list of names is needed, such as ' +
        "'orders-sdc' or ['orders-sdc', 'orders-nwe']",
      ...([[], undefined, {}] as const),
    ],
    ['the first argument: 7 is not allowed', ...([['a', 7 as unknown as string], undefined, {}] as const)],
    [
      'within: NaN is not allowed; a number of seconds, 0 or more, or a Duration is needed',
      ...(['func-primary', undefined, { within: NaN }] as const),
    ],
    ['within: "5" is not allowed', 'func-primary', undefined, { within: '5' as unknown as number }],
    ['within: null is not allowed', 'func-primary', undefined, { within: null as unknown as number }],
    [
      'the third argument: null is not allowed; an object is needed: { within, api, apiManagement }',
      ...(['func-primary', undefined, null as unknown as SurvivalExpectation] as const),
    ],
    [
      'the third argument: a list is not allowed',
      ...(['func-primary', undefined, [4] as unknown as SurvivalExpectation] as const),
    ],
    [
      "withn is unknown (did you mean 'within'?); allowed: within, api, apiManagement",
      ...(['func-primary', undefined, { withn: 0.001 } as SurvivalExpectation] as const),
    ],
    [
      "apiName is unknown (did you mean 'api'?); allowed: within, api, apiManagement\ntoSurvive: within: -1 is not allowed",
      ...(['func-primary', undefined, { apiName: 'x', within: -1 } as SurvivalExpectation] as const),
    ],
    [
      "the second argument: an object is not allowed; it is how the backends fail, such as 'refused', or undefined for " +
        'every failure; { within, api, apiManagement } is the third',
      ...(['func-primary', { within: 5 } as unknown as string, {}] as const),
    ],
  ])('%s', async (fault, backends, how, expected) => {
    const proved = await proof();
    expect(() => expect(proved).toSurvive(backends, how, expected)).toThrow(`toSurvive: ${fault}`);
    expect(() => expect(proved).not.toSurvive(backends, how, expected)).toThrow(`toSurvive: ${fault}`);
  });

  test('a set that never fails alone', () => {
    const proved = proofOf([['a'], ['b'], ['a', 'b', 'c']]);
    expect(() => expect(proved).toSurvive(['a', 'b'])).toThrow(
      "no simulated failure consists of exactly a + b; known: 'a', 'b', 'a + b + c'",
    );
    // A name that is given twice is one backend.
    expect(proved).toSurvive(['a', 'a']);
  });

  test('what has to be awaited first', async () => {
    const pending = proof();
    const report = pending as unknown as ProofReport;
    const sent = Promise.resolve({ attempts: [] }) as unknown as ExchangeResult;
    const needed =
      'expect(await guarantees(...)).toSurvive(...) or await expect(guarantees(...)).resolves.toSurvive(...)';
    const answer = (matcher: string): string =>
      `${matcher}: the answer is a promise; await it: expect(await gateway.send(...)).${matcher}(...) or ` +
      `await expect(gateway.send(...)).resolves.${matcher}(...)`;
    for (const asserting of [expect(report), expect(report).not]) {
      expect(() => asserting.toSurvive('func-primary')).toThrow(
        new Error(`toSurvive: the report is a promise; await it: ${needed}`),
      );
    }
    for (const asserting of [expect(sent), expect(sent).not]) {
      expect(() => asserting.toHaveFailedOverTo('func-primary')).toThrow(new Error(answer('toHaveFailedOverTo')));
      expect(() => asserting.toHaveBeenAnsweredBy('func-primary')).toThrow(new Error(answer('toHaveBeenAnsweredBy')));
    }
    await expect(pending).resolves.toSurvive('func-primary');
    await expect(sent).resolves.not.toHaveFailedOverTo('func-primary');
  });

  test('what is no report and no answer', async () => {
    expect(() => expect(undefined).toSurvive('func-primary')).toThrow('a report is needed');
    expect(() => expect({}).toHaveBeenAnsweredBy('func-primary')).toThrow(
      'toHaveBeenAnsweredBy: the result of gateway.send is needed, for example expect(await gateway.send(...))',
    );
    await expect(expect(proof()).resolves.toHaveFailedOverTo('func-primary')).rejects.toThrow(
      'toHaveFailedOverTo: the result of gateway.send is needed',
    );
    const answer = { attempts: [] };
    const noName = undefined as unknown as string;
    expect(() => expect(answer).not.toHaveFailedOverTo(noName)).toThrow(
      "the first argument: undefined is not allowed; the name of a backend is needed, such as 'orders-sdc'",
    );
    expect(() => expect(answer).not.toHaveBeenAnsweredBy('b', null as unknown as object)).toThrow(
      'toHaveBeenAnsweredBy: the second argument: null is not allowed; an object is needed: { attempts }',
    );
  });
});

test.each<[string, unknown]>([
  ['undefined was received; the text of Terraform JSON is needed, as in guarantees(Testing.synth(stack))', undefined],
  ['an object was received; the text', stack()],
  ['a promise was received; await it; the text', Promise.resolve('{}')],
  ['a list of bytes was received; the text', Buffer.from('{}')],
])('%s', async (fault, json) => {
  await expect(guarantees(json as string)).rejects.toThrow(`guarantees: ${fault}`);
  await expect(Gateway.fromTerraform(json as string)).rejects.toThrow(
    `Gateway.fromTerraform: ${fault.replace('guarantees(', 'Gateway.fromTerraform(')}`,
  );
});

test('options that are unknown or of another kind are refused, all at once', async () => {
  const request = { path: '/orders/7', verb: 'GET' };
  const options = { ignorPolicies: [], ignorePolicies: 'trace', requests: [request, 5] };
  await expect(guarantees({} as string, options as object)).rejects.toThrow(
    new SimulationError([
      'guarantees: an object was received; the text of Terraform JSON is needed, as in guarantees(Testing.synth(stack))',
      "guarantees: ignorPolicies is unknown (did you mean 'ignorePolicies'?); allowed: requests, ignorePolicies",
      'guarantees: ignorePolicies: "trace" is not allowed; a list is needed',
      'guarantees: requests[0].method is missing',
      'guarantees: requests[0].verb is unknown; allowed: method, path, headers, body, region, product, ipAddress',
      'guarantees: requests[1]: 5 is not allowed; an object is needed: { method, path }',
    ]),
  );
});

test('what is not proved is not survived, unless it is another API', async () => {
  const text = JSON.stringify(stack());
  const refused = await guarantees(text.replace('<inbound>', '<inbound><xsl-transform />'));
  const { pass, message } = failoverMatchers.toSurvive(refused, 'func-primary');
  expect(pass).toBe(false);
  expect(message()).toMatch(/^Not proved:\n {2}apim: API orders, GET \/orders\/1 \(operation get\): .*xsl-transform/);
  const proved = { ...(await proof()), notProved: refused.notProved.map((gap) => ({ ...gap, api: 'other' })) };
  expect(proved).not.toSurvive('func-primary');
  expect(proved).toSurvive('func-primary', undefined, { api: 'orders' });
});

test('requests take the place of those that are made, and must match an operation', async () => {
  const given = await guarantees(JSON.stringify(stack()), { requests: [{ method: 'GET', path: '/orders/7' }] });
  expect(given.requests.map(({ request }) => request)).toEqual(['GET /orders/7']);
  await expect(
    guarantees(JSON.stringify(stack()), { requests: [{ method: 'PUT', path: '/orders/7' }] }),
  ).rejects.toThrow('request 0, PUT /orders/7: no operation of API orders matches; operations: ');
});
