import { Guarantee, guaranteesOf, PoolModel, RetryModel } from '../../../lib/failover';
import { api, backend, backendWith, member, pool, retry } from '../models';

/** The verdict on each failure, by the backends that fail and how. */
function verdicts(of: PoolModel, given: Partial<RetryModel> | undefined, forwardTimeout: number): Map<string, string> {
  const model = api([of], { retry: given && retry(given), forwardTimeout });
  const { guarantees = [] } = guaranteesOf(model, of) ?? {};
  return new Map(
    guarantees.map(({ failure, verdict }) => [`${failure.backends.join(' + ')} (${failure.how})`, verdict]),
  );
}

test('a request that meets a backend just before its circuit opens uses up an attempt', () => {
  const regions = pool(['a', 'b', 'c'].map((name) => [backendWith(name, { interval: 60 })]));
  // Alone, a request has failed 6 times by then, and its seventh attempt is answered either way.
  expect(verdicts(regions, { count: 6 }, 8).get('a + b (hang)')).toBe('survives later');
  expect(verdicts(regions, { count: 7 }, 6).get('a + b (hang)')).toBe('survives');
});

test('an earlier failure divides the failures of a request into two fixed intervals', () => {
  const failureOf = (failures: number, retries: number, how: string): Guarantee | undefined => {
    const of = pool([[backendWith('a', { count: failures, interval: 60 })], [backend('b')]]);
    const model = api([of], { retry: retry({ count: retries }), forwardTimeout: 10 });
    return guaranteesOf(model, of)?.guarantees.find(
      ({ failure }) => failure.backends.join() === 'a' && failure.how === how,
    );
  };
  const verdictOf = (guarantee: Guarantee | undefined): unknown[] => [guarantee?.verdict, guarantee?.risk];
  for (const how of ['status 503', 'refused', 'hang', 'flapping']) {
    const divided = failureOf(3, 3, how);
    expect([divided?.verdict, divided?.firstIsAnswered, divided?.otherwise]).toEqual([
      'survives later',
      'always',
      'survives',
    ]);
    expect(divided?.decidedBy).toEqual({ successResets: false, failureWindow: 'fixed' });
    expect(divided?.counterexample?.requests).toHaveLength(2);
    expect(verdictOf(failureOf(3, 4, how))).toEqual(['survives', undefined]);
    // A flapping backend is healthy again by then.
    expect(failureOf(5, 7, how)?.verdict).toBe(how === 'flapping' ? 'survives' : 'survives later');
    expect(verdictOf(failureOf(5, 8, how))).toEqual(['survives', undefined]);
    // The failure that began the interval and one of the request open such a circuit.
    expect(verdictOf(failureOf(2, 2, how))).toEqual(['survives', undefined]);
  }
});

test('where earlier failures of several backends would be needed, a failure is survived at risk', () => {
  const regions = pool(['a', 'b', 'c'].map((name) => [backendWith(name, { interval: 60 })]));
  const riskOf = (count: number): unknown => {
    const { guarantees = [] } = guaranteesOf(api([regions], { retry: retry({ count }) }), regions) ?? {};
    const { verdict, risk } = guarantees.find(({ failure }) => failure.backends.join() === 'a,b')!;
    return { verdict, risk };
  };
  // With other assumptions, it is survived at risk.
  expect(riskOf(6)).toEqual({ verdict: 'survives later', risk: 'intervals' });
  expect(riskOf(7)).toEqual({ verdict: 'survives', risk: 'intervals' });
  expect(riskOf(8)).toEqual({ verdict: 'survives' });
});

test('other requests take the turns of the healthy member, whichever of the two is first in turn', () => {
  const shared = pool([[backendWith('a', { count: 4 }), backendWith('b', { count: 3 })]]);
  const found = verdicts(shared, { count: 1, interval: 1, firstFastRetry: false }, 5);
  expect(found.get('a (status 503)')).toBe('survives later');
  expect(found.get('b (status 503)')).toBe('survives later');
});

