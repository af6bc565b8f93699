import { PlayedAttempt, play, DEFAULT_ASSUMPTIONS, Playable } from '../automaton';
import { Guarantee, repeat } from '../guarantees';

/** A backend, the number of failures that trip it, and the seconds that they span. */
interface Stuck {
  readonly backend: string;
  readonly apart: number;
  readonly failures: number;
  readonly interval: number;
}

export function isTooSlow({ apart, interval }: Stuck): boolean {
  return apart >= interval;
}

/** Replays the requests that fail, to find out where their attempts went and why they were too late. */
export class Replays {
  constructor(private readonly game: Playable) {}

  /**
   * Returns the index of the first attempt that goes back to a backend whose circuit has closed; -1 if there is none.
   */
  returnIn(attempts: readonly PlayedAttempt[]): number {
    const names = attempts.map(({ backend }) => backend);
    return attempts.findIndex(({ backend, at }, index) => {
      const last = names.slice(0, index).lastIndexOf(backend);
      const open = this.game.rules.get(backend)?.tripDuration ?? Infinity;
      return last >= 0 && last < index - 1 && at - attempts[last].at - attempts[last].duration >= open;
    });
  }

  /** Returns the backend whose failures are too slow, and the seconds that its failures span. */
  stuckOn(guarantee: Guarantee): Stuck {
    const attempts = this.replayed(guarantee);
    const backends = [...new Set(attempts.map(({ backend }) => backend))].reverse();
    const all = backends.map((backend): Stuck => {
      const rule = this.game.rules.get(backend);
      const ends = attempts.filter((each) => each.backend === backend).map(({ at, duration }) => at + duration);
      const failures = rule?.count ?? ends.length;
      const apart = (ends[Math.min(failures, ends.length) - 1] - ends[0]) / 1000;
      return { backend, apart, failures, interval: (rule?.interval ?? Infinity) / 1000 };
    });
    const [failing] = guarantee.failure.backends;
    return all.find(isTooSlow) ?? all.at(0) ?? { backend: failing, apart: 0, failures: 0, interval: Infinity };
  }

  /** Returns the attempts of the request that fails. */
  replayed({ counterexample, attemptsAtRisk = [] }: Guarantee): readonly PlayedAttempt[] {
    if (!counterexample) return attemptsAtRisk;
    const { assumed, units, error } = counterexample;
    const gateway = play(this.game, { ...DEFAULT_ASSUMPTIONS, ...assumed }, units);
    return repeat(gateway, counterexample)[error].attempts;
  }
}
