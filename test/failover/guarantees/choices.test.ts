import * as fc from 'fast-check';
import {
  ApiModel,
  chooseForwardTimeout,
  chooseRetryCount,
  Guarantee,
  guaranteesOf,
  LONGEST_FORWARD,
  PoolModel,
  retriesToFailOver,
} from '../../../lib/failover';
import { api, backendWith, pool, retry } from '../models';

/** As the constructs have it by default: 3 failures in 60 s open a circuit for 30 s. */
const regions = (count: number, over: Parameters<typeof backendWith>[1] = {}): PoolModel =>
  pool(Array.from({ length: count }, (_, index) => [backendWith(`b${index}`, { interval: 60, ...over })]));

const apiOf = (of: PoolModel, over: Partial<ApiModel> = {}): ApiModel =>
  api([of], { retry: retry({ count: chooseRetryCount(of) }), ...over });

/** The failures that leave a healthy backend. */
function survivable(of: ApiModel): readonly Guarantee[] {
  const { guarantees = [] } = guaranteesOf(of, of.pools[0]) ?? {};
  return guarantees.filter(({ verdict }) => verdict !== 'no healthy backend');
}

const isSurvived = (of: ApiModel): boolean =>
  survivable(of).every(({ verdict, risk }) => verdict === 'survives' && risk === undefined);

const longest = (of: ApiModel): number => Math.max(...survivable(of).map((each) => each.longest));

test.each([
  ['two regions', regions(2), 4, 4],
  ['three regions', regions(3), 8, 8],
  ['four regions', regions(4), 12, 12],
  ['one that trips at once, ahead of another', regions(2, { count: 1 }), 1, 1],
  ['one that trips after two failures, ahead of another', regions(2, { count: 2 }), 2, 2],
  ['one that trips after five failures, ahead of another', regions(2, { count: 5 }), 8, 8],
  // While one of the two fails, its turn comes every other time.
  [
    'two that take turns, and a third behind them',
    pool([regions(2).members.map(({ backend }) => backend), [backendWith('c', {})]]),
    8,
    8,
  ],
  // Others may take every turn of the other one.
  ['one group whose circuits open late', pool([regions(2, { count: 5 }).members.map(({ backend }) => backend)]), 0, 8],
  ['one group: nothing to reach', pool([regions(2).members.map(({ backend }) => backend)]), 0, 4],
])('the fewest retries: %s', (_, of, toFailOver, chosen) => {
  expect(retriesToFailOver(of)).toBe(toFailOver);
  expect(chooseRetryCount(of)).toBe(chosen);
});

test.each([
  ['two regions', regions(2), undefined, 14],
  ['three regions', regions(3), undefined, 4],
  ['two regions, within 30 s', regions(2), 30, 6],
  ['three regions, within 30 s', regions(3), 30, 2],
])('the longest forward timeout: %s', (_, of, budget, timeout) => {
  expect(chooseForwardTimeout(apiOf(of), budget)).toEqual({ timeout });
});

test('a budget that the waits alone exceed is not kept, and the obstacle says what they take', () => {
  const slow = apiOf(regions(2), { retry: retry({ count: 3, interval: 10 }) });
  const { obstacle } = chooseForwardTimeout(slow, 5);
  // The first retry is made at once, and two waits follow.
  expect(obstacle?.seconds).toBeCloseTo(20, 1);
});

test('without a retry nothing limits the timeout, unless a budget does', () => {
  const single = api([regions(2)], { retry: undefined });
  expect(chooseForwardTimeout(single)).toEqual({ timeout: LONGEST_FORWARD });
  const { timeout } = chooseForwardTimeout(single, 10);
  expect(timeout).toBeLessThanOrEqual(10);
});

test('whatever the numbers: what is chosen survives, keeps the budget, and a second more does not', () => {
  const numbers = fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    interval: fc.integer({ min: 20, max: 120 }),
    tripDuration: fc.integer({ min: 20, max: 120 }),
    regions: fc.integer({ min: 2, max: 3 }),
    budget: fc.option(fc.integer({ min: 15, max: 90 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(numbers, ({ budget, regions: count, ...rule }) => {
      const of = regions(count, rule);
      const { timeout, obstacle } = chooseForwardTimeout(apiOf(of), budget);
      fc.pre(!obstacle && timeout >= 1 && timeout < LONGEST_FORWARD);
      const chosen = apiOf(of, { forwardTimeout: timeout });
      const longer = apiOf(of, { forwardTimeout: timeout + 1 });
      const most = budget ?? rule.interval;
      expect(isSurvived(chosen)).toBe(true);
      expect(longest(chosen)).toBeLessThanOrEqual(most);
      expect(isSurvived(longer) && longest(longer) <= most).toBe(false);
    }),
    { numRuns: 12 },
  );
});
