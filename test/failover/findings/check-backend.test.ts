import { BreakerModel, checkBackend } from '../../../lib/failover';
import { backend, backendWith, codes, lines, service } from '../models';

const broken = (over: Partial<BreakerModel>): string[] => lines(checkBackend(backendWith('local', over)));

test('nothing is said of a sound backend, nor of one without a breaker, nor of a breaker that is not known', () => {
  expect(checkBackend(backend('local'))).toEqual([]);
  expect(checkBackend(backend('local', { breaker: undefined }))).toEqual([]);
  expect(checkBackend(backend('local', { breaker: 'unknown' }))).toEqual([]);
});

test('findings are about the backend', () => {
  expect(checkBackend(backendWith('local', { acceptRetryAfter: true }))).toMatchObject([{ address: 'main/local' }]);
});

describe('AF003: a circuit breaker on the Consumption tier', () => {
  const consumption = service({ skuName: 'Consumption_0' });

  test.each(['rule', 'unknown'] as const)('holds for a breaker: %s', (breaker) => {
    const over = breaker === 'unknown' ? { breaker } : {};
    expect(lines(checkBackend(backend('local', { service: consumption, ...over })))).toEqual([
      "error: AF003 backend 'local' has a circuit breaker, but the SKU Consumption_0 of its service does not support circuit breakers. " +
        'Use another tier, or remove the circuit breaker and forgo failover.',
    ]);
  });

  test('does not hold without a breaker', () => {
    expect(checkBackend(backend('local', { service: consumption, breaker: undefined }))).toEqual([]);
  });

  test.each(['Developer_1', 'Basic_1', 'StandardV2_1', 'Premium_2', 'unknown'])('does not hold for %s', (skuName) => {
    expect(checkBackend(backend('local', { service: service({ skuName }) }))).toEqual([]);
  });
});

describe('AF006: a rule that cannot trip as written', () => {
  const CANNOT = "error: AF006 the circuit breaker of backend 'local' cannot trip as written: ";

  test.each<[string, Partial<BreakerModel>]>([
    ['it has both count 3 and percentage 50; exactly one is allowed', { percentage: 50 }],
    ['it has both count and percentage; exactly one is allowed', { count: 'unknown', percentage: 'unknown' }],
    ['it has neither count nor percentage; exactly one is needed', { count: undefined }],
    [
      'nothing counts as a failure; at least one status code range or error reason is needed',
      { statusCodeRanges: [], errorReasons: [] },
    ],
    ['status code range min 503 is greater than its max 500', { statusCodeRanges: [{ min: 503, max: 500 }] }],
    ['status code range min 199 is not a whole number from 200 to 599', { statusCodeRanges: [{ min: 199, max: 599 }] }],
    ['status code range max 600 is not a whole number from 200 to 599', { statusCodeRanges: [{ min: 200, max: 600 }] }],
    [
      'status code range max 600 is not a whole number from 200 to 599',
      { statusCodeRanges: [{ min: 'unknown', max: 600 }] },
    ],
    [
      'status code range min 199 is not a whole number from 200 to 599',
      { statusCodeRanges: [{ min: 199, max: 'unknown' }] },
    ],
    [
      'status code range min 500.5 is not a whole number from 200 to 599',
      { statusCodeRanges: [{ min: 500.5, max: 501 }] },
    ],
  ])('%s', (fault, over) => {
    expect(broken(over)).toEqual([`${CANNOT}${fault}. Correct the rule.`]);
  });

  test.each<[string, Partial<BreakerModel>]>([
    ['a percentage alone', { count: undefined, percentage: 50 }],
    ['a percentage alone that is not known', { count: undefined, percentage: 'unknown' }],
    ['a count that is not known', { count: 'unknown' }],
    ['status codes alone', { errorReasons: [] }],
    ['error reasons alone', { statusCodeRanges: [] }],
    ['a range of one status code', { statusCodeRanges: [{ min: 503, max: 503 }] }],
    ['the widest range', { statusCodeRanges: [{ min: 200, max: 599 }] }],
    ['a range of which one end is not known', { statusCodeRanges: [{ min: 'unknown', max: 200 }] }],
    ['ranges that overlap', { statusCodeRanges: [500, 502].map((min) => ({ min, max: 504 })) }],
  ])('does not hold for %s', (_, over) => {
    expect(broken(over)).toEqual([]);
  });

  test('every fault is said', () => {
    const faults = checkBackend(
      backendWith('local', { percentage: 1, errorReasons: [], statusCodeRanges: [{ min: 700, max: 100 }] }),
    );
    expect(faults.map(({ message }) => message.slice(CANNOT.length - 'error: AF006 '.length))).toEqual([
      'it has both count 3 and percentage 1; exactly one is allowed',
      'status code range min 700 is greater than its max 100',
      'status code range min 700 is not a whole number from 200 to 599',
      'status code range max 100 is not a whole number from 200 to 599',
    ]);
  });
});

describe('AF106: Retry-After without an upper bound', () => {
  const REMEDY = 'Do not accept Retry-After, unless the backend is trusted to send sensible values.';

  test.each([
    [30, 'far beyond its trip duration of 30 s'],
    ['unknown', 'far beyond its trip duration'],
  ] as const)('holds where it is accepted; trip duration %s', (tripDuration, end) => {
    expect(broken({ acceptRetryAfter: true, tripDuration })).toEqual([
      "warning: AF106 backend 'local' accepts Retry-After without an upper bound: " +
        `one response can keep it out of use for as long as the header specifies, ${end}, or close its circuit before another backend is reached. ${REMEDY}`,
    ]);
  });

  test('is left to the pool of a member, unless it is acknowledged here', () => {
    const member = backendWith('local', { acceptRetryAfter: true });
    expect(checkBackend(member, true)).toEqual([]);
    expect(checkBackend({ ...member, acknowledged: ['AF003'] }, true)).toEqual([]);
    expect(codes(checkBackend({ ...member, acknowledged: ['AF106'] }, true))).toEqual(['AF106']);
  });

  test('does not hold where it is not accepted', () => {
    expect(broken({ acceptRetryAfter: false })).toEqual([]);
  });
});
