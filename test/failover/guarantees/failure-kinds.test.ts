import { BreakerRule, failureKinds, FailureGround, isFailureOf, passedOn, RetryDecision } from '../../../lib/failover';

const rule = (codes: readonly number[], over: Partial<BreakerRule> = {}): BreakerRule => ({
  count: 3,
  interval: 60_000,
  tripDuration: 30_000,
  acceptRetryAfter: false,
  statusCodes: new Set(codes),
  errorReasons: new Set(),
  ...over,
});

const retrying =
  (...codes: readonly number[]): RetryDecision =>
  ({ statusCode }) =>
    statusCode !== null && codes.includes(statusCode) ? 'retried' : 'not retried';

const ground = (over: Partial<FailureGround> = {}): FailureGround => ({
  rules: [rule([502, 503, 504])],
  decisions: [retrying(502, 503, 504)],
  timeout: 19_000,
  ...over,
});

const hows = (given: FailureGround): string[] =>
  failureKinds(given).map(({ how, statusCodes }) => (statusCodes === undefined ? how : `${how} of ${statusCodes}`));

const WITHOUT_AN_ANSWER = ['refused', 'unreachable', 'hang'];

test('status codes that everything treats alike are one class; what nobody counts or retries is an answer', () => {
  expect(hows(ground())).toEqual([
    'status 503 of 502-504',
    ...WITHOUT_AN_ANSWER,
    'status 503 just before the timeout',
    'flapping',
  ]);
  expect(passedOn(ground())).toBe('400-501, 505-599');
});

test('a status that is retried and not counted stands apart, and so does one that one breaker counts', () => {
  const given = ground({ rules: [rule([500, 503]), rule([503])], decisions: [retrying(408, 503)] });
  expect(hows(given).filter((how) => how.includes(' of '))).toEqual([
    'status 408 of 408',
    'status 500 of 500',
    'status 503 of 503',
  ]);
});

test('429 comes with a short and a long Retry-After where it is a failure', () => {
  const given = ground({ rules: [rule([429])], decisions: [retrying(429)] });
  expect(failureKinds(given).flatMap(({ fault }) => fault.retryAfter ?? [])).toEqual([1, 86_400]);
  expect(failureKinds(ground()).flatMap(({ fault }) => fault.retryAfter ?? [])).toEqual([]);
  const accepting = ground({ rules: [rule([503], { acceptRetryAfter: true })], decisions: [retrying(503)] });
  expect(failureKinds(accepting).map(({ how }) => how)).toEqual(
    expect.arrayContaining(['status 503 with Retry-After 1 s', 'status 503 with Retry-After 1 day']),
  );
});

test('an answer that is no error is a failure where it is retried, and that of a healthy backend never is', () => {
  expect(hows(ground({ decisions: [retrying(202)] }))).toContain('status 202 of 202');
  expect(hows(ground({ decisions: [retrying(200)] })).some((how) => how.includes('200'))).toBe(false);
});

test('where a condition depends on more than the status, each well-known status is tried on its own', () => {
  const given = ground({ rules: [], decisions: [() => 'depends'] });
  expect(hows(given)).toEqual(
    expect.arrayContaining(['status 503 of 503', 'status 500 of 500', 'status 429 of 429', 'status 408 of 408']),
  );
});

test('a late answer comes a millisecond before the timeout', () => {
  const late = failureKinds(ground()).find(({ how }) => how.includes('before the timeout'));
  expect(late?.fault).toEqual({ statusCode: 503, latency: 18_999 });
  const [early] = failureKinds(ground({ timeout: 0 })).filter(({ how }) => how.includes('before the timeout'));
  expect(early.fault.latency).toBe(0);
});

test('a status is no failure of a backend whose breaker does not count it, if nothing retries it', () => {
  const given = ground({ rules: [rule([500]), rule([503])], decisions: [retrying(503)] });
  const kindOf = (status: number): Parameters<typeof isFailureOf>[0] => {
    const kind = failureKinds(given).find(({ codes }) => codes?.has(status));
    if (!kind) throw new Error(`${status} is no failure`);
    return kind;
  };
  expect(isFailureOf(kindOf(500), rule([500]), given)).toBe(true);
  expect(isFailureOf(kindOf(500), rule([503]), given)).toBe(false);
  expect(isFailureOf(kindOf(503), rule([500]), given)).toBe(true);
  // Of a backend without a circuit breaker nobody has said what its failures are.
  expect(isFailureOf(kindOf(500), undefined, given)).toBe(true);
});
