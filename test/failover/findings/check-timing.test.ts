import { ApiModel, BackendModel, checkApi, Finding, PoolModel, RetryModel } from '../../../lib/failover';
import { api, backend, backendWith, lines, member, pair, pool, retry } from '../models';

const timed = (model: PoolModel, over: Partial<RetryModel>, more: Partial<ApiModel> = {}): string[] =>
  lines(checkApi(api([model], { forwardTimeout: 'unknown', retry: retry(over), ...more })));

describe("AF005: the waits do not fit into the breaker's interval", () => {
  const REMEDY = "Shorten the retry's waits, or lengthen the interval.";
  const apart = (name: string, failures: number, waits: number, interval: number): string =>
    `error: AF005 the ${failures} failures that trip backend '${name}' lie at least ${waits} s apart by the retry's waits, ` +
    `and its interval is ${interval} s: they cannot trip it. ${REMEDY}`;
  const within = (interval: number, count = 3): PoolModel => pair(backendWith('local', { count, interval }));

  test.each<[string, Partial<RetryModel>, number]>([
    ['fixed waits', { interval: 10, firstFastRetry: false }, 20],
    ['fixed waits, the first retry fast', { interval: 10 }, 10],
    ['growing waits', { interval: 3, delta: 4, firstFastRetry: false }, 10],
    ['growing waits, the first retry fast', { interval: 3, delta: 4 }, 7],
    ['exponential waits, at the shortest', { interval: 6, delta: 2, maxInterval: 60, firstFastRetry: false }, 12],
    ['exponential waits, cut short', { interval: 60, delta: 2, maxInterval: 6, firstFastRetry: false }, 12],
  ])('holds for %s; not with a second more of interval', (_, waits, apartBy) => {
    expect(timed(within(apartBy), waits)).toEqual([apart('local', 3, apartBy, apartBy)]);
    expect(timed(within(apartBy + 1), waits)).toEqual([]);
  });

  test('holds for the member whose failures are spread, in turn with those of others', () => {
    const model = pool([
      [backendWith('a', { count: 2, interval: 2 }), backendWith('b', { count: 2, interval: 3 })],
      [backend('c')],
    ]);
    // The attempts go to a, b, a, b: two seconds from a's first failure to its last.
    expect(timed(model, { count: 4, firstFastRetry: false })).toEqual([apart('a', 2, 2, 2)]);
  });

  test('holds for a group that is not the first', () => {
    const model = pool([[backend('a')], [backendWith('b', { interval: 2 })], [backend('c')]]);
    expect(timed(model, { count: 6 })).toEqual([apart('b', 3, 2, 2)]);
  });

  test('holds for a group ahead of one that is not known', () => {
    const unknown = pool([[backendWith('a', { interval: 2 })], [backend('b', { breaker: 'unknown' })], [backend('c')]]);
    expect(timed(unknown, { count: 6, firstFastRetry: false })).toContain(apart('a', 3, 2, 2));
  });

  test.each<[string, PoolModel, Partial<RetryModel>]>([
    ['one failure that trips', within(1, 1), { count: 1, interval: 60 }],
    ['two failures without a wait between them', within(1, 2), { count: 2, interval: 20 }],
    ['waits that are not known', within(1), { interval: 'unknown' }],
    ['a delta that is not known', within(1), { delta: 'unknown' }],
    ['an interval that is not known', pair(backendWith('local', { interval: 'unknown' })), { interval: 20 }],
    ['the last priority group', pair(backend('local'), backendWith('remote', { interval: 1 })), { interval: 1 }],
    [
      'weights that are not known',
      pool([], {
        members: [
          member(backendWith('a', { interval: 2, count: 2 }), 1, { weight: 'unknown' }),
          member(backendWith('b', { interval: 2, count: 2 }), 1),
          member(backend('c'), 2),
        ],
      }),
      { count: 4, firstFastRetry: false },
    ],
  ])('does not hold for %s', (_, model, waits) => {
    expect(timed(model, waits)).toEqual([]);
  });

  test('a weight that is not known does not matter to a member on its own', () => {
    const members = [member(backendWith('a', { interval: 2 }), 1, { weight: 'unknown' }), member(backend('b'), 2)];
    expect(timed(pool([], { members }), { firstFastRetry: false })).toEqual([apart('a', 3, 2, 2)]);
  });
});

