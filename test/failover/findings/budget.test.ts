import fc from 'fast-check';
import {
  ASSUMED_FAILURES,
  attempts,
  check,
  checkApi,
  fewestFailuresAhead,
  FindingCode,
  hangThatStillTrips,
  LONGEST_FORWARD,
  longestForwardTimeout,
  MemberModel,
  MOST_RETRIES,
  PoolModel,
  RetryModel,
  retriesToFailOver,
  Trip,
  tripsInOrder,
  waitsBetween,
} from '../../../lib/failover';
import { beginnings, failuresBeforeLastGroup, Pace, waitBefore } from '../gateway';
import { api, backend, backendWith, member, pair, pool, retry } from '../models';

/** A group's members: the failures that trip each, the interval for them, and the weight. */
interface Given {
  readonly count: number;
  readonly interval: number;
  readonly tripDuration: number;
  readonly weight?: number;
}

function poolOf(groups: readonly (readonly Given[])[], name = 'pool'): PoolModel {
  const members = groups.flatMap((group, index) =>
    group.map(({ weight, ...breaker }, place) =>
      member(backendWith(`${name}-${index}-${place}`, breaker), index + 1, { weight }),
    ),
  );
  return pool([], { name, members });
}

const given: fc.Arbitrary<Given> = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  interval: fc.integer({ min: 1, max: 200 }),
  tripDuration: fc.integer({ min: 1, max: 40 }),
  weight: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
});
const group = fc.array(given, { minLength: 1, maxLength: 4 });
const groups = fc.array(group, { minLength: 1, maxLength: 4 });
const single = fc.tuple(given).map((members) => [...members]);

const pace: fc.Arbitrary<Pace> = fc.record({
  interval: fc.integer({ min: 0, max: 12 }),
  delta: fc.integer({ min: 0, max: 3 }),
  firstFastRetry: fc.boolean(),
});

const trips = (model: PoolModel): [name: string, first: number, last: number][] =>
  tripsInOrder(model).map(({ member, firstFailure, lastFailure }) => [member.backend.name, firstFailure, lastFailure]);

const counts = (model: PoolModel, code: FindingCode, over: Partial<RetryModel>, forwardTimeout = 1): number =>
  checkApi(api([model], { retry: retry(over), forwardTimeout })).filter((found) => found.code === code).length;

describe('retriesToFailOver', () => {
  test.each<[string, PoolModel, number]>([
    ['a breaker ahead of the last group', pair(), 3],
    ['two breakers in one group', pool([[backend('a'), backend('b')], [backend('c')]]), 6],
    ['three groups', pool([[backend('a')], [backendWith('b', { count: 1 })], [backend('c')]]), 4],
    ['one group', pool([[backend('a'), backend('b')]]), 0],
    ['no members', pool([]), 0],
    ['a percentage', pair(backendWith('a', { count: undefined, percentage: 5 })), ASSUMED_FAILURES],
    ['a breaker that is not known', pair(backend('a', { breaker: 'unknown' })), ASSUMED_FAILURES],
    ['no breaker', pair(backend('a', { breaker: undefined })), ASSUMED_FAILURES],
  ])('%s', (_, model, retries) => {
    expect(retriesToFailOver(model)).toBe(retries);
  });

  test('so many failures, and no fewer, lead to the last group, whatever the order within a group', () => {
    fc.assert(
      fc.property(groups, fc.infiniteStream(fc.nat()), (given, order) => {
        const pick = (inUse: number): number => (order.next().value ?? 0) % inUse;
        const breakers = given.map((members) => members.map(({ count }) => count));
        expect(retriesToFailOver(poolOf(given))).toBe(failuresBeforeLastGroup(breakers, pick));
      }),
    );
  });

  test('with so many retries there is no AF004; with one fewer there is', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const model = poolOf(given);
        const needed = retriesToFailOver(model);
        fc.pre(needed > 1);
        expect(counts(model, 'AF004', { count: needed })).toBe(0);
        expect(counts(model, 'AF004', { count: needed - 1 })).toBe(1);
      }),
    );
  });
});