test('others may take every turn of the healthy member without opening a circuit, where each step that opens one ends there', () => {
  const slow = { interval: 0.6, tripDuration: 600 };
  const shared = {
    ...pool([]),
    members: [
      member(backend('a'), 1, { weight: 0 }),
      member(backendWith('b', slow), 1, { weight: 3 }),
      member(backend('c'), 2),
    ],
  };
  const waits = { interval: 6.8, firstFastRetry: true };
  expect(verdicts(shared, { count: 7, ...waits }, 9).get('b (status 503)')).toBe('survives later');
});

test.each([
  { weights: [1, 1], count: 5, retries: 3 },
  { weights: [2, 3], count: 5, retries: 3 },
  { weights: [1, 3], count: 2, retries: 1 },
  { weights: [20, 80], count: 2, retries: 1 },
])(
  'others take the turns of the healthy member until a request has used up its attempts: %o',
  ({ weights, count, retries }) => {
    const shared = {
      ...pool([]),
      members: ['a', 'b'].map((name, index) =>
        member(backendWith(name, { count, interval: 60 }), 1, { weight: weights[index] }),
      ),
    };
    // Of two that are alike, one is proved.
    const failing = (retry: number): unknown => [
      ...new Set(
        ['a', 'b'].flatMap((name) => verdicts(shared, { count: retry }, 10).get(`${name} (status 503)`) ?? []),
      ),
    ];
    expect(failing(retries)).toEqual(['survives later']);
    expect(failing(count)).toEqual(['survives']);
  },
);

test('where no turns are found that others can take, but they may have any, a failure is survived at risk', () => {
  const heavy = {
    ...pool([]),
    members: [
      member(backendWith('a', { count: 5, interval: 60 }), 1, { weight: 1 }),
      member(backendWith('b', { count: 5, interval: 60 }), 1, { weight: 100 }),
    ],
  };
  const { guarantees = [] } =
    guaranteesOf(api([heavy], { retry: retry({ count: 3 }), forwardTimeout: 10 }), heavy) ?? {};
  const found = guarantees.find(({ failure }) => failure.backends.join() === 'a' && failure.how === 'status 503');
  expect([found?.verdict, found?.risk]).toEqual(['survives', 'turns']);
});

test('a circuit that closes within an attempt lets requests that overlap fail', () => {
  const found = verdicts(
    pool([[backendWith('a', { count: 3, interval: 60, tripDuration: 10 })], [backend('b')]]),
    { count: 5, interval: 2.5, firstFastRetry: false },
    20,
  );
  expect(found.get('a (hang)')).toBe('survives later');
  expect(found.get('a (status 503)')).toBe('survives');
});

test('as many requests are sent as it takes until it is the turn of a member with a small weight', () => {
  const heavy = {
    ...pool([]),
    members: [member(backend('a', { breaker: undefined }), 1, { weight: 5 }), member(backend('b'), 1)],
  };
  expect(verdicts(heavy, undefined, 5).get('a (status 503)')).toBe('survives later');
});

test('ten at once may all meet the failing backend before its circuit opens', () => {
  const late = { count: 1, interval: 60, tripDuration: 30 };
  const found = verdicts(pool([[backendWith('a', late)], [backend('b')]]), { count: 0 }, 4);
  expect(found.get('a (status 503)')).toBe('survives later');
});

test('where a circuit can close again within an attempt, a failure that is survived is so at risk', () => {
  const atRisk = (tripDuration: number): (string | undefined)[] => {
    const of = pool([[backendWith('a', { count: 3, interval: 30, tripDuration })], [backend('b')]]);
    const model = api([of], { retry: retry({ count: 7, interval: 0.5 }), forwardTimeout: 2 });
    const { guarantees = [] } = guaranteesOf(model, of) ?? {};
    return guarantees
      .filter(
        ({ failure, verdict }) => failure.backends.join() === 'a' && failure.how === 'hang' && verdict === 'survives',
      )
      .map(({ risk }) => risk);
  };
  // An attempt and its wait take 2.5 s.
  expect(atRisk(2)).toEqual(['closing']);
  expect(atRisk(30)).toEqual([undefined]);
});
