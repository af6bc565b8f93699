import * as fc from 'fast-check';
import { DEFAULT_ASSUMPTIONS, GatewayAssumptions } from '../../../lib/failover';
import { BreakerRule, CircuitBreaker, Outcome, ruleOf } from '../../../lib/failover';

const RULE: BreakerRule = {
  count: 3,
  interval: 15_000,
  tripDuration: 30_000,
  acceptRetryAfter: false,
  statusCodes: new Set([502, 503, 504]),
  errorReasons: new Set(['BackendConnectionFailure']),
};

const EPOCH = Date.UTC(2026, 0, 1);
const FAILURE: Outcome = { statusCode: 503 };
const SUCCESS: Outcome = { statusCode: 200 };

function newBreaker(
  rule: Partial<BreakerRule> = {},
  assumptions: Partial<GatewayAssumptions> = {},
): { breaker: CircuitBreaker; log: string[] } {
  const log: string[] = [];
  const breaker = new CircuitBreaker(
    { ...RULE, ...rule },
    { ...DEFAULT_ASSUMPTIONS, ...assumptions },
    EPOCH,
    (s, at, until) => log.push(s === 'open' ? `${at} open until ${until}` : `${at} closed`),
  );
  return { breaker, log };
}

/** Records outcomes at their times, in seconds. */
function record(breaker: CircuitBreaker, outcome: Outcome, ...seconds: readonly number[]): void {
  for (const second of seconds) breaker.record(outcome, second * 1000, second * 1000);
}

describe('close', () => {
  test('ends an open circuit before its time, with nothing counted', () => {
    const { breaker, log } = newBreaker();
    record(breaker, FAILURE, 0, 0, 1);
    breaker.close(5000);
    expect([breaker.isOpen(5000), breaker.failures(5000)]).toEqual([false, 0]);
    record(breaker, FAILURE, 6, 7);
    expect(breaker.isOpen(7000)).toBe(false);
    expect(log).toEqual(['1000 open until 31000', '5000 closed']);
  });

  test('leaves a closed circuit with its failures', () => {
    const { breaker, log } = newBreaker();
    record(breaker, FAILURE, 0, 1);
    breaker.close(2000);
    expect([breaker.failures(2000), log]).toEqual([2, []]);
  });
});

describe('a count', () => {
  test('opens the circuit with the last failure that it needs, for the trip duration', () => {
    const { breaker, log } = newBreaker();
    record(breaker, FAILURE, 0, 0);
    expect(breaker.isOpen(0)).toBe(false);
    record(breaker, FAILURE, 1);
    expect(breaker.isOpen(1000)).toBe(true);
    expect(breaker.isOpen(30_999)).toBe(true);
    expect(breaker.isOpen(31_000)).toBe(false);
    expect(log).toEqual(['1000 open until 31000', '31000 closed']);
  });

  test('counts statuses of its ranges and reasons of its list only', () => {
    const { breaker } = newBreaker();
    for (const statusCode of [200, 429, 500, 501, 505]) breaker.record({ statusCode }, 0, 0);
    for (const reason of ['Timeout', 'backendconnectionfailure']) breaker.record({ reason }, 0, 0);
    record(breaker, FAILURE, 0);
    breaker.record({ reason: 'BackendConnectionFailure' }, 0, 0);
    expect(breaker.isOpen(0)).toBe(false);
    breaker.record({ statusCode: 502 }, 0, 0);
    expect(breaker.isOpen(0)).toBe(true);
  });

  test('failures as far apart as the interval do not fall inside it', () => {
    const at = newBreaker();
    record(at.breaker, FAILURE, 0, 7, 15);
    expect(at.breaker.isOpen(15_000)).toBe(false);
    const within = newBreaker();
    record(within.breaker, FAILURE, 0, 7, 14.999);
    expect(within.breaker.isOpen(14_999)).toBe(true);
  });

  test('it starts afresh once it has closed', () => {
    const { breaker } = newBreaker({ interval: 60_000 });
    record(breaker, FAILURE, 0, 0, 1);
    record(breaker, FAILURE, 31, 31);
    expect(breaker.isOpen(31_000)).toBe(false);
    record(breaker, FAILURE, 32);
    expect(breaker.isOpen(32_000)).toBe(true);
  });

  test('what was on its way when it opened changes nothing', () => {
    const { breaker, log } = newBreaker();
    record(breaker, FAILURE, 0, 0, 0, 10, 20, 29);
    expect(breaker.isOpen(30_000)).toBe(false);
    expect(log).toEqual(['0 open until 30000', '30000 closed']);
  });
});

