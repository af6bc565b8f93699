import { isPlayable, isSlow, playable, Playable } from '../automaton';
import { ApiModel, LONGEST_FORWARD, membersAhead, PoolModel } from '../model';
import { failingSets } from './failing-sets';
import { failureKinds } from './failure-kinds';
import type { Guarantee } from './guarantee';
import { keyOf, subjectOf } from './guarantees-of';
import { PlayLimit, untilNotPlayed } from './play-limit';
import { Proof } from './prove';
import { isNoWorse } from './verdict';

/** The forward timeout that was computed. */
export interface ChosenTimeout {
  /** In seconds: a whole number, or a fraction in milliseconds if it is less than a second. */
  readonly timeout: number;
  /** What prevents the latency budget, or its default, from being met; undefined if it is met. */
  readonly obstacle?: BudgetObstacle;
}

/** A failure that takes longer than the latency budget even with the shortest timeout. */
interface BudgetObstacle {
  /** The time that a client waits with the shortest timeout. */
  readonly seconds: number;
}

/**
 * Computes the longest forward timeout with which an API survives every failure that it can survive with any timeout,
 * and no client waits longer than the budget, by playing backends that respond late or not at all.
 *
 * Without a budget, the longest interval of the circuit breakers ahead of the last priority group is used, so that no
 * failover takes longer than a circuit breaker counts failures.
 *
 * @param api the API; its own timeout is ignored
 * @param budget the latency budget in seconds
 */
export function chooseForwardTimeout(api: ApiModel, budget?: number): ChosenTimeout {
  const choices = api.pools.map((pool) => chooseFor(api, pool, budget));
  const obstacle = choices.find((choice) => choice.obstacle)?.obstacle;
  return {
    timeout: Math.min(LONGEST_FORWARD, ...choices.map(({ timeout }) => timeout)),
    ...(obstacle && { obstacle }),
  };
}

const alreadyChosen = new Map<string, ChosenTimeout>();
const MOST_REMEMBERED = 1000;

function chooseFor(api: ApiModel, pool: PoolModel, budget: number | undefined): ChosenTimeout {
  const game = playable({ ...api, forwardTimeout: SHORTEST / 1000 }, anyTier(pool));
  if (!isPlayable(game) || (!api.retry && budget === undefined)) return { timeout: LONGEST_FORWARD };
  const key = `${keyOf(api, pool, game)} ${budget}`;
  const known = alreadyChosen.get(key);
  if (known) return known;
  if (alreadyChosen.size >= MOST_REMEMBERED) alreadyChosen.clear();
  const chosen = new TimeoutSearch(pool, game, budget).choose();
  alreadyChosen.set(key, chosen);
  return chosen;
}

/** Returns the pool with circuit breakers on any tier. A tier without circuit breakers is reported separately. */
function anyTier(pool: PoolModel): PoolModel {
  const members = pool.members.map(({ backend, ...member }) => {
    return { ...member, backend: { ...backend, service: { ...backend.service, skuName: 'unknown' as const } } };
  });
  return { ...pool, members };
}

/** The limit for each timeout that is tried. */
const MOST_ATTEMPTS = 60_000;

/** In milliseconds. */
const SHORTEST = 1;
const SECOND = 1000;

/** A guarantee with the number of its failure. */
interface Numbered {
  readonly number: number;
  readonly guarantee: Guarantee;
}

/** The search for the timeout of one pool. Times are in milliseconds. */
class TimeoutSearch {
  /** The guarantees with the shortest timeout, which no longer timeout can improve. */
  private readonly best: readonly Guarantee[];
  /** The numbers of the failures that have ruled out a timeout. */
  private readonly decisive = new Set<number>();

  constructor(
    private readonly pool: PoolModel,
    private readonly game: Playable,
    private readonly budget: number | undefined,
  ) {
    this.best = [...this.guarantees(SHORTEST)].map(({ guarantee }) => guarantee);
  }

  choose(): ChosenTimeout {
    const slowest = this.best.reduce<Guarantee | undefined>((a, b) => (a && a.longest >= b.longest ? a : b), undefined);
    if (!slowest) return { timeout: LONGEST_FORWARD };
    const { budget = this.longestInterval } = this;
    if (budget !== undefined && slowest.longest > budget) {
      return { timeout: this.longest(Infinity) / 1000, obstacle: { seconds: slowest.longest } };
    }
    return { timeout: this.longest(budget ?? Infinity) / 1000 };
  }

  /** Returns the longest sufficient timeout, in whole seconds if one second is sufficient. */
  private longest(budget: number): number {
    // While a backend hangs, at least one client waits for the whole timeout.
    const most = Math.min(LONGEST_FORWARD, Math.floor(budget));
    return this.longestIn(SECOND, most, budget) ?? this.longestIn(SHORTEST, SECOND - 1, budget) ?? SHORTEST;
  }

  /** Returns undefined if not even one unit is sufficient. */
  private longestIn(unit: number, most: number, budget: number): number | undefined {
    for (let longest = most; longest >= 1; longest--) {
      // The failures that ruled out one timeout rule out most others. All failures are played only for the remaining
      // timeouts.
      longest = this.longestByDecisive(unit, longest, budget);
      if (this.isEnough(longest * unit, budget)) return longest * unit;
    }
    return undefined;
  }

  /**
   * Returns the longest timeout of up to `most` units that the decisive failures do not rule out; at least one unit.
   */
  private longestByDecisive(unit: number, most: number, budget: number): number {
    let least = 1;
    while (least < most) {
      const middle = Math.ceil((least + most) / 2);
      if (this.isEnough(middle * unit, budget, this.decisive)) least = middle;
      else most = middle - 1;
    }
    return least;
  }

  /** @param failures the numbers of the failures to play; all of them if undefined */
  private isEnough(timeout: number, budget: number, failures?: ReadonlySet<number>): boolean {
    for (const { number, guarantee } of this.guarantees(timeout, failures)) {
      const other = this.best.at(number);
      if (guarantee.longest > budget || (other && !isNoWorse(guarantee, other))) {
        this.decisive.add(number);
        return false;
      }
    }
    return true;
  }

  /** One after the other, so that the first that will not do ends it; as many as do not take too much to play. */
  private *guarantees(timeout: number, only?: ReadonlySet<number>): Generator<Numbered> {
    const game = { ...this.game, forwardTimeout: timeout };
    const ground = { rules: [...game.rules.values()], decisions: game.retry ? [game.retry.decide] : [], timeout };
    const kinds = failureKinds(ground).filter(({ fault }) => isSlow(fault));
    const subject = { ...subjectOf(game, kinds, 1), limit: new PlayLimit(MOST_ATTEMPTS) };
    const sets = failingSets(subject.groups, subject.kindOf).slice(0, -1).reverse();
    const failures = sets
      .flatMap((backends) => kinds.map((kind) => ({ backends, kind })))
      .map((failure, number) => ({ ...failure, number }))
      .filter(({ number }) => !only || only.has(number));
    yield* untilNotPlayed(failures, ({ backends, kind, number }) => ({
      number,
      guarantee: new Proof(subject, backends, kind).guarantee(),
    }));
  }

  private get longestInterval(): number | undefined {
    const intervals = membersAhead(this.pool).flatMap(
      ({ backend }) => this.game.rules.get(backend.name)?.interval ?? [],
    );
    return intervals.length > 0 ? Math.max(...intervals) / 1000 : undefined;
  }
}
