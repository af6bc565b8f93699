import { firstTurn, takeTurn, Turn } from '../automaton';
import {
  ASSUMED_FAILURES,
  BreakerModel,
  failuresToTrip,
  Known,
  LONGEST_FORWARD,
  MemberModel,
  membersAhead,
  MOST_RETRIES,
  PoolModel,
  priorityGroups,
  RetryModel,
} from '../model';

/**
 * The retries that reach the pool's last priority group when every backend ahead of it fails: one for each failure that
 * their breakers need. 0 where there is only one group.
 */
export function retriesToFailOver(pool: PoolModel): number {
  return membersAhead(pool)
    .map(failuresToTrip)
    .reduce<number>((sum, failures) => sum + (typeof failures === 'number' ? failures : ASSUMED_FAILURES), 0);
}

/** How one breaker trips within one exchange, when every backend ahead of the last group fails each time. */
export interface Trip {
  readonly member: MemberModel;
  readonly breaker: BreakerModel;
  /** The attempts that fail first and last on it, counted from 1. */
  readonly firstFailure: number;
  readonly lastFailure: number;
}

/**
 * The order in which the breakers ahead of the last group trip: group by group, the members of a group in turn by
 * weight, an open circuit passed over.
 *
 * @returns the trips that can be known: none of a group in which a count or a weight is not known, or a backend has no
 * breaker or one that needs more failures than an exchange has retries; and none of the groups behind it.
 */
export function tripsInOrder(pool: PoolModel): Trip[] {
  const trips: Trip[] = [];
  let attempt = 0;
  for (const { members } of priorityGroups(pool)?.slice(0, -1) ?? []) {
    const turns = turnsOf(members);
    if (!turns) break;
    while (turns.length > 0) {
      attempt++;
      const turn = takeTurn(turns);
      turn.firstFailure ||= attempt;
      if (--turn.failuresLeft <= 0) {
        turns.splice(turns.indexOf(turn), 1);
        const { member, breaker, firstFailure } = turn;
        trips.push({ member, breaker, firstFailure, lastFailure: attempt });
      }
    }
  }
  return trips;
}

interface MemberTurn extends Turn {
  readonly member: MemberModel;
  readonly breaker: BreakerModel;
  failuresLeft: number;
  firstFailure: number;
}

/** The group's members before their first turn, or undefined if what decides their turns is not known. */
function turnsOf(members: readonly MemberModel[]): MemberTurn[] | undefined {
  const turns: MemberTurn[] = [];
  for (const member of members) {
    const { breaker } = member.backend;
    const failures = failuresToTrip(member);
    if (!breaker || breaker === 'unknown' || typeof failures !== 'number') return undefined;
    if (!(failures <= MOST_RETRIES) || (member.weight === 'unknown' && members.length > 1)) return undefined;
    turns.push({ ...firstTurn(member), member, breaker, failuresLeft: failures, firstFailure: 0 });
  }
  return turns;
}

/** The shortest and the longest that the retry may wait between two attempts, in seconds. */
export interface Waits {
  readonly least: number;
  readonly most: number;
}

/**
 * The retry's waits between attempt `from` and attempt `to`, counted from 1.
 *
 * Fixed and linear waits are exact. For exponential ones the published formulas disagree, so they lie between the
 * interval and the largest interval.
 *
 * @returns undefined if a wait is not known.
 */
export function waitsBetween(retry: RetryModel, from: number, to: number): Waits | undefined {
  const first = retry.firstFastRetry && from === 1 ? 2 : from;
  const waits = to - first;
  if (waits <= 0) return { least: 0, most: 0 };
  const { interval, delta = 0, maxInterval = 0 } = retry;
  if (interval === 'unknown' || delta === 'unknown' || maxInterval === 'unknown') return undefined;
  if (maxInterval > 0) {
    return { least: waits * Math.min(interval, maxInterval), most: waits * Math.max(interval, maxInterval) };
  }
  // Retry n waits n - 1 deltas longer than the interval: on average, what the first and the last of them wait.
  const deltas = (first - 1 + (to - 2)) / 2;
  const all = waits * (interval + deltas * delta);
  return { least: all, most: all };
}

/**
 * How long each forward may hang so that the trip's failures, with the longest waits between them, still fall inside
 * the breaker's interval: seconds in whole milliseconds, undefined if something is not known. Not over 0 where the
 * waits alone take too long.
 */
export function hangThatStillTrips(trip: Trip, retry: RetryModel): number | undefined {
  const waits = waitsBetween(retry, trip.firstFailure, trip.lastFailure);
  const { interval } = trip.breaker;
  if (!waits || interval === 'unknown') return undefined;
  const milliseconds = Math.round((interval - waits.most) * 1000);
  return Math.floor(milliseconds / forwards(trip)) / 1000;
}

/** The forwards from the trip's first failure to its last, those to other members included. */
export function forwards({ firstFailure, lastFailure }: Trip): number {
  return lastFailure - firstFailure + 1;
}

/**
 * The longest forward timeout with which a hanging backend still trips inside its breaker's interval, for all breakers
 * ahead of the pools' last groups: whole seconds, or milliseconds where less than a second is left.
 */
export function longestForwardTimeout(pools: readonly PoolModel[], retry: RetryModel | undefined): number {
  let timeout = LONGEST_FORWARD;
  if (!retry) return timeout;
  for (const trip of pools.flatMap(tripsInOrder)) {
    const hang = hangThatStillTrips(trip, retry);
    if (hang !== undefined && hang > 0) timeout = Math.min(timeout, hang);
  }
  return timeout >= 1 ? Math.floor(timeout) : timeout;
}

/**
 * The fewest failures that can trip every breaker ahead of the last group: at least one where a count is not known;
 * undefined if one of those backends has no breaker.
 */
export function fewestFailuresAhead(pool: PoolModel): number | undefined {
  let sum = 0;
  for (const failures of membersAhead(pool).map(failuresToTrip)) {
    if (failures === undefined) return undefined;
    sum += failures === 'unknown' ? 1 : failures;
  }
  return sum;
}

/** Attempts that a retry makes at the most. */
export function attempts(count: Known<number>): Known<number> {
  return count === 'unknown' ? count : count + 1;
}