describe('AF104: a hanging backend never trips', () => {
  const hanging = (forwardTimeout: number, local: BackendModel, over: Partial<RetryModel> = {}): string[] =>
    timed(pair(local), over, { forwardTimeout });

  test('holds where the timeouts and waits exceed the interval; not at the limit', () => {
    expect(hanging(4.667, backend('local'))).toEqual([
      "warning: AF104 a hanging backend 'local' never trips: 3 forwards of 4.667 s with 1 s of waits take 15.001 s, " +
        'and its interval is 15 s. Set the forward timeout to 4.666 s or less, or lengthen the interval.',
    ]);
    expect(hanging(4.666, backend('local'))).toEqual([]);
    expect(hanging(5, backendWith('local', { interval: 16 }))).toEqual([]);
    expect(hanging(5, backend('local'), { interval: 0 })).toEqual([]);
  });

  test('one forward', () => {
    const local = backendWith('local', { count: 1 });
    expect(hanging(16, local)).toEqual([
      "warning: AF104 a hanging backend 'local' never trips: 1 forward of 16 s with 0 s of waits takes 16 s, " +
        'and its interval is 15 s. Set the forward timeout to 15 s or less, or lengthen the interval.',
    ]);
    expect(hanging(15, local)).toEqual([]);
    expect(hanging(16, local, { interval: 'unknown' })).toHaveLength(1);
  });

  test('exponential waits: the longest count, and what is not certain is said so', () => {
    const waits = { interval: 1, delta: 1, maxInterval: 5 };
    expect(hanging(4, backend('local'), waits)).toEqual([
      "warning: AF104 a hanging backend 'local' may never trip: 3 forwards of 4 s with up to 5 s of waits take up to 17 s, " +
        'and its interval is 15 s. Set the forward timeout to 3.333 s or less, or lengthen the interval.',
    ]);
    expect(hanging(5, backend('local'), waits)[0]).toContain("'local' never trips");
    expect(hanging(4, backendWith('local', { interval: 13 }), waits)[0]).toContain("'local' may never trip");
    expect(hanging(4, backendWith('local', { interval: 12 }), waits)[0]).toContain("'local' never trips");
    expect(hanging(3.333, backend('local'), waits)).toEqual([]);
  });

  test('where the longest waits leave no time, no timeout helps', () => {
    expect(hanging(1, backend('local'), { interval: 1, delta: 1, maxInterval: 15 })).toEqual([
      "warning: AF104 a hanging backend 'local' may never trip: 3 forwards of 1 s with up to 15 s of waits take up to 18 s, " +
        "and its interval is 15 s. Shorten the retry's waits, or lengthen the interval.",
    ]);
  });

  test('the forwards to other members of the group count', () => {
    const model = pool([[backend('a'), backendWith('b', { count: 1, interval: 60 })], [backend('c')]]);
    const found = timed(model, { count: 4, interval: 0 }, { forwardTimeout: 4 });
    expect(found).toEqual([
      "warning: AF104 a hanging backend 'a' never trips: 4 forwards of 4 s with 0 s of waits take 16 s, " +
        'and its interval is 15 s. Set the forward timeout to 3.75 s or less, or lengthen the interval.',
    ]);
    expect(timed(model, { count: 4, interval: 0 }, { forwardTimeout: 3.75 })).toEqual([]);
  });

  test.each<[string, PoolModel, Partial<RetryModel>, Partial<ApiModel>]>([
    ['a timeout that is not known', pair(), {}, { forwardTimeout: 'unknown' }],
    ['waits that are not known', pair(), { interval: 'unknown' }, { forwardTimeout: 300 }],
    ['an interval that is not known', pair(backendWith('local', { interval: 'unknown' })), {}, { forwardTimeout: 300 }],
    ['the last priority group', pair(backend('a'), backendWith('b', { interval: 1 })), {}, { forwardTimeout: 4 }],
  ])('does not hold for %s', (_, model, waits, more) => {
    expect(timed(model, waits, more)).toEqual([]);
  });

  test('is not said where AF005 is: such a backend never trips at all', () => {
    expect(checkApi(api([pair()], { forwardTimeout: 300, retry: retry({ interval: 15 }) }))).toMatchObject([
      { code: 'AF005' },
    ]);
  });

  describe('no error reason counts a timeout', () => {
    const reasons = (errorReasons: string[]): PoolModel => pair(backendWith('local', { errorReasons }));
    const uncounted = (given: string): string =>
      `warning: AF104 a hanging backend 'local' never trips: its error reasons (${given}) do not count a timeout. ` +
      "Add the error reason 'Timeout'.";

    test.each([
      [['BackendConnectionFailure'], 'BackendConnectionFailure'],
      [['BackendConnectionFailure', 'Server errors'], 'BackendConnectionFailure, Server errors'],
      [[], 'none'],
    ])('holds for %j', (errorReasons, given) => {
      expect(timed(reasons(errorReasons), {})).toEqual([uncounted(given)]);
    });

    test('holds without a retry', () => {
      expect(timed(reasons([]), {}, { retry: undefined })).toContain(uncounted('none'));
    });

    test.each<[string, PoolModel]>([
      ['where Timeout is one of them', reasons(['Server errors', 'Timeout'])],
      ['for the last priority group', pair(backend('local'), backendWith('remote', { errorReasons: [] }))],
      ['for no breaker, which is AF002', pair(backend('local', { breaker: undefined }))],
    ])('does not hold %s', (_, model) => {
      expect(timed(model, {})).toEqual([]);
    });
  });
});

