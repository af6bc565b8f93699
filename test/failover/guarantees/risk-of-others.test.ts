import * as fc from 'fast-check';
import {
  DEFAULT_ASSUMPTIONS,
  Fault,
  guaranteesOf,
  isPlayable,
  play,
  playable,
  PoolModel,
  repeat,
} from '../../../lib/failover';
import type { FailingCircuit } from '../../../lib/failover/guarantees/failing-circuit';
import { mayReceiveEvery } from '../../../lib/failover/guarantees/received';
import { runs } from '../../support/runs';
import { api, backend, backendWith, member, pool, retry } from '../models';

/** One backend, two behind it that share a priority, and the rule of all. */
const oneAndTwo = pool([
  [backendWith('a', { interval: 60 })],
  [backendWith('b', { interval: 60 }), backendWith('c', { interval: 60 })],
]);

const hangOf = (of: PoolModel, forwardTimeout: number, count: number): [string, string | undefined][] => {
  const model = api([of], { retry: retry({ count, interval: 1 }), forwardTimeout });
  return (guaranteesOf(model, of)?.guarantees ?? [])
    .filter(({ failure, verdict }) => failure.how === 'hang' && verdict === 'survives')
    .map(({ failure, risk }) => [failure.backends.join(), risk]);
};

test('two circuits that close again while a request is in progress are a risk, even where each outlasts an attempt', () => {
  const model = api([oneAndTwo], { retry: retry({ count: 6, interval: 1 }), forwardTimeout: 8 });
  const game = playable(model, oneAndTwo);
  if (!isPlayable(game)) throw new Error('the model must be playable');
  const gateway = play(game, DEFAULT_ASSUMPTIONS, 1);
  const hang: Fault = { hangs: true };
  const faults = new Map([
    ['a', hang],
    ['b', hang],
  ]);
  // The fifth request meets b just before other requests open its circuit, then a, and b again.
  const requests = [0, 8, 16, 42, 42, 42, 71, 93].map((second) => second * 1000);
  const statuses = repeat(gateway, { phases: [{ from: 0, faults }], requests }).map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status !== 200)).toHaveLength(1);
  expect(new Map(hangOf(oneAndTwo, 8, 6)).get('a,b')).toBe('closing');
});

test('with a shorter forward timeout there is none', () => {
  expect(new Map(hangOf(oneAndTwo, 4, 8)).get('a,b')).toBeUndefined();
});

const circuits = fc.record({
  failures: fc.integer({ min: 1, max: 3 }),
  interval: fc.integer({ min: 1, max: 12 }),
  trip: fc.integer({ min: 1, max: 12 }),
});
const gaps = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 6 });

/** Whether some choice of backends, and of moments at which their circuits open, takes every attempt. */
function isTaken(
  failing: readonly FailingCircuit[],
  times: readonly number[],
  counted: readonly number[][],
  from = 0,
): boolean {
  if (from === times.length) return true;
  return failing.some(({ failures, interval, trip }, index) => {
    const others = (own: number[]): number[][] => counted.map((each, other) => (other === index ? own : each));
    const since = counted[index];
    const isOpen = since.some((_, first) => {
      const last = since.at(first + failures - 1);
      return first + failures <= since.length && last! - since[first] < interval;
    });
    const mayHaveClosed = since.length > 0 && times[from] - since[since.length - 1] >= trip;
    return (
      (!isOpen && isTaken(failing, times, others([...since, times[from]]), from + 1)) ||
      (mayHaveClosed && isTaken(failing, times, others([times[from]]), from + 1))
    );
  });
}

test('no choice of moments takes all attempts of a request where no risk is seen', () => {
  fc.assert(
    fc.property(fc.array(circuits, { minLength: 1, maxLength: 3 }), gaps, (failing, waits) => {
      const times = waits.reduce<number[]>((all, wait) => [...all, all[all.length - 1] + wait], [0]);
      const none = failing.map(() => []);
      fc.pre(!mayReceiveEvery(failing, times));
      expect(isTaken(failing, times, none)).toBe(false);
    }),
    runs(2000),
  );
});

test('of one backend alone, the risk is exact', () => {
  fc.assert(
    fc.property(circuits, gaps, (circuit, waits) => {
      const times = waits.reduce<number[]>((all, wait) => [...all, all[all.length - 1] + wait], [0]);
      expect(mayReceiveEvery([circuit], times)).toBe(isTaken([circuit], times, [[]]));
    }),
    runs(1000),
  );
});

test('a circuit that opens at a percentage is a risk: successful requests before the failure count too', () => {
  const rule = { count: undefined, percentage: 50 };
  const of = pool([[backendWith('a', rule)], [backendWith('b', rule)]]);
  const model = api([of], { retry: retry({ count: 3, interval: 1 }), forwardTimeout: 2 });
  const survived = guaranteesOf(model, of)?.guarantees.filter(({ verdict }) => verdict === 'survives') ?? [];
  expect(new Map(survived.map(({ failure, risk }) => [failure.backends.join(), risk]))).toEqual(
    new Map([
      ['a', 'percentage'],
      ['b', undefined],
    ]),
  );
});

test('a healthy member that may receive no requests ends nothing: what fails behind it counts too', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => backendWith(name, { interval: 60 }));
  const of = {
    ...pool([]),
    members: [member(a, 1), member(backend('z'), 2, { weight: 0 }), member(b, 3), member(c, 3)],
  };
  expect(new Map(hangOf(of, 8, 6)).get('a,b')).toBe('closing');
});
