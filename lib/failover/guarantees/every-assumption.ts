import { ASSUMPTIONS, GatewayAssumptions, NotPlayedError } from '../automaton';

/** The assumptions that a run read. */
export type Assumed = Partial<GatewayAssumptions>;

/** The result of a run, and the assumptions that it read. */
export interface Assuming<T> {
  readonly assumed: Assumed;
  readonly result: T;
}

/** The maximum number of combinations that are tried. A run that reads more assumptions is not supported. */
const MOST_COMBINATIONS = 1024;
/** The maximum number of runs from which the deciding assumptions are derived. */
const MOST_CANDIDATES = 64;

/**
 * Runs a function under every combination of the assumptions that it reads and that have several values. An assumption
 * that is not read cannot change the result.
 *
 * @param given the assumptions that are fixed
 * @throws NotPlayedError if there are too many combinations.
 */
export function underEveryAssumption<T>(
  run: (assumptions: GatewayAssumptions) => T,
  given: Assumed = {},
): Assuming<T>[] {
  return [...eachAssumption(run, given)];
}

/** Like `underEveryAssumption`, but lazily, so that the caller can stop early. */
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

/** Assumptions that record which of them are read. */
class Asked {
  readonly assumptions: GatewayAssumptions;
  private readonly asked = new Map<Name, unknown>();

  constructor(private readonly fixed: Assumed) {
    this.assumptions = new Answers((name) => this.answer(name)) as unknown as GatewayAssumptions;
  }

  get values(): Assumed {
    return Object.fromEntries([...this.asked].filter(([name]) => ASSUMPTIONS[name].values.length > 1));
  }

  /**
   * Yields the other combinations: for each assumption that was not fixed, its other values, together with the values
   * of all previously read assumptions.
   */
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

/** Has every assumption as a property with a getter, which is many times faster than a proxy. */
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
 * Returns the deciding assumptions of a kind of result: the fewest assumptions of one run that lead to it regardless of
 * all others; empty if every run leads to it.
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

/** Returns whether both can hold at the same time. */
export function canHold(a: Assumed, b: Assumed): boolean {
  return Object.entries(a).every(([name, value]) => !(name in b) || b[name as Name] === value);
}

/** Returns whether all of `a` was assumed. */
export function holds(a: Assumed, assumed: Assumed): boolean {
  return Object.entries(a).every(([name, value]) => name in assumed && assumed[name as Name] === value);
}

export function sizeOf(assumed: Assumed): number {
  return Object.keys(assumed).length;
}