describe('AF105: the circuit closes again while the retry goes on', () => {
  const back = (name: string, tripDuration: number, attempt: number, waits: number, made: number): string =>
    `warning: AF105 backend '${name}' is back in use ${tripDuration} s after attempt ${attempt}, and the retry goes on for ` +
    `at least ${waits} s, to attempt ${made}: the last attempts go to the failing backend again. ` +
    'Lengthen the trip duration, or retry less often.';
  const tripping = (tripDuration: number): PoolModel => pair(backendWith('local', { tripDuration }));

  test.each<[string, Partial<RetryModel>, number, number]>([
    ['fixed waits', { count: 7, interval: 5 }, 25, 8],
    ['growing waits', { count: 5, interval: 1, delta: 2 }, 5 + 7 + 9, 6],
    ['exponential waits, at the shortest', { count: 6, interval: 2, delta: 1, maxInterval: 3 }, 8, 7],
  ])('holds for %s; not with a second more', (_, waits, lasting, made) => {
    expect(timed(tripping(lasting), waits)).toEqual([back('local', lasting, 3, lasting, made)]);
    expect(timed(tripping(lasting + 1), waits)).toEqual([]);
  });

  test('holds where one circuit closes before the next is open', () => {
    const model = pool([[backendWith('a', { tripDuration: 6 })], [backend('b')], [backend('c')]]);
    const waits = { count: 6, interval: 2, firstFastRetry: false };
    expect(timed(model, waits)).toEqual([back('a', 6, 3, 8, 7)]);
  });

  test('holds where the interval is not known', () => {
    const model = pair(backendWith('local', { interval: 'unknown', tripDuration: 1 }));
    expect(timed(model, { count: 4 })).toEqual([back('local', 1, 3, 2, 5)]);
  });

  test.each<[string, PoolModel, Partial<RetryModel>]>([
    ['the last attempt is the one after the trip, at once', tripping(2), { count: 3, interval: 1 }],
    ['it never trips for want of attempts', tripping(0), { count: 2 }],
    ['the retry count is not known', tripping(0), { count: 'unknown' }],
    ['the waits are not known', tripping(0), { count: 9, interval: 'unknown' }],
    ['the trip duration is not known', pair(backendWith('a', { tripDuration: 'unknown' })), { count: 50 }],
  ])('does not hold where %s', (_, model, waits) => {
    expect(timed(model, waits).filter((line) => line.includes('AF105'))).toEqual([]);
  });
});

test('findings are about the API', () => {
  const found: Finding[] = checkApi(api([pair()], { forwardTimeout: 300 }));
  expect(found).toMatchObject([{ address: 'main/api', code: 'AF104' }]);
});
