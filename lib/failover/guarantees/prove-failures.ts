import { NotPlayedError, UndecidedError } from '../automaton';
import type { Assumed } from './every-assumption';
import { failingSets } from './failing-sets';
import { FailureGround, isFailureOf } from './failure-kinds';
import type { FailureCase, Guarantee } from './guarantee';
import { Proof } from './prove';
import { Subject } from './subject';

/** What comes of the failures of a subject. */
interface FailuresProved {
  readonly guarantees: readonly Guarantee[];
  /** The assumptions that something asked for. */
  readonly asked: ReadonlySet<keyof Assumed>;
  /** The failures on which the retry condition decides by more than what came of the attempt. */
  readonly undecided: readonly FailureCase[];
  /** The failures that were not played, since they take too much. */
  readonly unplayed: number;
}

/** Proves every failure of these sets of backends that is one for each of them. */
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
