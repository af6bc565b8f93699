import fc from 'fast-check';
import {
  ApiModel,
  ASSUMPTIONS,
  BackendModel,
  BreakerModel,
  DEFAULT_ASSUMPTIONS,
  GatewayAssumptions,
  MOST_RETRIES,
  PoolModel,
  readRetryDecision,
  retryExpression,
  RetryModel,
} from '../../lib/failover';
import { condition as anyCondition, textOf } from './conditions';

/** Models as a team may write them: mostly ones that survive much, each with something in it that may be wrong. */
const often = <T>(usual: T, others: fc.Arbitrary<T>, times = 2): fc.Arbitrary<T> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
/** Left out so many times as often as not. */
const rarely = <T>(value: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> =>
  often<T | undefined>(undefined, value, times);
const tenths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 10, max: max * 10 }).map((each) => each / 10);

const ranges = [
  [],
  [[429, 429]],
  [[500, 599]],
  [
    [429, 429],
    [500, 503],
  ],
  [[400, 499]],
];
const reasons = [[], ['Timeout'], ['BackendConnectionFailure'], ['BackendConnectionTimeout', 'Timeout']];

const breaker: fc.Arbitrary<BreakerModel> = fc
  .record({
    count: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 })),
    percentage: rarely(fc.constantFrom(1, 50, 75, 100), 12),
    interval: fc.oneof(fc.constantFrom(10, 60, 300), tenths(0.5, 40)),
    tripDuration: fc.oneof(fc.constantFrom(30, 60, 600), tenths(0.5, 40)),
    acceptRetryAfter: often(false, fc.boolean()),
    statusCodeRanges: often([[502, 504]], fc.constantFrom(...ranges)),
    errorReasons: often(['BackendConnectionFailure', 'Timeout'], fc.constantFrom(...reasons)),
  })
  .map(({ count, percentage, statusCodeRanges, ...given }) => ({
    ...given,
    ...(percentage === undefined ? { count } : { percentage }),
    statusCodeRanges: statusCodeRanges.map(([min, max]) => ({ min, max })),
  }));

const R = 'context.Response';
const condition = fc.oneof(
  { weight: 3, arbitrary: fc.constant(retryExpression([{ min: 502, max: 504 }])) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      retryExpression([{ min: 500, max: 599 }]),
      retryExpression([
        { min: 429, max: 429 },
        { min: 500, max: 504 },
      ]),
      retryExpression([]),
      `@(${R} == null || ${R}.StatusCode >= 500)`,
      `@(${R}.StatusCode >= 429)`,
      `@(${R} != null && ${R}.StatusCode == 503)`,
      `@(context.LastError != null || ${R}.StatusCode == 429)`,
      '@(true)',
    ),
  },
  { weight: 1, arbitrary: anyCondition.map((each) => textOf(each)) },
);

const retry: fc.Arbitrary<Omit<RetryModel, 'count'>> = fc
  .record({
    interval: fc.oneof(fc.constantFrom(0, 1, 1, 10), tenths(0, 4)),
    delta: rarely(tenths(0, 3), 3),
    maxInterval: rarely(tenths(1, 20), 3),
    firstFastRetry: fc.boolean(),
    condition,
  })
  .map((given) => ({ ...given, shownCondition: given.condition, decision: readRetryDecision(given.condition) }));

const member = fc.record({
  weight: rarely(fc.integer({ min: 0, max: 3 }), 1),
  /** Null: none at all. */
  own: rarely(fc.option(breaker, { nil: null, freq: 8 }), 2),
});
const group = fc.oneof(
  { weight: 60, arbitrary: fc.array(member, { minLength: 1, maxLength: 1 }) },
  { weight: 4, arbitrary: fc.array(member, { minLength: 2, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(member, { minLength: 3, maxLength: 3 }) },
);

/** An API with one pool of two or three priorities. */
export const randomApis: fc.Arbitrary<ApiModel> = fc
  .record({
    groups: fc.oneof(
      { weight: 3, arbitrary: fc.array(group, { minLength: 2, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(group, { minLength: 3, maxLength: 3 }) },
    ),
    common: breaker,
    retry: fc.option(retry, { nil: undefined, freq: 8 }),
    /** More or fewer retries than open the circuits, even if fixed intervals end between the failures; or any number. */
    more: fc.oneof(fc.integer({ min: -2, max: 4 }), fc.constant(0)),
    retries: rarely(fc.integer({ min: 0, max: MOST_RETRIES }), 30),
    forwardTimeout: fc.oneof(fc.constantFrom(0.5, 1, 4, 9, 20, 60, 240), tenths(0.5, 20)),
    choosesPoolAgain: often(true, fc.boolean()),
    skuName: fc.constantFrom('Developer_1', 'Developer_1', 'Premium_1', 'Premium_2', 'Premium_3'),
  })
  .map(({ groups, common, retry: waits, more, retries, forwardTimeout, choosesPoolAgain, skuName }) => {
    const service = { key: 'apim', skuName };
    const members = groups.flatMap((group, index) =>
      group.map(({ weight, own }, place) => {
        const name = `${'abc'[index]}${place + 1}`;
        const own_ = own === null ? undefined : (own ?? common);
        const backend: BackendModel = { address: `main/${name}`, name, service, ...(own_ && { breaker: own_ }) };
        return { backend, priority: index + 1, ...(weight !== undefined && { weight }) };
      }),
    );
    const pool: PoolModel = { address: 'main/pool', name: 'pool', service, members };
    const failures = members
      .filter(({ priority }) => priority < groups.length)
      .map(({ backend }) => Number((backend.breaker as BreakerModel | undefined)?.count ?? 3))
      .reduce((sum, failures) => sum + Math.max(failures, 2 * failures - 2), 0);
    const count = Math.max(0, Math.min(MOST_RETRIES, retries ?? failures + more));
    return {
      ...{
        address: 'main/api',
        name: 'orders',
        service,
        pools: [pool],
        missingBackends: [],
        backendSectionChildren: 1,
      },
      ...(waits && { retry: { count, ...waits } }),
      ...{ forwardTimeout, bufferRequestBody: true, choosesPoolAgain: waits !== undefined && choosesPoolAgain },
    };
  });

/** Every assumption at any of its values. */
export const randomAssumptions: fc.Arbitrary<GatewayAssumptions> = fc
  .record(
    Object.fromEntries(
      Object.entries(ASSUMPTIONS).map(([name, { values }]) => [name, fc.constantFrom<unknown>(...values)]),
    ),
  )
  .map((given) => ({ ...DEFAULT_ASSUMPTIONS, ...given }));
