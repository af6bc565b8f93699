import { DEFAULT_ASSUMPTIONS, NotPlayedError, Playable } from '../automaton';
import {
  Assumed,
  ErrorScript,
  FailureKind,
  Guarantee,
  ModelGuarantees,
  PlayLimit,
  Proof,
  subjectOf,
} from '../guarantees';
import { retriesToOpen } from './retries-to-open';
import { Suspect, suspectsOf, Trial, withCount } from './suspects';

/** The cause why a failure is not survived. The code is `AF113` if no change helps. */
export type Cause = Omit<Suspect, 'without'>;

/**
 * Finds the causes why each failure is not survived, by playing it again with one change, or with as few changes as
 * needed. Failures that are survived have no causes. Models that differ only in names are examined once.
 *
 * @param units the number of gateway instances on which the failures were played
 */
export function causesOfEach({ anonymous, ...played }: ModelGuarantees, units: number): Cause[][] {
  const { game, guarantees, kinds } = anonymous ?? played;
  let causes = alreadyFound.get(guarantees);
  if (!causes) {
    const finder = new CauseFinder(game, units);
    causes = guarantees.map((guarantee) => {
      const kind = kinds.find(({ how }) => how === guarantee.failure.how);
      const { verdict, risk } = guarantee;
      if (verdict === 'survives' && risk === 'intervals') return causesOfIntervals(game, guarantee);
      const isLost = verdict === 'fails' || verdict === 'survives later' || risk === 'turns';
      return kind && isLost ? finder.causesOf(guarantee, kind) : [];
    });
    alreadyFound.set(guarantees, causes);
  }
  const names = played.game.pool.members.map(({ backend }) => backend.name);
  const renamed = ({ backends, ...cause }: Cause): Cause => ({
    ...cause,
    ...(backends && { backends: anonymous ? backends.map((index) => names[Number(index)]) : backends }),
  });
  return causes.map((each) => each.map(renamed));
}

/** Returns the causes why fixed intervals may let a request end before it reaches a healthy backend. */
function causesOfIntervals(game: Playable, { failure: { backends } }: Guarantee): Cause[] {
  const retries = retriesToOpen(game, backends);
  return (game.retry?.count ?? 0) < retries ? [{ code: 'AF004', isNumber: true, retries }] : [];
}

const alreadyFound = new WeakMap<readonly Guarantee[], Cause[][]>();

/** The limit for finding the causes of all failures of an API: one or two seconds. */
const MOST_ATTEMPTS = 1_000_000;

/** Finds the causes of one failure at a time. */
export class CauseFinder {
  private readonly limit = new PlayLimit(MOST_ATTEMPTS);

  constructor(
    private readonly game: Playable,
    /** The number of gateway instances on which the failures were played. */
    private readonly units: number,
  ) {}

  /** Returns the causes why a failure is not survived. Several causes apply together. */
  causesOf(guarantee: Guarantee, kind: FailureKind): Cause[] {
    const { game, units } = this;
    const suspects = suspectsOf(game, kind, guarantee);
    if (!game.retry) return suspects.map(causeOf);
    try {
      const search = new Search({ game, given: {} }, guarantee, kind, units, this.limit);
      return search.alone(suspects) ?? search.besidesRetries(suspects) ?? search.together(suspects) ?? [UNKNOWN_CAUSE];
    } catch (error) {
      if (error instanceof NotPlayedError) return [UNKNOWN_CAUSE];
      throw error;
    }
  }
}

/** How often the search tries the smallest retry count that no known course rules out, before it bisects the range. */
const MOST_GUESSES = 3;

const UNKNOWN_CAUSE: Cause = { code: 'AF113' };

function causeOf({ without: _, ...cause }: Suspect): Cause {
  return cause;
}

/** Leaves out all dispensable suspects, starting with the last: the suspects to change first are in front. */
function leaveOut(
  suspects: readonly Suspect[],
  isEnough: (fewer: readonly Suspect[], suspect: Suspect) => boolean,
): readonly Suspect[] {
  return suspects.reduceRight((kept, suspect) => {
    const fewer = kept.filter((each) => each !== suspect);
    return isEnough(fewer, suspect) ? fewer : kept;
  }, suspects);
}

/** The search for the changes with which one failure is survived. */
class Search {
  private readonly backends: readonly string[];
  /** The courses with an error. Most trials fail in one of them and need not be played in others. */
  private readonly errors: ErrorScript[] = [];

  constructor(
    private readonly trial: Trial,
    { failure: { backends }, counterexample }: Guarantee,
    private readonly kind: FailureKind,
    /** The number of gateway instances. */
    private readonly units: number,
    private readonly limit: PlayLimit,
  ) {
    this.backends = backends;
    if (counterexample) this.errors.push(counterexample);
  }