describe('assumptions', () => {
  test('a success clears the count only if it resets', () => {
    const keeps = newBreaker();
    record(keeps.breaker, FAILURE, 0, 1);
    record(keeps.breaker, SUCCESS, 2);
    record(keeps.breaker, FAILURE, 3);
    expect(keeps.breaker.isOpen(3000)).toBe(true);
    const resets = newBreaker({}, { successResets: true });
    record(resets.breaker, FAILURE, 0, 1);
    record(resets.breaker, SUCCESS, 2);
    record(resets.breaker, FAILURE, 3);
    expect(resets.breaker.isOpen(3000)).toBe(false);
  });

  test('a fixed window begins with its first failure, and forgets all of it at its end', () => {
    const fixed = newBreaker({}, { failureWindow: 'fixed' });
    record(fixed.breaker, FAILURE, 10, 24, 26);
    expect(fixed.breaker.isOpen(26_000)).toBe(false);
    record(fixed.breaker, FAILURE, 27, 28);
    expect(fixed.breaker.isOpen(28_000)).toBe(true);
    const sliding = newBreaker();
    record(sliding.breaker, FAILURE, 10, 24, 24.5);
    expect(sliding.breaker.isOpen(24_500)).toBe(true);
  });

  test('a percentage is of the responses in the interval, once there are enough', () => {
    const half = { count: undefined, percentage: 50 };
    const { breaker } = newBreaker(half, { percentageMinimum: 4 });
    record(breaker, FAILURE, 0, 0, 0);
    expect(breaker.isOpen(0)).toBe(false);
    record(breaker, SUCCESS, 0, 0, 0);
    expect(breaker.isOpen(0)).toBe(false);
    record(breaker, FAILURE, 1);
    expect(breaker.isOpen(1000)).toBe(true);
    const few = newBreaker({ ...half, percentage: 51 }, { percentageMinimum: 4 });
    record(few.breaker, SUCCESS, 0, 0);
    record(few.breaker, FAILURE, 0, 0);
    expect(few.breaker.isOpen(0)).toBe(false);
  });
});

describe('Retry-After', () => {
  const throttled = (retryAfter: string): Outcome => ({ statusCode: 503, retryAfter });
  const until = (
    rule: Partial<BreakerRule>,
    assumptions: Partial<GatewayAssumptions>,
    retryAfter: string,
  ): string[] => {
    const { breaker, log } = newBreaker({ count: 1, acceptRetryAfter: true, ...rule }, assumptions);
    breaker.record(throttled(retryAfter), 1000, 1000);
    return log;
  };

  test.each([
    ['seconds take the place of the trip duration', {}, {}, '5', '1000 open until 6000'],
    ['a day is obeyed', {}, {}, '86400', '1000 open until 86401000'],
    ['or the longer of the two counts', {}, { retryAfter: 'longer' as const }, '5', '1000 open until 31000'],
    ['a bound holds', {}, { longestRetryAfter: 60 }, '86400', '1000 open until 61000'],
    ['a date is a time to wait for', {}, {}, 'Thu, 01 Jan 2026 00:00:11 GMT', '1000 open until 11000'],
    [
      'unless it is not accepted',
      {},
      { retryAfterDate: false },
      'Thu, 01 Jan 2026 00:00:11 GMT',
      '1000 open until 31000',
    ],
    ['what is neither is passed over', {}, {}, 'soon', '1000 open until 31000'],
    ['and so is one that the rule does not accept', { acceptRetryAfter: false }, {}, '5', '1000 open until 31000'],
  ])('%s', (_, rule, assumptions, retryAfter, expected) => {
    expect(until(rule, assumptions, retryAfter)).toEqual([expected]);
  });

  test('of no time opens nothing, and the count begins anew', () => {
    const { breaker, log } = newBreaker({ acceptRetryAfter: true });
    record(breaker, throttled('0'), 0, 0, 0);
    expect([breaker.isOpen(0), breaker.failures(0)]).toEqual([false, 0]);
    record(breaker, throttled('30'), 1, 1);
    expect(log).toEqual([]);
    record(breaker, throttled('30'), 1);
    expect(log).toEqual(['1000 open until 31000']);
  });

  test('a date in the past, or 0, leaves the circuit closed', () => {
    expect(until({}, {}, '0')).toEqual([]);
    expect(until({}, {}, 'Thu, 01 Jan 2015 00:00:11 GMT')).toEqual([]);
  });
});

test('a rule with a number that is not known is none', () => {
  const model = {
    count: 3,
    statusCodeRanges: [{ min: 502, max: 504 }],
    errorReasons: [],
    interval: 15,
    tripDuration: 30,
    acceptRetryAfter: false,
  };
  expect(ruleOf(model)).toMatchObject({ count: 3, interval: 15_000, tripDuration: 30_000 });
  for (const key of ['count', 'interval', 'tripDuration'])
    expect(ruleOf({ ...model, [key]: 'unknown' })).toBeUndefined();
  expect(ruleOf({ ...model, statusCodeRanges: [{ min: 500, max: 'unknown' }] })).toBeUndefined();
});

test('a sliding count is open exactly where a naive count says so', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 9 }), fails: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 80 }), (count, steps) => {
      const { breaker } = newBreaker({ count, interval: 10, tripDuration: 20 });
      let now = 0;
      let failures: number[] = [];
      let openUntil = 0;
      for (const { wait, fails } of steps) {
        now += wait;
        if (now >= openUntil) {
          if (fails) failures.push(now);
          failures = failures.filter((at) => now - at < 10);
          if (fails && failures.length >= count) {
            openUntil = now + 20;
            failures = [];
          }
        }
        breaker.record(fails ? FAILURE : SUCCESS, now, now);
        expect(breaker.isOpen(now)).toBe(now < openUntil);
      }
    }),
  );
});
