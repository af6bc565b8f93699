import {
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  FailoverApiProps,
  PriorityPool,
} from '../../lib';
import { guaranteesOf } from '../../lib/failover';
import { newService, newStack, OPERATION } from '../support/stack';
import { readPage } from '../support/pages';

/** The rows of the table that begins with this heading, in numbers; NaN where a cell says none. */
function rowsUnder(heading: string): number[][] {
  const [, table] = readPage('docs/choosing-numbers.md').text.split(`| ${heading}`);
  const rows = table.split('\n').slice(2);
  return rows
    .slice(0, rows.indexOf(''))
    .map((row) => [...row.matchAll(/\|\s*(?:(\d+)(?: s)?|none)\s*(?=\|)/g)].map(([, number]) => Number(number)));
}

const ROWS = rowsUnder('Priorities');

test('the table is there', () => {
  expect(ROWS.length).toBeGreaterThan(5);
  for (const row of ROWS) expect(row).toHaveLength(8);
});

interface Numbers {
  readonly priorities: number;
  readonly count: number;
  readonly interval: number;
  readonly tripDuration: number;
}

/** An API whose pool has one backend in each priority. */
function apiOf({ priorities, count, interval, tripDuration }: Numbers, options: Partial<FailoverApiProps>) {
  const stack = newStack();
  const apiManagement = newService(stack);
  const circuitBreaker = CircuitBreakerRule.gatewayFailures({
    count,
    interval: Duration.seconds(interval),
    tripDuration: Duration.seconds(tripDuration),
  });
  const members = Array.from({ length: priorities }, (_, index) => {
    const name = `backend-${index}`;
    const props = { apiManagement, name, url: `https://${name}.example.com`, circuitBreaker };
    return { backend: new CircuitBreakerBackend(stack, name, props), priority: index + 1 };
  });
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  const props = { apiManagement, pool, name: 'api', path: 'api', operations: [OPERATION], ...options };
  const api = new FailoverApi(stack, 'Api', props);
  const { guarantees = [] } = guaranteesOf(api._model(), pool._model()) ?? {};
  const proved = guarantees.filter(({ verdict }) => verdict !== 'no healthy backend');
  const isSurvived = proved.length > 0 && proved.every(({ verdict, risk }) => verdict === 'survives' && !risk);
  return { api, isSurvived, longest: Math.max(...proved.map((guarantee) => guarantee.longest)) };
}

test.each(ROWS)(
  '%d priorities, %d failures in %d s, for %d s, a budget of %s',
  (priorities, count, interval, tripDuration, budget, retries, timeout, longestWait) => {
    const latencyBudget = Number.isNaN(budget) ? undefined : Duration.seconds(budget);
    const { api, isSurvived, longest } = apiOf({ priorities, count, interval, tripDuration }, { latencyBudget });
    expect(api.attemptsToFailOver - 1).toBe(retries);
    expect(api.forwardTimeout.toSeconds()).toBe(timeout);
    expect(isSurvived).toBe(true);
    expect(longest).toBe(longestWait);
  },
);

/** Where the formulas of the page put the bound, playing finds it. */
test.each([
  ['(n - 1) * (T + w) < I', { priorities: 2, count: 3, interval: 15, tripDuration: 30 }, 6.5],
  ['the same', { priorities: 2, count: 5, interval: 30, tripDuration: 60 }, 6.5],
  ['T < I', { priorities: 2, count: 2, interval: 15, tripDuration: 30 }, 15],
  ['T + w < D', { priorities: 2, count: 3, interval: 120, tripDuration: 30 }, 29],
  ['T < D', { priorities: 2, count: 1, interval: 120, tripDuration: 30 }, 30],
  ['(m + 1) * (T + w) < D', { priorities: 3, count: 3, interval: 60, tripDuration: 30 }, 5],
  ['the same', { priorities: 3, count: 3, interval: 120, tripDuration: 60 }, 11],
  ['(2m + 1) * (T + w) < D', { priorities: 4, count: 2, interval: 120, tripDuration: 60 }, 11],
  ['N * T + (N - 1) * w < I', { priorities: 3, count: 3, interval: 60, tripDuration: 120 }, 6.625],
])('%s of %o: a forward timeout under %d s', (_, numbers, bound) => {
  const isSurvivedWith = (seconds: number): boolean =>
    apiOf(numbers, { forwardTimeout: Duration.milliseconds(seconds * 1000) }).isSurvived;
  expect(isSurvivedWith(bound - 0.05)).toBe(true);
  expect(isSurvivedWith(bound + 0.05)).toBe(false);
});