test.each<[string, PoolModel, number | undefined]>([
  ['counts', pool([[backend('a'), backend('b')], [backend('c')]]), 6],
  ['one that is not known', pool([[backend('a'), backend('b', { breaker: 'unknown' })], [backend('c')]]), 4],
  ['no breaker', pair(backend('a', { breaker: undefined })), undefined],
  ['one group', pool([[backend('a')]]), 0],
])('fewestFailuresAhead: %s', (_, model, failures) => {
  expect(fewestFailuresAhead(model)).toBe(failures);
});

test('attempts are the retries and one more', () => {
  expect(attempts(3)).toBe(4);
  expect(attempts('unknown')).toBe('unknown');
});

describe('tripsInOrder', () => {
  const weighted = (...weights: MemberModel['weight'][]): PoolModel =>
    pool([], {
      members: [
        ...weights.map((weight, index) => member(backend('abc'[index] ?? ''), 1, { weight })),
        member(backend('z'), 2),
      ],
    });

  test('group by group, the members of a group in turn', () => {
    const model = pool([[backendWith('a', { count: 2 }), backend('b')], [backend('c')], [backend('d')]]);
    expect(trips(model)).toEqual([
      ['a', 1, 3],
      ['b', 2, 5],
      ['c', 6, 8],
    ]);
  });

  test.each<[MemberModel['weight'][], [string, number, number][]]>([
    [
      [1, 1],
      [
        ['a', 1, 5],
        ['b', 2, 6],
      ],
    ],
    [
      // a, a, b, a: three turns in four.
      [3, 1],
      [
        ['a', 1, 4],
        ['b', 3, 6],
      ],
    ],
    [
      [1, 3],
      [
        ['b', 1, 4],
        ['a', 2, 6],
      ],
    ],
    [
      // Whoever weighs a hundred times as much goes first each time.
      [1, 100],
      [
        ['b', 1, 3],
        ['a', 4, 6],
      ],
    ],
    [
      // No weight is a weight of 1.
      [undefined, 0],
      [
        ['a', 1, 5],
        ['b', 2, 6],
      ],
    ],
  ])('weights %j', (weights, expected) => {
    expect(trips(weighted(...weights))).toEqual(expected);
  });

  test('each member ahead trips once, with all its failures in its span, the last with the sum of all counts', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const model = poolOf(given);
        const all = tripsInOrder(model);
        const ahead = given.slice(0, -1).flat();
        expect(new Set(all.map(({ member }) => member)).size).toBe(ahead.length);
        expect(all).toHaveLength(ahead.length);
        expect(all.at(-1)?.lastFailure ?? 0).toBe(retriesToFailOver(model));
        let before = 0;
        for (const { member, breaker, firstFailure, lastFailure } of all) {
          expect(member.backend.breaker).toBe(breaker);
          expect(firstFailure).toBeGreaterThan(0);
          expect(lastFailure - firstFailure + 1).toBeGreaterThanOrEqual(Number(breaker.count));
          expect(lastFailure).toBeGreaterThan(before);
          before = lastFailure;
        }
        expect(new Set(all.map(({ firstFailure }) => firstFailure)).size).toBe(all.length);
      }),
    );
  });

  test('a group begins to fail when the one ahead of it has tripped', () => {
    fc.assert(
      fc.property(groups, (given) => {
        let failures = 0;
        const all = tripsInOrder(poolOf(given));
        for (const members of given.slice(0, -1)) {
          const span = all.splice(0, members.length);
          expect(Math.min(...span.map((trip) => trip.firstFailure))).toBe(failures + 1);
          failures += members.reduce((sum, { count }) => sum + count, 0);
          expect(Math.max(...span.map((trip) => trip.lastFailure))).toBe(failures);
        }
      }),
    );
  });

  test('turns go by weight: members whose counts are in proportion trip in the same round', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), (given, rounds) => {
        const breaker = { interval: 15, tripDuration: 30 };
        const total = given.reduce((sum, weight) => sum + weight, 0);
        const last = { ...breaker, count: 1 };
        const all = tripsInOrder(
          poolOf([given.map((weight) => ({ ...breaker, weight, count: weight * rounds })), [last]]),
        );
        expect(all).toHaveLength(given.length);
        for (const { firstFailure, lastFailure } of all) {
          expect(firstFailure).toBeLessThanOrEqual(total);
          expect(lastFailure).toBeGreaterThan((rounds - 1) * total);
          expect(lastFailure).toBeLessThanOrEqual(rounds * total);
        }
      }),
    );
  });

  test.each<[string, PoolModel]>([
    ['one group', pool([[backend('a')]])],
    ['no members', pool([])],
    ['a priority that is not known', pool([], { members: [member(backend('a'), 1, { priority: 'unknown' })] })],
    ['no breaker', pair(backend('a', { breaker: undefined }))],
    ['a breaker that is not known', pair(backend('a', { breaker: 'unknown' }))],
    ['a percentage', pair(backendWith('a', { count: undefined, percentage: 5 }))],
    ['more failures than an exchange has retries', pair(backendWith('a', { count: MOST_RETRIES + 1 }))],
    ['no number', pair(backendWith('a', { count: NaN }))],
    ['a weight that is not known, of two', weighted(1, 'unknown')],
  ])('nothing to know for %s', (_, model) => {
    expect(tripsInOrder(model)).toEqual([]);
  });

  test('as many failures as an exchange has retries can be known', () => {
    expect(trips(pair(backendWith('a', { count: MOST_RETRIES })))).toEqual([['a', 1, MOST_RETRIES]]);
  });

  test('a weight that is not known does not matter to a member on its own', () => {
    expect(trips(weighted('unknown'))).toEqual([['a', 1, 3]]);
  });

  test('what is ahead of a group that is not known is known', () => {
    const model = pool([[backend('a')], [backend('b', { breaker: 'unknown' })], [backend('c')], [backend('d')]]);
    expect(trips(model)).toEqual([['a', 1, 3]]);
  });
});

