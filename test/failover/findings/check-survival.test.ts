import { ApiModel, BreakerModel, checkApi, PoolModel, retryExpression, RetryModel } from '../../../lib/failover';
import { api, backend, backendWith, lines, pair, pool, retry } from '../models';

/** What is found of an API with this pool and retry; of a method that is sent again, nothing is said. */
const found = (model: PoolModel, over: Partial<RetryModel> = {}, more: Partial<ApiModel> = {}): string[] =>
  lines(checkApi(api([model], { retry: retry(over), ...more })));
const codesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/^(\w+): (AF\d+).*/s, '$1 $2'));
const span = (min: number, max: number): string => retryExpression([{ min, max }]);
const local = (over: Partial<BreakerModel>): PoolModel => pair(backendWith('local', over));

test('nothing is found where every failure is survived', () => {
  expect(found(pair())).toEqual([]);
  expect(found(pool([[backend('a')], [backend('b')], [backend('c')]]), { count: 6 }, { forwardTimeout: 1 })).toEqual(
    [],
  );
});

describe('AF004', () => {
  test('is an error where the second priority is not reached within a request; not with one retry more', () => {
    expect(found(pair(), { count: 2 })).toEqual([
      "error: AF004 the retry makes 3 attempts (count 2), but pool 'pool' reaches its last priority group only with attempt 4: " +
        "the circuit breaker of 'local' trips after 3 failures. Set the retry count to 3 or more.",
    ]);
    expect(found(pair(), { count: 3 })).toEqual([]);
  });

  test('is a warning where only a later priority is not reached: three tiers on purpose', () => {
    const throttling = { count: 1, statusCodeRanges: [{ min: 429, max: 429 }] };
    const tiers = pool([
      [backendWith('a', { ...throttling, count: 2 })],
      [backendWith('b', throttling)],
      [backend('c')],
    ]);
    expect(codesOf(found(tiers, { count: 2, condition: span(429, 429) }))).toEqual(['warning AF004']);
    expect(found(tiers, { count: 3, condition: span(429, 429) })).toEqual([]);
  });

  test('is a warning where other requests can take the turns of healthy members', () => {
    expect(codesOf(found(pool([[backend('a'), backend('b')]]), { count: 1 }))).toEqual(['warning AF004']);
    expect(found(pool([[backend('a'), backend('b')]]), { count: 3 })).toEqual([]);
  });

  test('holds whatever the waits and the condition are, where they are not known', () => {
    expect(codesOf(found(pair(), { count: 2, interval: 'unknown' }))).toEqual(['error AF004', 'note AF204']);
    expect(codesOf(found(pair(), { count: 2, decision: undefined }))).toEqual(['error AF004', 'note AF203']);
    expect(codesOf(found(pair(), { count: 3, decision: undefined }))).toEqual(['note AF203']);
  });
});

test('AF005: waits that keep the failures from falling into the interval; not with a second more', () => {
  const waits = { interval: 10, firstFastRetry: false };
  // A backend that comes and goes answers between its failures, and what a success does is not documented.
  const flapping = expect.stringContaining('(flapping) is not survived if successResets is true') as string;
  expect(found(local({ interval: 20, tripDuration: 60 }), waits)).toEqual([
    "error: AF005 with the waits of the retry, the 3 failures that trip the circuit breaker of backend 'local' span at least 20 s, " +
      'but its interval is 20 s: they cannot trip it. Shorten the waits of the retry, or lengthen the interval.',
    flapping,
  ]);
  expect(found(local({ interval: 21, tripDuration: 60 }), waits, { forwardTimeout: 0.1 })).toEqual([flapping]);
});

describe('AF101', () => {
  test('a status is tried again that the circuit breaker does not count', () => {
    expect(found(pair(), { condition: span(500, 504) })).toEqual([
      "warning: AF101 status 500-501 is retried, but the circuit breaker of 'local' does not count it: all attempts go to that backend. " +
        'Count it in the circuit breaker, or do not retry it.',
    ]);
  });

  test('the same of several backends is said once', () => {
    const model = pool([[backend('a')], [backend('b')], [backend('c')]]);
    const [first, ...others] = found(model, { count: 6, condition: span(500, 504) }, { forwardTimeout: 1 });
    expect(first).toContain("the circuit breakers of 'a' and 'b' do not count it");
    expect(others).toEqual([]);
  });

  test('healthy answers are tried again', () => {
    const always = { condition: 'true', shownCondition: 'true', decision: () => 'retried' as const };
    expect(codesOf(found(pair(), always))).toEqual(['warning AF101']);
  });
});

test('AF102: a status that is counted and not tried again', () => {
  expect(found(pair(), { condition: span(502, 503) })).toEqual([
    "warning: AF102 status 504 counts as a failure of 'local' but is not retried: it reaches the client until the circuit opens. " +
      'Retry it, or do not count it.',
  ]);
});

