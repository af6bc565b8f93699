import { ASSUMPTIONS, GatewayAssumptions, NotPlayedError } from '../automaton';

/** What was assumed: only what was asked for. */
export type Assumed = Partial<GatewayAssumptions>;

/** What came of a run, and what it asked for. */
export interface Assuming<T> {
  readonly assumed: Assumed;
  readonly result: T;
}

/** More combinations than this are not tried: what asks for so many is not what this is made for. */
const MOST_COMBINATIONS = 1024;
/** What decides is found from one of so many runs. */
const MOST_CANDIDATES = 64;

/**
 * Runs something under every combination of assumptions that can matter to it: those that it asks for, and that have
 * several values. An assumption that nobody asks for cannot change a result.
 *
 * @param given what is assumed in any case
 * @throws NotPlayedError if there are too many combinations.
 */
export function underEveryAssumption<T>(
  run: (assumptions: GatewayAssumptions) => T,
  given: Assumed = {},
): Assuming<T>[] {
  return [...eachAssumption(run, given)];
}

/** The same, one run after the other: whoever has seen enough asks for no more. */
export function* eachAssumption<T>(
  run: (assumptions: GatewayAssumptions) => T,
  given: Assumed = {},
): Generator<Assuming<T>> {
  let runs = 0;
  const open: Assumed[] = [given];
  for (let fixed = open.pop(); fixed; fixed = open.pop()) {
    if (runs++ >= MOST_COMBINATIONS) {
      throw new NotPlayedError(`it depends on more than ${MOST_COMBINATIONS} combinations of assumptions`);
    }
    const asked = new Asked(fixed);
    const result = run(asked.assumptions);
    yield { assumed: asked.values, result };
    open.push(...asked.alternatives());
  }
}

type Name = keyof GatewayAssumptions;

/** Assumptions that note what they are asked for. */
class Asked {
  readonly assumptions: GatewayAssumptions;
  private readonly asked = new Map<Name, unknown>();

  constructor(private readonly fixed: Assumed) {
    this.assumptions = new Answers((name) => this.answer(name)) as unknown as GatewayAssumptions;
  }

  get values(): Assumed {
    return Object.fromEntries([...this.asked].filter(([name]) => ASSUMPTIONS[name].values.length > 1));
  }

  /** What else to assume: for each answer that was free, its other values, with all free answers before it as they were. */
  *alternatives(): Generator<Assumed> {
    let before = this.fixed;
    for (const [name, value] of this.asked) {
      if (name in this.fixed) continue;
      for (const other of ASSUMPTIONS[name].values) if (other !== value) yield { ...before, [name]: other };
      before = { ...before, [name]: value };
    }
  }

  private answer(name: Name): unknown {
    const known = this.asked.get(name);
    if (known !== undefined) return known;
    const value = name in this.fixed ? this.fixed[name] : ASSUMPTIONS[name].default;
    this.asked.set(name, value);
    return value;
  }
}

/** Has every assumption as a property that asks for it: many times faster than a proxy. */
class Answers {
  constructor(readonly ask: (name: Name) => unknown) {}
}
for (const name of Object.keys(ASSUMPTIONS) as Name[]) {
  Object.defineProperty(Answers.prototype, name, {
    get(this: Answers) {
      return this.ask(name);
    },
  });
}

/**
 * What decides that a result is of some kind: the fewest of one run's assumptions that make it so whatever else holds;
 * empty if it is so in every case.
 */
export function deciding<T>(runs: readonly Assuming<T>[], isSo: (result: T) => boolean): Assumed {
  const candidates = runs
    .filter(({ result }) => isSo(result))
    .slice(0, MOST_CANDIDATES)
    .map(({ assumed }) => fewestOf(assumed, runs, isSo));
  return candidates.reduce((best, each) => (sizeOf(each) < sizeOf(best) ? each : best), candidates[0] ?? {});
}

function fewestOf<T>(assumed: Assumed, runs: readonly Assuming<T>[], isSo: (result: T) => boolean): Assumed {
  let kept = assumed;
  for (const name of Object.keys(assumed)) {
    const without: Assumed = Object.fromEntries(Object.entries(kept).filter(([each]) => each !== name));
    if (runs.every((run) => isSo(run.result) || !canHold(without, run.assumed))) kept = without;
  }
  return kept;
}

/** Whether both may hold at once. */
export function canHold(a: Assumed, b: Assumed): boolean {
  return Object.entries(a).every(([name, value]) => !(name in b) || b[name as Name] === value);
}

/** Whether all of `a` is among what was assumed. */
export function holds(a: Assumed, assumed: Assumed): boolean {
  return Object.entries(a).every(([name, value]) => name in assumed && assumed[name as Name] === value);
}

export function sizeOf(assumed: Assumed): number {
  return Object.keys(assumed).length;
}
