import { CircuitBreakerBackend, CircuitBreakerRule, Duration, FailoverApi, PriorityPool } from '../../lib';
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

test.each(ROWS)(
  '%d priorities, %d failures in %d s, for %d s, a budget of %s',
  (priorities, count, interval, trip, budget, retries, timeout, longest) => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const circuitBreaker = CircuitBreakerRule.gatewayFailures({
      count,
      interval: Duration.seconds(interval),
      tripDuration: Duration.seconds(trip),
    });
    const members = Array.from({ length: priorities }, (_, index) => {
      const name = `backend-${index}`;
      const props = { apiManagement, name, url: `https://${name}.example.com`, circuitBreaker };
      return { backend: new CircuitBreakerBackend(stack, name, props), priority: index + 1 };
    });
    const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
    const api = new FailoverApi(stack, 'Api', {
      apiManagement,
      pool,
      name: 'api',
      path: 'api',
      operations: [OPERATION],
      ...(!Number.isNaN(budget) && { latencyBudget: Duration.seconds(budget) }),
    });
    expect(api.attemptsToFailOver - 1).toBe(retries);
    expect(api.forwardTimeout.toSeconds()).toBe(timeout);
    const { guarantees = [] } = guaranteesOf(api._model(), pool._model()) ?? {};
    const healthy = guarantees.filter(({ verdict }) => verdict !== 'no healthy backend');
    expect(healthy.filter(({ verdict }) => verdict !== 'survives')).toEqual([]);
    expect(Math.max(...healthy.map((guarantee) => guarantee.longest))).toBe(longest);
  },
);
