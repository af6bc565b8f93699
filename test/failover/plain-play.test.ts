import * as fc from 'fast-check';
import { Fault, isPlayable, play, playable, PlayedExchange, repeat, Script } from '../../lib/failover';
import { runs } from '../support/runs';
import { PlainExchange, plainPlay } from './plain-play';
import { randomApis, randomAssumptions } from './random-models';

/** `play`, and the same written once more from the documents alone, must come to the same. A failing run prints its seed. */
const options = runs(1000);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    statusCode: fc.constantFrom(404, 429, 500, 502, 503),
    latency: fc.constantFrom(0, 0, 50, 1000, 3999, 4000),
    retryAfter: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    flaps: fc.option(fc.constantFrom(700, 5000), { nil: undefined }),
  }),
  fc.constantFrom<Fault[]>({ hangs: true }, { refuses: true }, { refuses: true, latency: 21_000 }),
);

const course = fc.record({
  phases: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 60_000 }),
      faults: fc.array(fc.option(fault), { minLength: 9, maxLength: 9 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  // Many at whole seconds, so that much happens at the very end of an interval.
  requests: fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 90_000 }),
      fc.integer({ min: 0, max: 90 }).map((second) => second * 1000),
    ),
    { minLength: 1, maxLength: 12 },
  ),
  units: fc.integer({ min: 1, max: 3 }),
});

const told = (exchanges: readonly PlayedExchange[]): PlainExchange[] =>
  exchanges.map(({ at, duration, statusCode, attempts }) => ({
    ...{ at, duration, statusCode },
    attempts: attempts.map((each) => [each.backend, each.at, each.duration, each.statusCode, each.reason]),
  }));

test(`${options.numRuns} random models, played, come to what the documents say, attempt by attempt`, () => {
  fc.assert(
    fc.property(randomApis, randomAssumptions, course, (api, assumptions, { phases, requests, units }) => {
      const [pool] = api.pools;
      const game = playable(api, pool);
      if (!isPlayable(game)) throw new Error('the model cannot be played');
      const script: Script = {
        phases: [...phases]
          .sort((a, b) => a.from - b.from)
          .map(({ from, faults }) => ({
            from,
            faults: new Map(
              pool.members.flatMap(({ backend }, index) => {
                const each = faults[index];
                return each ? [[backend.name, each] as const] : [];
              }),
            ),
          })),
        requests: [...requests].sort((a, b) => a - b),
      };
      expect(told(repeat(play(game, assumptions, units), script))).toEqual(
        plainPlay(api, pool, assumptions, units, script),
      );
    }),
    options,
  );
}, 600_000);