describe('waitsBetween', () => {
  const waits = (over: Partial<RetryModel>, from = 1, to = 5): [least: number, most: number] | undefined => {
    const between = waitsBetween(retry({ firstFastRetry: false, ...over }), from, to);
    return between && [between.least, between.most];
  };

  test.each<[string, Partial<RetryModel>, number, number]>([
    ['fixed', { interval: 2 }, 8, 8],
    ['fixed, the first retry fast', { interval: 2, firstFastRetry: true }, 6, 6],
    ['linear', { interval: 2, delta: 3 }, 2 + 5 + 8 + 11, 26],
    ['linear, the first retry fast', { interval: 2, delta: 3, firstFastRetry: true }, 5 + 8 + 11, 24],
    ['exponential', { interval: 2, delta: 3, maxInterval: 7 }, 8, 28],
    ['exponential, the first retry fast', { interval: 2, delta: 3, maxInterval: 7, firstFastRetry: true }, 6, 21],
    ['a largest interval under the interval', { interval: 7, delta: 3, maxInterval: 2 }, 8, 28],
    ['no interval', { interval: 0 }, 0, 0],
  ])('%s', (_, over, least, most) => {
    expect(waits(over)).toEqual([least, most]);
  });

  test('only the first retry is fast', () => {
    expect(waits({ interval: 2, firstFastRetry: true }, 1, 2)).toEqual([0, 0]);
    expect(waits({ interval: 2, firstFastRetry: true }, 2, 3)).toEqual([2, 2]);
    expect(waits({ interval: 2, delta: 1, firstFastRetry: true }, 2, 4)).toEqual([3 + 4, 7]);
  });

  test.each(['interval', 'delta', 'maxInterval'])('undefined if the %s is not known', (name) => {
    expect(waits({ [name]: 'unknown' })).toBeUndefined();
  });

  test('what is not known does not matter where nothing waits', () => {
    expect(waits({ interval: 'unknown' }, 3, 3)).toEqual([0, 0]);
    expect(waits({ interval: 'unknown', firstFastRetry: true }, 1, 2)).toEqual([0, 0]);
  });

  test('fixed and linear waits are those of each retry, added up', () => {
    const attempt = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(pace, attempt, attempt, (given, from, to) => {
        let sum = 0;
        for (let retryNumber = from; retryNumber < to; retryNumber++) sum += waitBefore(given, retryNumber);
        expect(waits(given, from, to)).toEqual([sum, sum]);
      }),
    );
  });

  test('a path in two has the waits of both parts', () => {
    const steps = fc.integer({ min: 0, max: 20 });
    const maxInterval = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(pace, maxInterval, steps, steps, (given, maxInterval, a, b) => {
        const over = { ...given, maxInterval };
        const [whole, first, second] = [
          waits(over, 1, 1 + a + b),
          waits(over, 1, 1 + a),
          waits(over, 1 + a, 1 + a + b),
        ];
        expect(whole).toEqual([0, 1].map((end) => (first?.[end] ?? NaN) + (second?.[end] ?? NaN)));
        expect(whole?.[0]).toBeLessThanOrEqual(whole?.[1] ?? NaN);
      }),
    );
  });
});

