import { TerraformVariable } from 'cdktf';
import { CircuitBreakerRule, Duration, ErrorReason } from '../../lib';
import { backend, refusal, refuses, rule, stack } from './constructs';

const SECONDS = 'whole seconds greater than 0, up to 31536000 s, are allowed';

describe('CircuitBreakerRule', () => {
  const where = 'circuitBreaker.failureCondition';
  const nothing = `${where}: nothing counts as a failure; at least one status code range or error reason is needed`;
  const range = { min: 500, max: 599 };

  refuses([
    [
      'both count and percentage',
      () => rule({ percentage: 50 }),
      `${where}: it has both count 3 and percentage 50; exactly one is allowed`,
    ],
    [
      'neither of them',
      () => rule({ count: undefined }),
      `${where}: it has neither count nor percentage; exactly one is needed`,
    ],
    ['no failures', () => rule({ count: 0 }), `${where}.count: 0; a whole number from 1 to 10000 is allowed`],
    ['half a failure', () => rule({ count: 0.5 }), `${where}.count: 0.5; a whole number from 1 to 10000 is allowed`],
    [
      'too many failures',
      () => rule({ count: 10_001 }),
      `${where}.count: 10001; a whole number from 1 to 10000 is allowed`,
    ],
    [
      'a text for a number',
      () => rule({ count: '3' }),
      `${where}.count: "3"; a whole number from 1 to 10000 is allowed`,
    ],
    [
      'more than all',
      () => rule({ count: undefined, percentage: 101 }),
      `${where}.percentage: 101; a whole number from 1 to 100 is allowed`,
    ],
    ['nothing that counts', () => rule({ errorReasons: [] }), nothing],
    ['nothing that counts at all', () => rule({ errorReasons: undefined }), nothing],
    [
      'min over max',
      () => rule({ statusCodeRanges: [{ min: 503, max: 500 }] }),
      `${where}.statusCodeRanges[0]: min 503 is greater than its max 500`,
    ],
    [
      'a status under 200',
      () => rule({ statusCodeRanges: [{ min: 199, max: 500 }] }),
      `${where}.statusCodeRanges[0].min: 199; a whole number from 200 to 599 is allowed`,
    ],
    [
      'a status over 599',
      () => rule({ statusCodeRanges: [{ min: 500, max: 600 }] }),
      `${where}.statusCodeRanges[0].max: 600; a whole number from 200 to 599 is allowed`,
    ],
    [
      'half a range',
      () => rule({ statusCodeRanges: [{ min: 500 }] }),
      `${where}.statusCodeRanges[0].max: undefined; a status code is needed`,
    ],
    [
      'no range',
      () => rule({ statusCodeRanges: [null] }),
      `${where}.statusCodeRanges[0]: null; an object with min and max is needed`,
    ],
    [
      '11 ranges',
      () => rule({ statusCodeRanges: Array.from({ length: 11 }, () => range) }),
      `${where}.statusCodeRanges: 11 items; at most 10 are allowed`,
    ],
    [
      '11 reasons',
      () => rule({ errorReasons: Array.from({ length: 11 }, () => ErrorReason.TIMEOUT) }),
      `${where}.errorReasons: 11 items; at most 10 are allowed`,
    ],
    [
      'an empty reason',
      () => rule({ errorReasons: [ErrorReason.of('')] }),
      `${where}.errorReasons[0]: ""; 1 to 200 bytes are allowed (the azurerm provider counts bytes), without control characters`,
    ],
    ['no interval', () => rule({ interval: undefined }), `${where}.interval: undefined; a Duration is needed`],
    ['a number for a duration', () => rule({ interval: 60 }), `${where}.interval: 60; a Duration is needed`],
    ['zero', () => rule({ interval: Duration.seconds(0) }), `${where}.interval: 0 s; ${SECONDS}`],
    ['less than zero', () => rule({ interval: Duration.minutes(-1) }), `${where}.interval: -60 s; ${SECONDS}`],
    [
      'a fraction of a second',
      () => rule({ interval: Duration.milliseconds(1500) }),
      `${where}.interval: 1.5 s; ${SECONDS}`,
    ],
    ['no number', () => rule({ interval: Duration.seconds(NaN) }), `${where}.interval: NaN s; ${SECONDS}`],
    ['without end', () => rule({ interval: Duration.hours(Infinity) }), `${where}.interval: Infinity s; ${SECONDS}`],
    [
      'nothing to count',
      () => rule({ interval: Duration.hours(undefined as never) }),
      `${where}.interval: NaN s; ${SECONDS}`,
    ],
    [
      'a token that would be multiplied',
      () => rule({ interval: Duration.minutes(new TerraformVariable(stack, 'minutes', {}).numberValue) }),
      `${where}.interval: a token in a unit other than seconds; tokens are allowed only in seconds`,
    ],
    [
      'a rule without props',
      () => backend({ circuitBreaker: CircuitBreakerRule.custom(undefined as never) }),
      'circuitBreaker: undefined; CircuitBreakerRule.custom needs an object',
    ],
    [
      'a rule without a condition',
      () =>
        backend({
          circuitBreaker: CircuitBreakerRule.custom({ name: 'a', tripDuration: Duration.minutes(1) } as never),
        }),
      `${where}: undefined; an object is needed`,
    ],
  ]);

  test('several errors at once', () => {
    const failureCondition = { count: -1, percentage: 1, interval: 1, statusCodeRanges: [{ min: 9, max: 8 }] };
    const props = { name: 'a_b', tripDuration: Duration.seconds(0), acceptRetryAfter: 1, failureCondition };
    const circuitBreaker = CircuitBreakerRule.custom(props as never);
    expect(refusal(() => backend({ circuitBreaker }))).toMatchInlineSnapshot(`
     "main/Thing: 9 errors
       circuitBreaker.name: "a_b"; 1 to 80 letters, digits and hyphens are allowed, with no hyphen at the start or end
       circuitBreaker.tripDuration: 0 s; whole seconds greater than 0, up to 31536000 s, are allowed
       circuitBreaker.acceptRetryAfter: 1; true or false is allowed
       circuitBreaker.failureCondition.count: -1; a whole number from 1 to 10000 is allowed
       circuitBreaker.failureCondition.interval: 1; a Duration is needed
       circuitBreaker.failureCondition.statusCodeRanges[0].min: 9; a whole number from 200 to 599 is allowed
       circuitBreaker.failureCondition.statusCodeRanges[0].max: 8; a whole number from 200 to 599 is allowed
       circuitBreaker.failureCondition.statusCodeRanges[0]: min 9 is greater than its max 8
       circuitBreaker.failureCondition: it has both count -1 and percentage 1; exactly one is allowed"
    `);
  });
});