  /** Returns the first suspect without which the failure is survived. */
  alone(suspects: readonly Suspect[]): Cause[] | undefined {
    const guilty = suspects.find((suspect) => this.isSurvived(this.without([suspect])));
    return guilty && [this.causeFor(guilty, [guilty])];
  }

  /** Returns too few retries, together with the one cause that is left with enough of them. */
  besidesRetries(suspects: readonly Suspect[]): Cause[] | undefined {
    const few = suspects.find(({ retries }) => retries !== undefined);
    if (!few) return undefined;
    const trial = this.without([few]);
    const left = suspectsOf(trial.game, this.kind, this.proof(trial).guarantee());
    const other = left.find((suspect) => suspect.code !== few.code && this.isSurvived(suspect.without(trial)));
    return other && [causeOf(few), this.causeFor(other, [few, other])];
  }

  /**
   * Returns as few suspects as needed. Suspects that matter only if Azure behaves unusually are replaced by that
   * assumption.
   */
  together(suspects: readonly Suspect[]): Cause[] | undefined {
    const guilty = suspects.length < 2 ? undefined : this.fewest(suspects);
    if (!guilty) return undefined;
    const usual = leaveOut(
      guilty,
      (fewer, { isNumber = false, retries }) =>
        isNumber && retries === undefined && this.isSurvived({ ...this.without(fewer), given: DEFAULT_ASSUMPTIONS }),
    );
    if (usual.length < guilty.length) {
      const { decidedBy, otherwise } = this.proof(this.without(usual)).guarantee();
      // Otherwise it depends on more than that.
      if (otherwise === 'survives') {
        const assumed: Cause = { code: 'AF111', assumed: decidedBy };
        return [...usual.map((suspect) => this.causeFor(suspect, usual, DEFAULT_ASSUMPTIONS)), assumed];
      }
    }
    return guilty.map((suspect) => this.causeFor(suspect, guilty));
  }

  /** Returns as few suspects as needed; undefined if all of them are not enough. */
  private fewest(suspects: readonly Suspect[]): readonly Suspect[] | undefined {
    for (;;) {
      // A trial that fails in no known course counts as sufficient until it is played completely.
      if (this.failsAsKnown(this.without(suspects))) return undefined;
      const guilty = leaveOut(suspects, (fewer) => !this.failsAsKnown(this.without(fewer)));
      if (this.isSurvived(this.without(guilty))) return guilty;
    }
  }

  private causeFor(suspect: Suspect, guilty: readonly Suspect[], given: Assumed = {}): Cause {
    const cause = causeOf(suspect);
    if (cause.code !== 'AF004' || cause.retries !== undefined) return cause;
    return { ...cause, retries: this.fewestRetries(guilty, given) };
  }

  /** Returns the smallest sufficient number of retries when all other causes are removed. */
  private fewestRetries(guilty: readonly Suspect[], given: Assumed): number {
    const changed = this.without(guilty);
    const trial: Trial = { game: changed.game, given: { ...changed.given, ...given } };
    let [least, most] = [(this.trial.game.retry?.count ?? 0) + 1, trial.game.retry?.count ?? 0];
    for (let tries = 0; least < most; tries++) {
      least = this.fewestAsKnown(trial, least, most);
      if (least >= most) break;
      const count = tries < MOST_GUESSES ? least : Math.floor((least + most) / 2);
      if (this.isSurvived(withCount(count)(trial))) most = count;
      else least = count + 1;
    }
    return most;
  }

  /** Returns the smallest number of retries with which no known course ends in an error. */
  private fewestAsKnown(trial: Trial, from: number, to: number): number {
    let [least, most] = [from, to];
    while (least < most) {
      const middle = Math.floor((least + most) / 2);
      if (this.failsAsKnown(withCount(middle)(trial))) least = middle + 1;
      else most = middle;
    }
    return least;
  }

  private without(suspects: readonly Suspect[]): Trial {
    return suspects.reduce((trial, suspect) => suspect.without(trial), this.trial);
  }

  private isSurvived(trial: Trial): boolean {
    if (this.failsAsKnown(trial)) return false;
    const error = this.proof(trial).firstError();
    if (error) this.errors.unshift(error);
    return !error;
  }

  /** Returns whether a request fails in a course in which a request failed before. */
  private failsAsKnown(trial: Trial): boolean {
    const proof = this.proof(trial);
    const index = this.errors.findIndex((error) => proof.isError(error));
    if (index > 0) this.errors.unshift(...this.errors.splice(index, 1));
    return index >= 0;
  }

  private proof({ game, given }: Trial): Proof {
    const subject = { ...subjectOf(game, [this.kind], this.units), limit: this.limit };
    return new Proof(subject, this.backends, this.kind, given);
  }
}