describe('one breaker after another, on a clock', () => {
  const chain = fc.array(single, { minLength: 2, maxLength: 4 });
  const spare = fc.integer({ min: 0, max: 12 });

  /** For each breaker ahead, when its failures begin and end. */
  function spans(
    given: readonly (readonly Given[])[],
    times: readonly number[],
    forward: number,
  ): [Given, number, number][] {
    let from = 0;
    return given.slice(0, -1).flatMap((members) =>
      members.map((each): [Given, number, number] => {
        const to = from + each.count - 1;
        const span: [Given, number, number] = [each, times[from] ?? NaN, (times[to] ?? NaN) + forward];
        from = to + 1;
        return span;
      }),
    );
  }

  test('AF005 where its failures, each in no time, do not fall inside the interval', () => {
    fc.assert(
      fc.property(chain, pace, (given, waits) => {
        const model = poolOf(given);
        const count = retriesToFailOver(model);
        const late = spans(given, beginnings(waits, 0, count), 0).filter(
          ([{ interval, count }, from, to]) => count > 1 && to - from >= interval,
        );
        expect(counts(model, 'AF005', { ...waits, count })).toBe(late.length);
      }),
    );
  });

  test('AF104 where its failures, each at the timeout, take longer than the interval, and AF005 does not hold', () => {
    fc.assert(
      fc.property(chain, pace, fc.integer({ min: 1, max: 60 }), (given, waits, timeout) => {
        const model = poolOf(given);
        const count = retriesToFailOver(model);
        const quick = spans(given, beginnings(waits, 0, count), 0);
        const slow = spans(given, beginnings(waits, timeout, count), timeout).filter(
          ([{ interval, count }, from, to], at) => {
            const [, begin = NaN, end = NaN] = quick[at] ?? [];
            return to - from > interval && !(count > 1 && end - begin >= interval);
          },
        );
        expect(counts(model, 'AF104', { ...waits, count }, timeout)).toBe(slow.length);
      }),
    );
  });

  test('AF105 where it is back in use before the last attempt', () => {
    fc.assert(
      fc.property(chain, pace, spare, (given, waits, more) => {
        const model = poolOf(given);
        const count = retriesToFailOver(model) + more;
        const times = beginnings(waits, 0, count + 1);
        const tripping = spans(given, times, 0).filter(
          ([{ interval, count }, from, to]) => count === 1 || to - from < interval,
        );
        const back = tripping.filter(([{ tripDuration }, , to]) => (times.at(-1) ?? NaN) - to >= tripDuration);
        expect(counts(model, 'AF105', { ...waits, count })).toBe(back.length);
      }),
    );
  });
});

