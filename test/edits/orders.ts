import type { Order, Step } from '../support/terraform';
import type { Call } from './calls';

/** How many random orders follow those that are likely to fail. */
const RANDOM_ORDERS = 10;

/**
 * Returns orders of the steps that Terraform allows. Steps that do not wait for each other run at the same time.
 * Therefore, every two of them in one service come in both orders, each with as few and with as many steps as possible
 * before them.
 */
export function* ordersOf(order: Order, calls: ReadonlyMap<string, Call>, seed: number): Generator<readonly Step[]> {
  const { steps, before } = order;
  const waitsFor = ({ key }: Step): ReadonlySet<string> => before.get(key) ?? new Set();
  yield sorted(steps, waitsFor);
  for (const [index, one] of steps.entries()) {
    for (const other of steps.slice(index + 1)) {
      if (waitsFor(one).has(other.key) || waitsFor(other).has(one.key)) continue;
      if (!mayConflict(calls.get(one.key), calls.get(other.key))) continue;
      const earlier = steps.filter(({ key }) => waitsFor(one).has(key) || waitsFor(other).has(key));
      const independent = steps.filter(
        (step) => ![one, other].some((each) => each === step || waitsFor(step).has(each.key)),
      );
      for (const pair of [
        [one, other],
        [other, one],
      ]) {
        yield sorted([...earlier, ...pair, ...steps], waitsFor);
        yield sorted([...independent, ...pair, ...steps], waitsFor);
      }
    }
  }
  const random = randomOf(seed);
  for (let count = 0; count < RANDOM_ORDERS; count++) {
    const weights = new Map(steps.map((step) => [step, random()]));
    yield sorted(
      [...steps].sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0)),
      waitsFor,
    );
  }
}

function mayConflict(a: Call | undefined, b: Call | undefined): boolean {
  return a !== undefined && b?.entity.service === a.entity.service;
}

/** Returns the steps in the given order, each after what it waits for. */
function sorted(steps: readonly Step[], waitsFor: (step: Step) => ReadonlySet<string>): Step[] {
  const result = new Set<Step>();
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const add = (step: Step): void => {
    if (result.has(step)) return;
    // What they wait for is complete, so it can be sorted by how much that is.
    const first = [...waitsFor(step)].flatMap((key) => byKey.get(key) ?? []);
    first.sort((a, b) => waitsFor(a).size - waitsFor(b).size);
    first.forEach((each) => result.add(each));
    result.add(step);
  };
  steps.forEach(add);
  return [...result];
}

/** Returns random numbers from 0 to 1: the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
