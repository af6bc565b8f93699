import fc from 'fast-check';
import {
  ApiModel,
  BackendModel,
  BreakerModel,
  FailoverModel,
  Known,
  MemberModel,
  MOST_RETRIES,
  PoolModel,
  readRetryDecision,
  retryExpression,
  RetryModel,
  ServiceModel,
} from '../../lib/failover';

const UNKNOWN = 'unknown' as const;
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const listOf = <T>(value: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> => fc.array(value, { maxLength });

const service: fc.Arbitrary<ServiceModel> = fc.record({
  key: fc.constantFrom('here', 'here', 'there'),
  skuName: fc.constantFrom('Developer_1', 'Consumption_0', 'Premium_3'),
});
const name = fc.constantFrom('a', 'b', 'c');
const conditions = [
  retryExpression([{ min: 502, max: 504 }]),
  '@(context.Response.StatusCode >= 500)',
  '@(context.Response?.StatusCode >= 500)',
  '@(true)',
  '@{ return true; }',
].map((condition) => ({ condition, shownCondition: condition, decision: readRetryDecision(condition) }));

/** Any model with these numbers, and with so many retries. */
function modelsOf(number: fc.Arbitrary<number>, retries: fc.Arbitrary<number>): fc.Arbitrary<FailoverModel> {
  const status = fc.oneof(fc.integer({ min: 190, max: 610 }), number);
  const breaker: fc.Arbitrary<BreakerModel> = fc.record({
    count: optional(number),
    percentage: optional(number),
    interval: number,
    tripDuration: number,
    acceptRetryAfter: fc.boolean(),
    statusCodeRanges: listOf(fc.record({ min: status, max: status }), 3),
    errorReasons: fc.subarray(['BackendConnectionFailure', 'Timeout']),
  });
  const backend: fc.Arbitrary<BackendModel> = fc.record({
    address: name.map((each) => `main/${each}`),
    name,
    service,
    breaker: optional(breaker),
    isPool: fc.option(fc.constant(true), { nil: undefined, freq: 10 }),
  });
  const member: fc.Arbitrary<MemberModel> = fc.record({
    backend,
    priority: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) }, number),
    weight: optional(number),
  });
  const pool: fc.Arbitrary<PoolModel> = fc.record({
    address: fc.constant('main/pool'),
    name,
    service,
    members: listOf(member, 4),
  });
  const retry: fc.Arbitrary<RetryModel> = fc
    .record({
      count: retries,
      interval: number,
      delta: optional(number),
      maxInterval: optional(number),
      firstFastRetry: fc.boolean(),
      condition: fc.constantFrom(...conditions),
    })
    .map(({ condition, ...given }) => ({ ...given, ...condition }));
  const api: fc.Arbitrary<ApiModel> = fc.record({
    address: fc.constant('main/api'),
    name,
    service,
    pools: listOf(pool, 2),
    retry: optional(retry),
    forwardTimeout: number,
    bufferRequestBody: fc.boolean(),
    methods: optional(fc.subarray(['GET', 'POST', 'PUT', 'DELETE', 'post'])),
    attributeFaults: fc.oneof(
      { weight: 19, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant(['the count of a <retry> is "60"; a whole number of 1 to 50 is needed']) },
    ),
    missingBackends: fc.subarray(['gone', 'lost']),
    backendSectionChildren: fc.nat(3),
    onlyRun: fc.oneof(
      { weight: 19, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('switches backends', 'nests retries', 'forwards again') },
    ),
  });
  return fc.record({ backends: listOf(backend, 2), pools: listOf(pool, 2), apis: listOf(api, 2) });
}

/** Models as they are written: whole numbers of a likely size. */
export const models = modelsOf(
  fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 400 })),
  fc.integer({ min: 1, max: MOST_RETRIES }),
);

const oddNumber = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 1e9, 1e21, NaN, Infinity, -Infinity),
  fc.integer({ min: -5, max: 60 }),
  fc.double({ min: -1e6, max: 1e6 }),
);

/** Models with numbers that nobody writes, and some that are none. */
export const oddModels = modelsOf(oddNumber, oddNumber);

const KNOWABLE = new Set([
  ...['count', 'percentage', 'interval', 'tripDuration', 'min', 'max', 'priority', 'weight', 'delta', 'maxInterval'],
  ...['forwardTimeout', 'key', 'skuName', 'breaker'],
]);

/** The model where each value that may be unknown is, if `isUnknown` says so. */
export function forget(model: FailoverModel, isUnknown: () => boolean): FailoverModel {
  const copy = <T>(value: T): T => {
    if (Array.isArray(value)) return value.map(copy) as T;
    if (typeof value !== 'object' || value === null || value instanceof Set) return value;
    const entries = Object.entries(value).map(([key, each]: [string, unknown]): [string, Known<unknown>] => [
      key,
      KNOWABLE.has(key) && each !== undefined && isUnknown() ? UNKNOWN : copy(each),
    ]);
    return Object.fromEntries(entries) as T;
  };
  return copy(model);
}

/** Which values are unknown: about one in `rarity`. */
export const forgetting = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.nat(1000))).map(
  ([rarity, numbers]) =>
    () =>
      (numbers.next().value ?? 0) % rarity === 0,
);