describe('longestForwardTimeout', () => {
  test.each<[string, PoolModel[], Partial<RetryModel> | undefined, number]>([
    // (15 - 1) / 3 = 4.67
    ['whole seconds', [pair()], {}, 4],
    ['the cap', [pair(backendWith('a', { interval: 10_000 }))], {}, LONGEST_FORWARD],
    ['exactly the cap', [pair(backendWith('a', { interval: 721 }))], {}, LONGEST_FORWARD],
    ['a second under the cap', [pair(backendWith('a', { interval: 720 }))], {}, LONGEST_FORWARD - 1],
    // (2 - 1) / 3
    ['milliseconds', [pair(backendWith('a', { interval: 2 }))], {}, 0.333],
    ['a fraction of a second to share', [pair(backendWith('a', { interval: 1.3, count: 2 }))], { interval: 1 }, 0.65],
    ['exponential waits, at their longest', [pair()], { maxInterval: 9, delta: 1 }, 2],
    ['the shortest of all breakers', [pair(backendWith('a', { interval: 100 })), pair()], {}, 4],
    ['no retry', [pair()], undefined, LONGEST_FORWARD],
    ['no pool', [], {}, LONGEST_FORWARD],
    ['one group', [pool([[backend('a')]])], {}, LONGEST_FORWARD],
    ['an interval that is not known', [pair(backendWith('a', { interval: 'unknown' }))], {}, LONGEST_FORWARD],
    ['waits that are not known', [pair()], { interval: 'unknown' }, LONGEST_FORWARD],
    ['waits that leave no time', [pair()], { interval: 15 }, LONGEST_FORWARD],
    [
      'a group behind that is not known',
      [pool([[backend('a')], [backend('b', { breaker: 'unknown' })], [backend('c')]])],
      {},
      4,
    ],
  ])('%s', (_, pools, over, timeout) => {
    expect(longestForwardTimeout(pools, over && retry(over))).toBe(timeout);
  });

  const pools = fc
    .array(fc.array(fc.array(given, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map((groups, index) => poolOf(groups, `pool${index}`)));

  const hanging = (pools: readonly PoolModel[], forwardTimeout: number, model: RetryModel): string[] =>
    check({ backends: [], pools, apis: [api(pools, { retry: model, forwardTimeout })] })
      .filter(({ code }) => code === 'AF104')
      .map(({ remedy }) => remedy);

  test('with it no AF104 is found; with a second more, or a millisecond under a second, one is', () => {
    fc.assert(
      fc.property(pools, pace, (models, waits) => {
        const model = retry({ ...waits, count: MOST_RETRIES });
        const timeout = longestForwardTimeout(models, model);
        expect(hanging(models, timeout, model)).toEqual([]);
        expect(timeout).toBeLessThanOrEqual(LONGEST_FORWARD);
        expect(Number.isInteger(timeout < 1 ? Math.round(timeout * 1e6) / 1e3 : timeout)).toBe(true);
        if (timeout === LONGEST_FORWARD) return;
        const more = timeout < 1 ? Math.round(timeout * 1000 + 1) / 1000 : timeout + 1;
        expect(hanging(models, more, model)).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('with exponential waits, what is still found has another remedy', () => {
    fc.assert(
      fc.property(pools, pace, fc.integer({ min: 1, max: 40 }), (models, waits, maxInterval) => {
        const model = retry({ ...waits, maxInterval, count: MOST_RETRIES });
        const remedies = hanging(models, longestForwardTimeout(models, model), model);
        expect(remedies.filter((remedy) => !remedy.startsWith("Shorten the retry's waits"))).toEqual([]);
      }),
    );
  });

  test('the remedy of AF104 is to the point: with that timeout, and that alone, it is gone', () => {
    fc.assert(
      fc.property(single, pace, (members, waits) => {
        const model = poolOf([members, members]);
        const given = retry({ ...waits, count: MOST_RETRIES });
        const [remedy] = hanging([model], 100, given);
        fc.pre(remedy !== undefined);
        const allowed = Number(/timeout to ([\d.]+) s/.exec(remedy ?? '')?.[1]);
        expect(hanging([model], allowed, given)).toEqual([]);
        expect(hanging([model], Math.round(allowed * 1000 + 1) / 1000, given)).toHaveLength(1);
      }),
    );
  });
});

test('hangThatStillTrips: what the interval leaves to each forward, in whole milliseconds', () => {
  const trip: Trip | undefined = tripsInOrder(pair())[0];
  const hang = (over: Partial<RetryModel>): number | undefined => trip && hangThatStillTrips(trip, retry(over));
  expect(hang({})).toBe(4.666);
  expect(hang({ interval: 0 })).toBe(5);
  expect(hang({ interval: 15 })).toBe(0);
  expect(hang({ interval: 18 })).toBe(-1);
  expect(hang({ interval: 'unknown' })).toBeUndefined();
});
