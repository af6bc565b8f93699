import * as fc from 'fast-check';
import {
  ApiModel,
  check,
  Counterexample,
  DEFAULT_ASSUMPTIONS,
  Fault,
  Finding,
  Guarantee,
  guaranteesOf,
  ModelGuarantees,
  play,
  PlayedExchange,
  PlayedGateway,
  PoolModel,
  repeat,
  Script,
} from '../../lib/failover';
import { CompiledService } from '../../simulator/engine/compiled-service';
import { CSharp, loadCSharp } from '../../simulator/expressions';
import { scenarioOf } from '../../simulator/prove/scenario-of';
import { SimulatedGateway } from '../../simulator/prove/simulated-gateway';
import { readScenario } from '../../simulator/scenario/read-scenario';
import { runScenario } from '../../simulator/scenario/run-scenario';
import { randomApis, randomAssumptions } from './random-models';
import { REQUEST, synthesized } from './synthesized';

/**
 * Findings, guarantees and the engine must say the same of any model. `RUNS` says of how many; a failing run prints a
 * seed, and `SEED` runs the same again.
 */
const RUNS = Number(process.env.RUNS ?? 60);
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const options = { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }) };

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

/** A model with all that is said of it. */
class Judged {
  readonly pool: PoolModel;
  readonly findings: readonly Finding[];
  readonly proved: ModelGuarantees;
  readonly compiled: CompiledService;

  constructor(readonly api: ApiModel) {
    [this.pool] = api.pools;
    const backends = this.pool.members.map(({ backend }) => backend);
    this.findings = check({ backends, pools: [this.pool], apis: [api] });
    const proved = guaranteesOf(api, this.pool);
    if (!proved) throw new Error('the model cannot be played');
    this.proved = proved;
    this.compiled = new CompiledService(synthesized(api, this.pool), csharp);
  }

  get survived(): Guarantee[] {
    return this.proved.guarantees.filter(({ verdict }) => verdict === 'survives');
  }

  get unsurvived(): Guarantee[] {
    return this.proved.guarantees.filter(({ verdict }) => verdict === 'fails' || verdict === 'survives later');
  }

  faultsOf({ failure: { backends, how } }: Guarantee): ReadonlyMap<string, Fault> {
    const kind = this.proved.kinds.find((each) => each.how === how);
    if (!kind) throw new Error(`${how} is not a failure of this model`);
    return new Map(backends.map((backend) => [backend, kind.fault] as const));
  }

  engine(assumptions: typeof DEFAULT_ASSUMPTIONS, units: number): PlayedGateway {
    return new SimulatedGateway(this.compiled, REQUEST, assumptions, units);
  }

  model(assumptions: typeof DEFAULT_ASSUMPTIONS, units: number): PlayedGateway {
    return play(this.proved.game, assumptions, units);
  }
}

const isAnswered = ({ statusCode, attempts }: PlayedExchange): boolean =>
  statusCode === 200 && attempts.at(-1)?.statusCode === 200;

const say = ({ failure, verdict }: Guarantee): string => `${failure.backends.join()} (${failure.how}): ${verdict}`;

test(`${RUNS} random models: a retry is an error only where no request reaches the second priority`, () => {
  fc.assert(
    fc.property(randomApis, (api) => {
      const judged = new Judged(api);
      const isError = judged.findings.some(({ code, level }) => /AF00[45]/.test(code) && level === 'error');
      if (!isError) return;
      const first = judged.pool.members.filter(({ priority }) => priority === 1).map(({ backend }) => backend.name);
      const ofFirst = judged.proved.guarantees.filter(
        ({ failure: { backends, how } }) => backends.join() === first.join() && /^(refused|status \d+)$/.test(how),
      );
      const failing = ofFirst.filter((guarantee) => {
        const phases = [{ from: 0, faults: judged.faultsOf(guarantee) }];
        return !isAnswered(repeat(judged.engine(DEFAULT_ASSUMPTIONS, 1), { phases, requests: [0] })[0]);
      });
      expect(failing).not.toEqual([]);
    }),
    options,
  );
}, 3_600_000);

test(`${RUNS} random models: what is not survived is found`, () => {
  fc.assert(
    fc.property(randomApis, (api) => {
      const judged = new Judged(api);
      const isFound = judged.findings.some(
        ({ code, level }) => level !== 'note' && code !== 'AF106' && code !== 'AF107',
      );
      if (!isFound) expect(judged.unsurvived.map(say)).toEqual([]);
    }),
    options,
  );
}, 3_600_000);

test(`${RUNS} random models: every counterexample can be replayed`, async () => {
  await fc.assert(
    fc.asyncProperty(randomApis, fc.nat(), async (api, pick) => {
      const judged = new Judged(api);
      const { service } = judged.compiled;
      for (const guarantee of judged.unsurvived) {
        const given = guarantee.counterexample as Counterexample;
        const assumptions = { ...DEFAULT_ASSUMPTIONS, ...given.assumed };
        for (const gateway of [judged.model(assumptions, given.units), judged.engine(assumptions, given.units)]) {
          const exchange = repeat(gateway, given)[given.error];
          expect([say(guarantee), exchange.statusCode, isAnswered(exchange)]).toEqual([say(guarantee), given.statusCode, false]);
        }
      }
      if (judged.unsurvived.length === 0) return;
      const guarantee = judged.unsurvived[pick % judged.unsurvived.length];
      const given = guarantee.counterexample as Counterexample;
      const proven = { service, case: { api: service.apis[0], request: REQUEST } } as unknown as Parameters<typeof scenarioOf>[0];
      const file = scenarioOf(proven, given, guarantee.failure.how);
      const { exchanges } = await runScenario({ services: [service] }, readScenario(JSON.stringify(file), 'scenario.json'));
      expect([say(guarantee), exchanges[given.error].status]).toEqual([say(guarantee), given.statusCode]);
    }),
    options,
  );
}, 3_600_000);

test(`${RUNS} random models: the engine shows all that is survived`, () => {
  const arrivals = fc.record({
    assumptions: randomAssumptions,
    units: fc.integer({ min: 1, max: 3 }),
    times: fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 12 }),
  });
  fc.assert(
    fc.property(randomApis, fc.array(arrivals, { minLength: 3, maxLength: 3 }), (api, samples) => {
      const judged = new Judged(api);
      for (const guarantee of judged.survived) {
        for (const { assumptions, units, times } of samples) {
          const requests = [...times].sort((a, b) => a - b);
          const script: Script = { phases: [{ from: 0, faults: judged.faultsOf(guarantee) }], requests };
          const [first] = repeat(judged.engine(assumptions, units), { ...script, requests: [0] });
          expect([say(guarantee), isAnswered(first)]).toEqual([say(guarantee), true]);
          const errors = repeat(judged.engine(assumptions, units), script).filter((each) => !isAnswered(each));
          expect([say(guarantee), errors]).toEqual([say(guarantee), []]);
        }
      }
    }),
    options,
  );
}, 3_600_000);
