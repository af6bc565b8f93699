import { CircuitBreakerBackend, CircuitBreakerRule, Duration, FailoverApi, PriorityPool } from '../../lib';
import { newService, newStack, OPERATION } from '../support/stack';
import { readPage } from '../support/pages';

/** The rows of the table that begins with this heading, in numbers; undefined where there is none in a cell. */
function rowsUnder(heading: string): (number | undefined)[][] {
  const [, table] = readPage('docs/choosing-numbers.md').text.split(`| ${heading}`);
  const rows = table.split('\n').slice(2);
  return rows
    .slice(0, rows.indexOf(''))
    .map((row) => [...row.matchAll(/\|\s*(?:(\d+)(?: s)?|none)\s*(?=\|)/g)].map(([, number]) => number && +number));
}

const ROWS = rowsUnder('Priorities') as number[][];

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
    const api = new FailoverApi(stack, 'Api', {
      apiManagement,
      pool: new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members }),
      name: 'api',
      path: 'api',
      operations: [OPERATION],
      ...(budget && { latencyBudget: Duration.seconds(budget) }),
    });
    expect(api.attemptsToFailOver - 1).toBe(retries);
    expect(api.forwardTimeout.toSeconds()).toBe(timeout);
    // What the page's formula gives; that it is what a client waits is played in the tests of guarantees.
    expect(retries * timeout + (retries - 1)).toBe(longest);
  },
);
