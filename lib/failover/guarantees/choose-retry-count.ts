import { DEFAULT_ASSUMPTIONS, isPlayable, play, Playable, playable, retriedUnlessHealthy } from '../automaton';
import {
  ApiModel,
  ASSUMED_FAILURES,
  BreakerModel,
  LONGEST_FORWARD,
  MemberModel,
  MOST_RETRIES,
  PoolModel,
  priorityGroups,
} from '../model';
import { failingSets } from './failing-sets';
import type { FailureKind } from './failure-kinds';
import { mostFailures, withDividedIntervals } from './fixed-intervals';
import type { Guarantee } from './guarantee';
import { subjectOf } from './guarantees-of';
import { PlayLimit, untilNotPlayed } from './play-limit';
import { Proof } from './prove';
import { isNoWorse } from './verdict';

/**
 * Computes, by playing, the number of retries that reach the last priority group of a pool when every backend ahead of
 * it fails; 0 if there is only one group. An unknown circuit breaker is assumed to need `ASSUMED_FAILURES`.
 */
export function retriesToFailOver(pool: PoolModel): number {
  const groups = priorityGroups(pool) ?? [];
  const ahead = groups.slice(0, -1).flatMap(({ members }) => members.map((member) => pool.members.indexOf(member)));
  const game = plainGame(pool, Infinity);
  if (ahead.length === 0 || !game) return 0;
  const gateway = play({ ...game, ...withDividedIntervals(game) }, DEFAULT_ASSUMPTIONS, 1);
  let retries = 0;
  gateway.setFaults(new Map(ahead.map((index) => [`${index}`, COUNTED.fault])));
  gateway.send(({ attempts }) => (retries = attempts.length - 1));
  while (gateway.clock.runNext());
  return retries;
}

/**
 * Computes the smallest retry count with which a pool survives every failure that it can survive with any count, by
 * playing the failure of every set of backends that leaves one healthy. An unknown circuit breaker is assumed to need
 * `ASSUMED_FAILURES`.
 */
export function chooseRetryCount(pool: PoolModel): number {
  const key = JSON.stringify(
    pool.members.map(({ backend, priority, weight }) => [failuresOf(backend.breaker), priority, weight]),
  );
  let count = alreadyChosen.get(key);
  if (count === undefined) {
    if (alreadyChosen.size >= MOST_REMEMBERED) alreadyChosen.clear();
    alreadyChosen.set(key, (count = searchRetryCount(pool)));
  }
  return count;
}

const alreadyChosen = new Map<string, number>();
const MOST_REMEMBERED = 1000;

function searchRetryCount(pool: PoolModel): number {
  let least = Math.min(MOST_RETRIES, retriesToFailOver(pool));
  const all = pool.members.reduce((sum, { backend }) => sum + mostFailures(failuresOf(backend.breaker)), 0);
  let most = Math.min(MOST_RETRIES, Math.max(least, all));
  const best = [...survived(pool, most)];
  const isEnough = (count: number): boolean => {
    let index = 0;
    for (const guarantee of survived(pool, count)) {
      const other = best.at(index++);
      if (other && !isNoWorse(guarantee, other)) return false;
    }
    return true;
  };
  if (isEnough(least)) return least;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (isEnough(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}

/** Yields the guarantees one by one, so that the first insufficient one ends the search, until the limit is reached. */
function* survived(pool: PoolModel, count: number): Generator<Guarantee> {
  const game = plainGame(pool, count);
  if (!game) return;
  const subject = { ...subjectOf(game, [COUNTED], 1), limit: new PlayLimit(MOST_ATTEMPTS) };
  const sets = failingSets(subject.groups, subject.kindOf).slice(0, -1);
  yield* untilNotPlayed(sets, (backends) => new Proof(subject, backends, COUNTED).guarantee());
}

/** The limit for each of up to seven counts that are tried. */
const MOST_ATTEMPTS = 60_000;

const COUNTED_STATUS = 503;
const COUNTED: FailureKind = { how: 'status 503', fault: { statusCode: COUNTED_STATUS }, mayExecute: true };

/**
 * Returns the pool with numbers in place of names, and with circuit breakers that count what is retried and never
 * forget failures.
 */
function plainGame(pool: PoolModel, count: number): Playable | undefined {
  const { service } = pool;
  const api: ApiModel = {
    ...{ address: '', name: '', service, pools: [], missingBackends: [], backendSectionChildren: 1 },
    retry: {
      count: 1,
      interval: 1,
      firstFastRetry: true,
      condition: '',
      shownCondition: '',
      decision: retriedUnlessHealthy,
    },
    forwardTimeout: LONGEST_FORWARD,
    bufferRequestBody: true,
    choosesPoolAgain: true,
  };
  const game = playable(api, { ...pool, members: pool.members.map(plainMember) });
  if (!isPlayable(game)) return undefined;
  return { ...game, retry: count > 0 && game.retry ? { ...game.retry, count } : undefined };
}

/** In seconds. */
const LONG = 1e8;

function plainMember({ backend, priority, weight }: MemberModel, index: number): MemberModel {
  const { key } = backend.service;
  const breaker: BreakerModel = {
    count: failuresOf(backend.breaker),
    interval: LONG,
    tripDuration: LONG,
    acceptRetryAfter: false,
    statusCodeRanges: [{ min: COUNTED_STATUS, max: COUNTED_STATUS }],
    errorReasons: [],
  };
  return {
    backend: { ...backend, name: `${index}`, isPool: undefined, service: { key, skuName: 'unknown' }, breaker },
    priority,
    weight: weight === 'unknown' ? undefined : weight,
  };
}

function failuresOf(breaker: MemberModel['backend']['breaker']): number {
  return typeof breaker === 'object' && typeof breaker.count === 'number' ? breaker.count : ASSUMED_FAILURES;
}
