import * as fc from 'fast-check';
import {
  ApiModel,
  ASSUMPTIONS,
  BackendModel,
  BreakerModel,
  DEFAULT_ASSUMPTIONS,
  Fault,
  MemberModel,
  isPlayable,
  play,
  playable,
  PlayedExchange,
  PlayedGateway,
  PoolModel,
  readRetryDecision,
  repeat,
  retryExpression,
  Script,
} from '../../lib/failover';
import { compileService } from '../../simulator/policies/compile-service';
import { CSharp, loadCSharp } from '../../simulator/expressions';
import { SimulatedGateway } from '../../simulator/prove/simulated-gateway';
import { REQUEST, synthesized } from '../failover/synthesized';
import { runs } from '../support/runs';

/**
 * The model played, and its synthesized policies run by the whole engine, must come to the same: every attempt of every
 * request, at the same millisecond. A failing run prints its seed: `SEED` runs it again.
 */
const options = runs(1000);

const SERVICE = { key: 'apim', skuName: 'unknown' as const };
const tenths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 10, max: max * 10 }).map((each) => each / 10);

const breaker: fc.Arbitrary<BreakerModel> = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  interval: tenths(1, 30),
  tripDuration: tenths(1, 40),
  acceptRetryAfter: fc.boolean(),
  statusCodeRanges: fc.constantFrom([], [{ min: 502, max: 504 }], [{ min: 429, max: 429 }], [{ min: 500, max: 599 }]),
  errorReasons: fc.subarray(['BackendConnectionFailure', 'Timeout']),
});

const R = 'context.Response';
const condition = fc.constantFrom(
  retryExpression([{ min: 502, max: 504 }]),
  retryExpression([{ min: 500, max: 599 }]),
  retryExpression([]),
  `@(${R} == null || ${R}.StatusCode >= 500)`,
  `@(${R}.StatusCode >= 429)`,
  `@(${R} != null && ${R}.StatusCode == 503)`,
  `@(context.LastError != null || ${R}.StatusCode == 429)`,
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    statusCode: fc.constantFrom(404, 429, 500, 502, 503),
    latency: fc.constantFrom(0, 0, 50, 1000, 2999, 3000),
    retryAfter: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    flaps: fc.option(fc.constantFrom(700, 5000), { nil: undefined }),
  }),
  fc.constantFrom<Fault[]>({ hangs: true }, { refuses: true }, { refuses: true, latency: 21_000 }),
);

const member = fc.record({
  priority: fc.integer({ min: 1, max: 3 }),
  weight: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  breaker: fc.option(breaker, { nil: undefined, freq: 8 }),
});

/** Every assumption at any of its values. */
const assumptions = fc
  .record(
    Object.fromEntries(
      Object.entries(ASSUMPTIONS).map(([name, { values }]) => [name, fc.constantFrom<unknown>(...values)]),
    ),
  )
  .map((given) => ({ ...DEFAULT_ASSUMPTIONS, ...given }));

const played = fc.record({
  members: fc.array(member, { minLength: 1, maxLength: 5 }),
  retry: fc.option(
    fc.record({
      count: fc.integer({ min: 1, max: 8 }),
      interval: tenths(0, 4),
      delta: fc.option(tenths(0, 3), { nil: undefined }),
      maxInterval: fc.option(tenths(1, 9), { nil: undefined }),
      firstFastRetry: fc.boolean(),
      condition,
    }),
    { nil: undefined, freq: 8 },
  ),
  choosesPoolAgain: fc.boolean(),
  forwardTimeout: tenths(0.5, 5),
  phases: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 60_000 }),
      faults: fc.array(fc.option(fault), { minLength: 5, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  requests: fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 12 }),
  units: fc.integer({ min: 1, max: 3 }),
  assumptions,
});

type Played = typeof played extends fc.Arbitrary<infer T> ? T : never;

function modelOf({ members, retry, choosesPoolAgain, forwardTimeout }: Played): { api: ApiModel; pool: PoolModel } {
  const backends = members.map(({ breaker: rule }, index): BackendModel => {
    return { address: `b${index}`, name: `b${index}`, service: SERVICE, breaker: rule };
  });
  const pool: PoolModel = {
    ...{ address: 'pool', name: 'pool', service: SERVICE },
    members: members.map(({ priority, weight }, index): MemberModel => ({
      backend: backends[index],
      priority,
      weight,
    })),
  };
  const api: ApiModel = {
    ...{ address: 'api', name: 'api', service: SERVICE, pools: [pool], missingBackends: [], backendSectionChildren: 1 },
    retry: retry && { ...retry, shownCondition: retry.condition, decision: readRetryDecision(retry.condition) },
    forwardTimeout,
    bufferRequestBody: true,
    choosesPoolAgain: retry !== undefined && choosesPoolAgain,
  };
  return { api, pool };
}

function scriptOf({ members, phases, requests }: Played): Script {
  return {
    phases: [...phases]
      .sort((a, b) => a.from - b.from)
      .map(({ from, faults }) => ({
        from,
        faults: new Map(members.flatMap((_, index) => (faults[index] ? [[`b${index}`, faults[index]] as const] : []))),
      })),
    requests: [...requests].sort((a, b) => a - b),
  };
}

const told = (exchanges: readonly PlayedExchange[]): unknown =>
  exchanges.map(({ at, duration, statusCode, attempts }) => ({
    ...{ at, duration, statusCode },
    attempts: attempts.map((each) => [each.backend, each.at, each.duration, each.statusCode, each.reason]),
  }));

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

test(`${options.numRuns} random models, played and run by the engine, come to the same, attempt by attempt`, () => {
  fc.assert(
    fc.property(played, (given) => {
      const model = modelOf(given);
      const game = playable(model.api, model.pool);
      if (!isPlayable(game)) throw new Error('the model cannot be played');
      const script = scriptOf(given);
      const gateways: readonly PlayedGateway[] = [
        play(game, given.assumptions, given.units),
        new SimulatedGateway(
          compileService(synthesized(model.api, model.pool), csharp),
          REQUEST,
          given.assumptions,
          given.units,
        ),
      ];
      const [ofModel, ofEngine] = gateways.map((gateway) => told(repeat(gateway, script)));
      expect(ofModel).toEqual(ofEngine);
    }),
    options,
  );
}, 600_000);
