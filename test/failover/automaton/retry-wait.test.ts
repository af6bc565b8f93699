import { DEFAULT_ASSUMPTIONS, GatewayAssumptions, RetryWaits, waitBeforeRetry } from '../../../lib/failover';

const waits = (given: Partial<RetryWaits>, assumed: Partial<GatewayAssumptions> = {}): number[] =>
  [1, 2, 3, 4, 5].map((number) =>
    waitBeforeRetry(
      number,
      { interval: 1, delta: 0, maxInterval: undefined, firstFastRetry: false, ...given },
      { ...DEFAULT_ASSUMPTIONS, ...assumed },
    ),
  );

test('fixed, and the first at once', () => {
  expect(waits({ interval: 2 })).toEqual([2000, 2000, 2000, 2000, 2000]);
  expect(waits({ interval: 2, firstFastRetry: true })).toEqual([0, 2000, 2000, 2000, 2000]);
});

test('linear: each longer by the delta', () => {
  expect(waits({ delta: 3 })).toEqual([1000, 4000, 7000, 10_000, 13_000]);
});

test('exponential, up to the longest, by either reading of the documents', () => {
  const growing = { delta: 1, maxInterval: 10 };
  expect(waits(growing, { exponentialWait: 'interval + 2^(n-1) * delta' })).toEqual([2000, 3000, 5000, 9000, 10_000]);
  expect(waits(growing, { exponentialWait: 'interval + (2^n - 1) * delta' })).toEqual([
    2000, 4000, 8000, 10_000, 10_000,
  ]);
});

test('exponential, with the random factor of the delta', () => {
  const growing = { delta: 1, maxInterval: 10 };
  expect(waits(growing, { exponentialJitter: 0.8 })).toEqual([1800, 2600, 4200, 7400, 10_000]);
  expect(waits(growing, { exponentialJitter: 1.2 })).toEqual([2200, 3400, 5800, 10_000, 10_000]);
  expect(waits({ delta: 3 }, { exponentialJitter: 1.2 })).toEqual(waits({ delta: 3 }));
});

test('an assumption is asked for only where it makes a difference', () => {
  const asked = new Set<string>();
  const assumptions = new Proxy(DEFAULT_ASSUMPTIONS, {
    get: (target, name) => {
      asked.add(String(name));
      return target[name as keyof GatewayAssumptions];
    },
  });
  const wait = (number: number, given: Partial<RetryWaits>): number =>
    waitBeforeRetry(number, { interval: 1, delta: 1, maxInterval: 10, firstFastRetry: true, ...given }, assumptions);
  wait(1, {});
  wait(2, { maxInterval: undefined });
  wait(3, { delta: 0 });
  wait(9, {});
  expect([...asked]).toEqual([]);
  wait(2, {});
  expect([...asked]).toEqual(['exponentialWait', 'exponentialJitter']);
});

test('tenths of a second are whole milliseconds', () => {
  expect(waits({ interval: 0.1, delta: 0.2 })).toEqual([100, 300, 500, 700, 900]);
});
