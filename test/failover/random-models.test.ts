import * as fc from 'fast-check';
import { CSharp, loadCSharp } from '../../simulator/expressions';
import { runs } from '../support/runs';
import {
  AnyArrivals,
  expectCauses,
  expectCounterexample,
  expectErrorsToHold,
  expectFindings,
  expectScenario,
  expectSurvived,
  Judged,
} from './judged';
import { randomApis, randomAssumptions } from './random-models';

/**
 * Findings, guarantees and the engine must say the same of any model: no error where failover happens within one
 * request, nothing that is not survived without an error or a warning, nothing survived that the engine does not show.
 * `RUNS=20000 npx jest random-models` tries more of them; a failing run prints a seed, and `SEED` runs the same again.
 */
const given = runs(60);
const options = { ...given, endOnFailure: given.numRuns > 1000 };

/** So many of a model's failures that are survived, and of those that are not, are run by the engine. */
const MOST_ENGINE_RUNS = 6;

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

const arrivals: fc.Arbitrary<AnyArrivals> = fc.record({
  assumptions: randomAssumptions,
  units: fc.integer({ min: 1, max: 3 }),
  times: fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 12 }),
});

/** Some of them, evenly apart; which ones depends on what was drawn. */
function some<T>(values: readonly T[], drawn: number): T[] {
  const step = Math.max(1, Math.ceil(values.length / MOST_ENGINE_RUNS));
  return values.filter((_, index) => index % step === drawn % step);
}

test(`${options.numRuns} random models: findings, guarantees and the engine say the same`, async () => {
  const samples = fc.array(arrivals, { minLength: MOST_ENGINE_RUNS, maxLength: MOST_ENGINE_RUNS });
  await fc.assert(
    fc.asyncProperty(randomApis, samples, fc.nat(), async (api, each, drawn) => {
      const judged = new Judged(api, csharp);
      expectErrorsToHold(judged);
      expectFindings(judged);
      for (const guarantee of some(judged.unsurvived, drawn)) expectCounterexample(judged, guarantee);
      await expectScenario(judged, drawn);
      expectCauses(judged, drawn);
      some(judged.survived, drawn).forEach((guarantee, index) => expectSurvived(judged, guarantee, each[index]));
    }),
    options,
  );
}, 36_000_000);
