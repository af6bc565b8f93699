import { NotPlayedError, UndecidedError } from '../automaton';
import type { Assumed } from './every-assumption';
import { failingSets } from './failing-sets';
import { FailureGround, isFailureOf } from './failure-kinds';
import type { FailureCase, Guarantee } from './guarantee';
import { Proof } from './prove';
import { Subject } from './subject';

/** The proven failures of a subject. */
interface FailuresProved {
  readonly guarantees: readonly Guarantee[];
  /** The assumptions that were read. */
  readonly asked: ReadonlySet<keyof Assumed>;
  /** The failures for which the decision of the retry condition depends on more than the outcome of the attempt. */
  readonly undecided: readonly FailureCase[];
  /** The number of failures that were not played because they take too long. */
  readonly unplayed: number;
}

/** Proves every kind of failure for these sets of backends, if it is a failure of each backend in the set. */
export function proveFailures(
  subject: Subject,
  ground: FailureGround,
  sets = failingSets(subject.groups, subject.kindOf),
): FailuresProved {
  const guarantees: Guarantee[] = [];
  const asked = new Set<keyof Assumed>();
  const undecided: FailureCase[] = [];
  let unplayed = 0;
  for (const backends of sets) {
    for (const kind of subject.kinds) {
      if (!backends.every((backend) => isFailureOf(kind, subject.ruleOf(backend), ground))) continue;
      const proof = new Proof(subject, backends, kind);
      try {
        guarantees.push(proof.guarantee());
        for (const name of proof.asked) asked.add(name);
      } catch (error) {
        if (!(error instanceof NotPlayedError)) throw error;
        if (error instanceof UndecidedError) undecided.push({ backends, how: kind.how });
        else unplayed++;
      }
    }
  }
  return { guarantees, asked, undecided, unplayed };
}
