import * as fc from 'fast-check';
import type { FailingCircuit } from '../../../lib/failover/guarantees/failing-circuit';
import { mostFailures } from '../../../lib/failover/guarantees/fixed-intervals';
import { mayReceiveEveryInFixedIntervals } from '../../../lib/failover/guarantees/received';
import { runs } from '../../support/runs';

/** A circuit that counts failures in fixed intervals. */
interface Circuit {
  /** When the interval began; undefined if none runs. */
  readonly begun?: number;
  readonly failures: number;
  readonly openUntil: number;
}

const CLOSED: Circuit = { failures: 0, openUntil: -Infinity };

/** The circuit after a failure at a time. */
function failed(circuit: Circuit, { failures, interval, trip }: FailingCircuit, now: number): Circuit {
  if (now < circuit.openUntil) return circuit;
  const isRunning = circuit.begun !== undefined && now - circuit.begun < interval;
  const counted: Circuit = {
    begun: isRunning ? circuit.begun : now,
    failures: isRunning ? circuit.failures + 1 : 1,
    openUntil: -Infinity,
  };
  return counted.failures >= failures ? { ...CLOSED, openUntil: now + trip } : counted;
}

/**
 * Whether failures of other requests, at any moments before and during a request, and a choice of backends for each
 * attempt let failing backends take all attempts.
 */
function isTaken(rules: readonly FailingCircuit[], times: readonly number[]): boolean {
  const first = -Math.max(...rules.map(({ interval, trip }) => interval + trip)) - 1;
  let states = new Map([['', rules.map(() => CLOSED)]]);
  const keep = (reached: readonly (readonly Circuit[])[]): void => {
    states = new Map(reached.map((circuits) => [JSON.stringify(circuits), [...circuits]]));
  };
  const failing = (circuits: readonly Circuit[], which: number, now: number): Circuit[] =>
    circuits.map((circuit, index) => (index === which ? failed(circuit, rules[which], now) : circuit));
  const withOthers = (now: number): void => {
    rules.forEach((rule, index) => {
      for (let more = 0; more < rule.failures; more++) {
        keep([...states.values()].flatMap((circuits) => [circuits, failing(circuits, index, now)]));
      }
    });
  };
  let attempt = 0;
  for (let now = first; attempt < times.length; now++) {
    withOthers(now);
    for (; times[attempt] === now; attempt++) {
      keep(
        [...states.values()].flatMap((circuits) =>
          circuits.flatMap((circuit, index) => (now < circuit.openUntil ? [] : [failing(circuits, index, now)])),
        ),
      );
      if (states.size === 0) return false;
      withOthers(now);
    }
  }
  return true;
}

const circuit = fc.record({
  failures: fc.integer({ min: 1, max: 4 }),
  interval: fc.integer({ min: 1, max: 9 }),
  trip: fc.integer({ min: 1, max: 9 }),
});
const attemptsApart = (least: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: least, max: 4 }), { maxLength: 7 })
    .map((gaps) => gaps.reduce<number[]>((all, gap) => [...all, all[all.length - 1] + gap], [0]));

// An attempt takes some time, so an interval may end between two that begin at the same millisecond.
test('of one backend, the risk is exact', () => {
  fc.assert(
    fc.property(circuit, attemptsApart(1), (rule, attempts) => {
      expect(mayReceiveEveryInFixedIntervals([rule], attempts)).toBe(isTaken([rule], attempts));
    }),
    runs(400),
  );
});

test('no failures of other requests let two backends take all attempts where no risk is seen', () => {
  fc.assert(
    fc.property(circuit, circuit, attemptsApart(0), (one, other, attempts) => {
      fc.pre(!mayReceiveEveryInFixedIntervals([one, other], attempts));
      expect(isTaken([one, other], attempts)).toBe(false);
    }),
    runs(60),
  );
});

test('one attempt more than the most failures is sufficient within an interval, and not one less', () => {
  for (let failures = 1; failures <= 6; failures++) {
    const rule = { failures, interval: 100, trip: 100 };
    const attempts = Array.from({ length: mostFailures(failures) + 1 }, (_, index) => index);
    expect(mayReceiveEveryInFixedIntervals([rule], attempts)).toBe(false);
    expect(mayReceiveEveryInFixedIntervals([rule], attempts.slice(1))).toBe(true);
  }
});