describe('AF103: a condition that does not continue after every form of a forward without a response', () => {
  test.each([
    ['only null', 'context.Response == null || context.Response.StatusCode >= 502', 'a 500 that the gateway created'],
    ['only a status', 'context.Response != null && context.Response.StatusCode >= 500', 'context.Response is null'],
    [
      'a 500 with LastError alone',
      'context.Response == null || context.LastError != null || context.Response.StatusCode >= 502',
      'without context.LastError',
    ],
  ])('%s', (_, condition, missed) => {
    const lines = found(local({ statusCodeRanges: [{ min: 500, max: 599 }] }), { condition: `@(${condition})` });
    expect(lines.find((line) => line.includes('AF103'))).toContain(missed);
  });

  test('does not hold where it goes on after each', () => {
    expect(found(pair(), { condition: span(502, 504) })).toEqual([]);
  });
});

describe('AF104', () => {
  test('failures of a backend that hangs come too slowly; not a millisecond faster', () => {
    // The first and the last of three failures lie two forwards and a wait of a second apart.
    expect(found(local({ interval: 15, tripDuration: 60 }), {}, { forwardTimeout: 7 })).toEqual([
      "warning: AF104 the circuit breaker of backend 'local' never trips while the backend hangs: with a forward timeout of 7 s, the 3 failures that trip it span 15 s, " +
        'but its interval is 15 s. Set the forward timeout to 4 s or less, or lengthen the interval.',
    ]);
    expect(found(local({ interval: 15, tripDuration: 60 }), {}, { forwardTimeout: 6.999 })).toEqual([]);
  });

  test('no error reason counts a timeout', () => {
    expect(found(local({ errorReasons: ['BackendConnectionFailure'] }))).toEqual([
      "warning: AF104 the circuit breaker of backend 'local' never trips while the backend hangs: its error reasons (BackendConnectionFailure) do not include a timeout. " +
        "Add the error reason 'Timeout'.",
    ]);
  });

  test('does not hold for a breaker of count 1, which trips however long the forward takes', () => {
    // Of requests that overlap, some fail after the circuit has closed again, and whether that counts is not documented.
    expect(found(local({ count: 1, interval: 60 }), { count: 1 }, { forwardTimeout: 90 })).toEqual([
      expect.stringContaining("is not survived if lateFailures is 'ignored'"),
    ]);
    expect(found(local({ count: 1, interval: 60, tripDuration: 100 }), { count: 1 }, { forwardTimeout: 90 })).toEqual(
      [],
    );
  });
});

describe('AF105', () => {
  test('a circuit closes again by timeouts, before the last priority is reached', () => {
    const regions = pool(['a', 'b', 'c'].map((name) => [backendWith(name, { interval: 60 })]));
    expect(found(regions, { count: 6 }, { forwardTimeout: 6 })).toEqual([]);
    // A request that meets 'b' just before its circuit opens has an attempt less.
    expect(found(regions, { count: 6 }, { forwardTimeout: 8 })).toEqual([
      expect.stringContaining('AF105 a circuit closes again before a healthy backend is reached'),
    ]);
    const [line, ...others] = found(regions, { count: 6 }, { forwardTimeout: 9 });
    expect(line).toContain("AF105 backend 'a' is back in use 30 s after attempt 3, and attempt 7 goes to it again");
    expect(line).toContain('Set the forward timeout to 6 s or less, or lengthen the trip duration');
    expect(others).toEqual([]);
  });

  test('by waits', () => {
    const regions = pool(['a', 'b', 'c'].map((name) => [backendWith(name, { tripDuration: 3, interval: 60 })]));
    expect(found(regions, { count: 6 }, { forwardTimeout: 0.01 }).join()).toContain('AF105');
  });
});

test('AF109: several priorities, or members, and no retry', () => {
  expect(codesOf(lines(checkApi(api([pair()], { retry: undefined }))))).toEqual(['warning AF109']);
  expect(codesOf(lines(checkApi(api([pool([[backend('a'), backend('b')]])], { retry: undefined }))))).toEqual([
    'warning AF109',
  ]);
});

test('AF110: one member, and no retry', () => {
  expect(lines(checkApi(api([pool([[backend('a')]])], { retry: undefined })))).toEqual([
    "warning: AF110 API 'orders' uses pool 'pool', which has one member: there is nothing to fail over to. Add a second priority to the pool.",
  ]);
});

test('AF111: failover depends on what Azure does not document', () => {
  const [line, ...others] = found(pair(), {}, { choosesPoolAgain: false });
  expect(line).toContain(
    "is not survived if memberChoice is 'each set-backend-service', which Azure does not document",
  );
  expect(others).toEqual([]);
});

describe('AF112', () => {
  test('a client waits longer than the latency budget, and a shorter timeout helps', () => {
    expect(found(pair(), {}, { latencyBudget: 10 })).toEqual([
      "error: AF112 a client of API 'orders' waits up to 14 s while 'local' fails (unreachable), but the latency budget is 10 s. " +
        'Set the forward timeout to 2 s or less, or raise the budget.',
    ]);
    expect(found(pair(), {}, { latencyBudget: 14 })).toEqual([]);
  });

  test('the waits are in the way', () => {
    expect(found(pair(), {}, { latencyBudget: 2 }).join()).toContain('the waits of the retry make it 2.003 s');
  });
});
