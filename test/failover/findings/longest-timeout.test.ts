import fc from 'fast-check';
import type { ApiModel, BreakerModel, PoolModel, RetryModel } from '../../../lib/failover';
import { runs } from '../../support/runs';
import { codesOf, found, local, regions } from './found';

/** Returns the timeouts that findings about too long a timeout propose, if they propose any. */
function proposed(lines: readonly string[]): number[] {
  return lines.flatMap((line) => {
    const [, timeout] = /AF10[45] .* Set the forward timeout to (\S+) s or less/.exec(line) ?? [];
    return timeout === undefined ? [] : [Number(timeout)];
  });
}

/** Returns the findings about failures that come too slowly, and not those of a timeout that nothing counts. */
const tooSlow = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.includes('AF104') && !line.includes('error reason'));

const numbers = {
  count: fc.integer({ min: 1, max: 4 }),
  interval: fc.integer({ min: 10, max: 90 }),
  tripDuration: fc.integer({ min: 20, max: 120 }),
};
const forwardTimeout = fc.integer({ min: 5, max: 100 });
const poolOf = (isLarge: boolean, rule: Partial<BreakerModel>): PoolModel => (isLarge ? regions(rule) : local(rule));

test('the proposed timeout is sufficient, and a second more is not', () => {
  const models = fc.record({ ...numbers, forwardTimeout, isLarge: fc.boolean() });
  fc.assert(
    fc.property(models, ({ isLarge, forwardTimeout, ...rule }) => {
      const retry = { count: isLarge ? 4 * rule.count : 2 * rule.count };
      const at = (timeout: number): string[] => found(poolOf(isLarge, rule), retry, { forwardTimeout: timeout });
      for (const timeout of proposed(at(forwardTimeout))) {
        fc.pre(timeout >= 1);
        expect(tooSlow(at(timeout))).toEqual([]);
        expect(codesOf(at(timeout + 1)).length).toBeGreaterThan(codesOf(at(timeout)).length);
      }
    }),
    runs(25),
  );
});

test('it is sufficient whatever else prevents failover', () => {
  const models = fc.record({
    ...numbers,
    forwardTimeout,
    isLarge: fc.boolean(),
    retries: fc.integer({ min: 2, max: 10 }),
    statusCodeRanges: fc.constantFrom([], [{ min: 502, max: 504 }], [{ min: 500, max: 599 }]),
    errorReasons: fc.constantFrom(['Timeout', 'BackendConnectionFailure'], ['BackendConnectionFailure'], ['Timeout']),
  });
  fc.assert(
    fc.property(models, ({ isLarge, retries, forwardTimeout, ...rule }) => {
      const at = (timeout: number): string[] =>
        found(poolOf(isLarge, rule), { count: retries }, { forwardTimeout: timeout });
      for (const timeout of proposed(at(forwardTimeout))) expect(tooSlow(at(timeout))).toEqual([]);
    }),
    runs(25),
  );
});

test.each<[string, Partial<RetryModel>, Partial<ApiModel>, number[]]>([
  ['nothing else limits it', {}, {}, [6]],
  ['the latency budget', {}, { latencyBudget: 20 }, [4]],
  ['a retry that also makes too few attempts', { count: 2 }, {}, [6]],
])('limits: %s', (_, retry, more, timeouts) => {
  const model = local({ count: 3, interval: 15, tripDuration: 60 });
  expect(proposed(found(model, retry, { forwardTimeout: 30, ...more }))).toEqual(timeouts);
});
