import { checkApi, checkBackend, RetryDecision } from '../../../lib/failover';
import { api, backend, backendWith, lines, member, pair, pool, retry } from '../models';

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
      'Use literal values, or run its policies under every failure with apim-failover prove. ' +
      'If a value comes from a variable or a parameter, set it with --var or a parameters file.',
  );
});

test('AF204: a first-fast-retry that is not known leaves only the waits open', () => {
  const found = lines(checkApi(api([pair()], { retry: retry({ firstFastRetry: 'unknown', count: 2 }) })));
  expect(found).toEqual([
    expect.stringContaining('error: AF004'),
    expect.stringContaining("AF204 the first-fast-retry of API 'orders' is not known here"),
  ]);
});

test.each([
  [{ count: 2.5 }, 4, 'the retry count', '2.5; a whole number of 0 to 50 is needed'],
  [{ count: 60 }, 4, 'the retry count', '60; a whole number of 0 to 50 is needed'],
  [{ interval: -1 }, 4, 'the retry interval', '-1; a number of 0 to 2147483647 is needed'],
  [{ delta: NaN }, 4, 'the retry delta', 'NaN; a number of 0 to 2147483647 is needed'],
  [{ maxInterval: 1e10 }, 4, 'the retry max-interval', '10000000000; a number of 0 to 2147483647 is needed'],
  [{}, 99999999999, 'the forward timeout', '99999999999; a number of 0 to 2147483647 is needed'],
])(
  'AF012: with %j and a timeout of %d s, nothing is judged, and that is an error',
  (given, forwardTimeout, what, is) => {
    expect(lines(checkApi(api([pair()], { retry: retry(given), forwardTimeout })))).toEqual([
      `error: AF012 ${what} of API 'orders' is ${is}. Correct the number.`,
    ]);
  },
);

test.each([
  ['the interval', pair(backendWith('local', { interval: 'unknown' })), "'local'"],
  ['the trip duration', pair(backendWith('local', { tripDuration: 'unknown' })), "'local'"],
  ['a status', pair(backendWith('local', { statusCodeRanges: [{ min: 'unknown', max: 599 }] })), "'local'"],
  [
    'a weight',
    pool([], { members: [member(backend('a'), 1, { weight: 'unknown' }), member(backend('b'), 1)] }),
    "'a' and 'b'",
  ],
])('AF204: without %s of a member, its failures are not judged, and that is told', (_, of, names) => {
  expect(lines(checkApi(api([of])))).toEqual([
    expect.stringContaining(
      `AF204 a value of the circuit breaker or the weight of ${names} is not known here: whether`,
    ),
  ]);
});

test('AF012: all numbers that cannot be are told at once', () => {
  const both = retry({ count: 60, interval: -1 });
  expect(lines(checkApi(api([pair()], { retry: both, forwardTimeout: -1 })))).toHaveLength(3);
});

test('AF012: values that the reader of the policies refused are told instead of a judgement', () => {
  const attributeFaults = ['the count of a <retry> is "abc"; a whole number of 1 to 50 is needed'];
  expect(lines(checkApi(api([pair()], { retry: retry({ count: 1 }), attributeFaults })))).toEqual([
    `error: AF012 in the policies of API 'orders', ${attributeFaults[0]}. Correct the value.`,
  ]);
});

test.each([
  [{ exhaustedStatusCode: 'unknown' as const }, 'the status of the failure response', 'is'],
  [{ members: [member(backend('a'), 1, { priority: 'unknown' }), member(backend('b'), 2)] }, 'the priorities', 'are'],
])('AF204: a pool with %j is not judged, and that is told', (over, what, is) => {
  const unknown = pool([[backend('a')], [backend('b')]], over);
  const line =
    `note: AF204 ${what} of pool 'pool' ${is} not known here: whether API 'orders' fails over is not evaluated. ` +
    'Use literal numbers, or set the variables or parameters that they come from.';
  expect(lines(checkApi(api([unknown])))).toEqual([line]);
  expect(lines(checkApi(api([unknown], { retry: undefined })))).toEqual([line]);
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
