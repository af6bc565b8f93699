import { BreakerModel, checkApi, guaranteesOf, PoolModel } from '../../../lib/failover';
import { api, backend, backendWith, lines, member, pair, pool, retry } from '../models';
import { codesOf, found, local, regions, span } from './found';

test('nothing is found where every failure is survived', () => {
  expect(found(pair())).toEqual([]);
  expect(found(regions(), { count: 8 }, { forwardTimeout: 0.5 })).toEqual([]);
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
    const [first, ...others] = found(regions(), { count: 8, condition: span(500, 504) }, { forwardTimeout: 0.5 });
    expect(first).toContain("the circuit breakers of 'a' and 'b' do not count it");
    expect(others).toEqual([]);
  });

  test.each([
    [502, ''],
    [500, ', unless rangesCountFailedForwards is true, which Azure does not document'],
  ])('a failed connection or a timeout that no error reason counts, and a range from %i', (min, unless) => {
    const breaker = { statusCodeRanges: [{ min, max: 599 }], errorReasons: [] };
    const lines = found(local(breaker), { condition: span(502, 599) });
    expect(lines.find((line) => line.includes('AF101'))).toContain(`all attempts go to that backend${unless}. Count`);
    expect(lines.find((line) => line.includes('AF104'))).toContain(`do not include a timeout${unless}. Add`);
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
  const fixed = (how: string): unknown =>
    expect.stringContaining(
      `AF111 the failure of 'local' (${how}) is not survived if successResets is false and failureWindow is 'fixed'`,
    );

  test('failures of a backend that hangs come too slowly; not a millisecond faster', () => {
    // The first and the last of three failures lie two forwards and a wait of a second apart.
    const model = local({ interval: 15, tripDuration: 60 });
    expect(found(model, {}, { forwardTimeout: 7 })).toEqual([
      "warning: AF104 the circuit breaker of backend 'local' never trips while the backend hangs: with a forward timeout of 7 s, the 3 failures that trip it span 15 s, " +
        'but its interval is 15 s. Set the forward timeout to 6 s or less, or lengthen the interval.',
      fixed('status 503 just before the timeout'),
    ]);
    expect(found(model, {}, { forwardTimeout: 6.999 })).toEqual([
      fixed('unreachable, hang, status 503 just before the timeout'),
    ]);
  });

  test('failures after the end of a fixed interval come too slowly; not a millisecond faster', () => {
    // An earlier failure leaves the last three of five attempts, two forwards and two waits of a second apart.
    const model = local({ interval: 15, tripDuration: 60 });
    expect(found(model, {}, { forwardTimeout: 6.5 })).toEqual([fixed('unreachable, hang')]);
    expect(found(model, {}, { forwardTimeout: 6.499 })).toEqual([]);
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
    const model = regions({ interval: 60 });
    expect(found(model, { count: 8 }, { forwardTimeout: 4 })).toEqual([]);
    const [line, ...others] = found(model, { count: 8 }, { forwardTimeout: 9 });
    expect(line).toContain("AF105 backend 'a' is back in use 30 s after attempt 3, and attempt 7 goes to it again");
    expect(line).toContain('Set the forward timeout to 4 s or less, or lengthen the trip duration');
    expect(others).toEqual([]);
  });

  test('circuits can stay closed, or open and close again, at moments that no known pattern has', () => {
    const model = regions({ interval: 60 });
    const line = (forwardTimeout: number): string[] => found(model, { count: 8 }, { forwardTimeout });
    expect(line(5)).toEqual([
      "warning: AF105 while 'a' and 'b' fail (unreachable), circuits of pool 'pool' can stay closed, or open and close again, while a request of API 'orders' is in progress: " +
        'a certain pattern of other requests can keep the request from reaching a healthy backend. ' +
        'Set the forward timeout to 4 s or less, or lengthen the trip durations and the intervals of the circuit breakers.',
    ]);
  });

  test('intervals can end between the failures of a request, although there are enough retries', () => {
    const of = pool([
      [backendWith('a', { count: 3, interval: 9, tripDuration: 13 })],
      [backendWith('b', { count: 1, interval: 14, tripDuration: 4 })],
      [backend('c')],
    ]);
    const given = { count: 5, interval: 0, firstFastRetry: false };
    const { guarantees = [] } = guaranteesOf(api([of], { retry: retry(given), forwardTimeout: 1.5 }), of) ?? {};
    expect(new Set(guarantees.map(({ risk }) => risk))).toEqual(new Set([undefined, 'intervals']));
    expect(found(of, given, { forwardTimeout: 1.5 })).toEqual([
      expect.stringContaining("AF105 while 'a' and 'b' fail (unreachable), circuits of pool 'pool' can stay closed"),
    ]);
  });

  test('a circuit that other requests open is closed again before the next attempt; not a millisecond sooner', () => {
    const model = local({ tripDuration: 8, interval: 60 });
    expect(found(model, {}, { forwardTimeout: 7 })).toEqual([
      expect.stringContaining('AF105 a circuit closes again before a healthy backend is reached'),
    ]);
    expect(found(model, {}, { forwardTimeout: 6.999 })).toEqual([]);
  });

  test('by waits', () => {
    const model = regions({ tripDuration: 3, interval: 60 });
    expect(codesOf(found(model, { count: 8 }, { forwardTimeout: 0.01 }))).toEqual(['warning AF105']);
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

describe('AF111: a member with weight 0', () => {
  const of = (weight: number | undefined, own: Partial<BreakerModel> = {}): PoolModel =>
    pool([], { members: [member(backendWith('local', own), 1), member(backend('remote'), 2, { weight })] });

  test('failover depends on what Azure sends to it', () => {
    expect(found(of(0))).toEqual([
      expect.stringMatching(
        /^warning: AF111 the failure of 'local' \(.*\) is not survived if zeroWeight is 'no requests', which Azure does not document\. Give the members of the pool weights from 1 to 100\.$/,
      ),
    ]);
    expect(found(of(1))).toEqual([]);
    expect(found(of(undefined))).toEqual([]);
  });

  test('the other causes are told too', () => {
    expect(codesOf(found(of(0), { count: 2 }))).toEqual(['error AF004', 'warning AF111']);
    expect(codesOf(found(of(0, { errorReasons: [] })))).toEqual(
      // By itself, and for the failures that the others explain too.
      codesOf(found(of(1, { errorReasons: [] })).concat('warning: AF111', 'warning: AF111')),
    );
  });
});

describe('AF112', () => {
  test('a client waits longer than the latency budget, and a shorter timeout helps', () => {
    expect(found(pair(), {}, { latencyBudget: 10 })).toEqual([
      "error: AF112 a client of API 'orders' waits up to 19 s while 'local' fails (unreachable), but the latency budget is 10 s. " +
        'Set the forward timeout to 1 s or less, or raise the budget.',
    ]);
    expect(found(pair(), {}, { latencyBudget: 19 })).toEqual([]);
  });

  test('the waits are in the way', () => {
    expect(found(pair(), {}, { latencyBudget: 2 }).join()).toContain('the waits of the retry make it 3.004 s');
  });
});
