import { checkApi, checkBackend, RetryDecision } from '../../../lib/failover';
import { api, backend, backendWith, lines, pair, pool, retry } from '../models';

/** Decides by something that the model does not know. */
const DEPENDS: RetryDecision = ({ statusCode }) => (statusCode === 200 ? 'not retried' : 'depends');

describe('a condition that depends on more than the outcome of the attempt', () => {
  test('AF203: what is not judged is told', () => {
    const [line, ...others] = lines(checkApi(api([pair()], { retry: retry({ decision: DEPENDS }) })));
    expect(line).toMatch(
      /^warning: AF203 the retry condition .* depends on more than the outcome of the attempt: whether pool 'pool' survives the failure of a backend \(status 400, .*status 503, .*refused, .*hang.*\) is not evaluated\. Run apim-failover prove\.$/,
    );
    expect(others).toEqual([]);
  });

  test('one priority, where it would have to be played to see whether it stays with one backend', () => {
    const flat = pool([[backend('a'), backend('b')]]);
    const found = lines(checkApi(api([flat], { retry: retry({ decision: DEPENDS }) })));
    expect(found.map((line) => line.slice(0, 14))).toEqual(['warning: AF203']);
  });
});

test.each([
  [{ count: 'unknown' as const }, 'count'],
  [{ interval: 'unknown' as const }, 'interval'],
])('AF204: numbers that are not known are told', (given, what) => {
  expect(lines(checkApi(api([pair()], { retry: retry(given) })))).toContain(
    `note: AF204 the ${what} of API 'orders' is not known here: behavior that depends on it is not evaluated. ` +
      'Use literal numbers, or run its policies under every failure with apim-failover prove.',
  );
});

test.each([-3, 0, 2.5])('AF006: a count of %d cannot be', (count) => {
  expect(lines(checkBackend(backendWith('a', { count }), true))).toEqual([
    expect.stringContaining(`count ${count} is not a positive whole number`),
  ]);
});

test('AF114: what takes too long to play is told', () => {
  const many = pool(Array.from({ length: 30 }, (_, index) => [backendWith(`b${index}`, { count: 1 + (index % 9) })]));
  const found = lines(checkApi(api([many], { retry: retry({ count: 50 }) })));
  expect(found.filter((line) => line.includes('AF114'))).toEqual([
    expect.stringMatching(
      /^warning: AF114 \d+ of the \d+ ways in which backends of pool 'pool' can fail are not evaluated/,
    ),
  ]);
});
