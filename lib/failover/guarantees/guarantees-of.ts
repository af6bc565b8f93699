import { ASSUMPTIONS, isPlayable, play, Playable, playable, takesTime } from '../automaton';
import { ApiModel, BackendModel, instancesOf, Known, MemberModel, PoolModel, priorityGroups } from '../model';
import { FailureKind, failureKinds, passedOn } from './failure-kinds';
import { failingSets } from './failing-sets';
import type { FailureCase, Guarantee } from './guarantee';
import { PlayLimit } from './play-limit';
import type { Subject } from './subject';
import { proveFailures } from './prove-failures';
import { renamed } from './renamed';
import { ruleKey } from './rules';

/** The proven outcomes of an API with one of its pools, from playing the model. */
export interface ModelGuarantees {
  readonly game: Playable;
  /** The kinds of failures that were played. */
  readonly kinds: readonly FailureKind[];
  readonly guarantees: readonly Guarantee[];
  /** The status codes of errors that are passed on to the client, for example `400-501, 505-599`. */
  readonly passedOn: string;
  /** The failures for which the decision of the retry condition depends on more than the outcome of the attempt. */
  readonly undecided: readonly FailureCase[];
  /** The number of failures that were not played because they take too long. */
  readonly unplayed: number;
  /**
   * The same with the indexes of the members in place of their names: one object for all models that differ only in
   * names.
   */
  readonly anonymous?: ModelGuarantees;
}

/**
 * Plays an API with one of its pools under every failure, every assumption, and the worst arrivals. APIs that differ
 * only in names are played once.
 *
 * @returns undefined if the API cannot be played
 */
export function guaranteesOf(api: ApiModel, pool: PoolModel): ModelGuarantees | undefined {
  const game = playable(api, pool);
  if (!isPlayable(game)) return undefined;
  const names = pool.members.map(({ backend }) => backend.name);
  const key = keyOf(api, pool, game);
  let played = alreadyPlayed.get(key);
  if (!played) {
    if (alreadyPlayed.size >= MOST_REMEMBERED) alreadyPlayed.clear();
    alreadyPlayed.set(key, (played = playAll(anonymous(api, pool), instancesToPlay(api.service.skuName))));
  }
  return {
    ...played,
    game,
    anonymous: played,
    guarantees: played.guarantees.map((each) => renamed(each, (index) => names[Number(index)])),
    undecided: played.undecided.map(({ backends, ...how }) => ({
      ...how,
      backends: backends.map((index) => names[Number(index)]),
    })),
  };
}

/** The maximum number of gateway instances to play. More show no new results. */
const MOST_INSTANCES = 4;

/** Returns the number of gateway instances to play: that of the service if it is known, and at least two. */
export function instancesToPlay(skuName: Known<string>): number {
  const instances = instancesOf(skuName, ASSUMPTIONS.instancesPerUnit.default);
  return Math.min(MOST_INSTANCES, Math.max(2, instances));
}

/** The limit for one API and pool: one or two seconds. */
const MOST_ATTEMPTS = 400_000;

const alreadyPlayed = new Map<string, ModelGuarantees>();
const MOST_REMEMBERED = 5000;

function playAll(game: Playable, units: number): ModelGuarantees {
  const { rules, retry, forwardTimeout, unknowns } = game;
  const ground = { rules: [...rules.values()], decisions: retry ? [retry.decide] : [], timeout: forwardTimeout };
  const all = failureKinds(ground);
  const kinds = all.filter((kind) => dependsOnKnown(kind, game));
  const subject = { ...subjectOf(game, kinds, units), limit: new PlayLimit(MOST_ATTEMPTS) };
  const sets = failingSets(subject.groups, subject.kindOf);
  const known = sets.filter((backends) => !backends.some((backend) => unknowns.backends.has(backend)));
  const { guarantees, undecided, unplayed } = proveFailures(subject, ground, known);
  return { game, kinds, guarantees, passedOn: unknowns.condition ? '' : passedOn(ground), undecided, unplayed };
}

/** Returns whether a failure depends only on known values. */
function dependsOnKnown({ fault }: FailureKind, { rules, unknowns }: Playable): boolean {
  const isTimed = takesTime(fault);
  if (isTimed && (unknowns.timeout || unknowns.waits)) return false;
  if (!unknowns.condition) return true;
  // Without the condition, only failures that every circuit breaker counts can be evaluated.
  const { statusCode = 0 } = fault;
  return !isTimed && [...rules.values()].every(({ statusCodes }) => statusCodes.has(statusCode));
}

/** Returns the subject of a proof, with failures of these kinds. */
export function subjectOf(game: Playable, kinds: readonly FailureKind[], units: number): Subject {
  const { pool, rules } = game;
  const weights = new Map(pool.members.map(({ backend, weight }) => [backend.name, weight]));
  return {
    groups: (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name)),
    kindOf: (backend) => `${String(weights.get(backend))} ${ruleKey(rules.get(backend))}`,
    kinds,
    mayBeIdle: (backend) => weights.get(backend) === 0,
    ruleOf: (backend) => rules.get(backend),
    turns: turnsOf(pool.members),
    units,
    healthyStatuses: new Set([200]),
    start: (assumptions, instances, change) =>
      play(change ? { ...game, ...change(game) } : game, assumptions, instances),
  };
}

/** Returns the maximum number of requests until each of these members has had its turn. */
export function turnsOf(members: readonly MemberModel[]): number {
  const turns = members.map(({ weight }) => (typeof weight === 'number' ? Math.max(1, weight) : 1));
  return Math.min(
    MOST_TURNS,
    turns.reduce((a, b) => a + b, 0),
  );
}

/** Weights range from 0 to 100. */
const MOST_TURNS = 200;

/** Returns a key of everything that determines the outcome, without names. */
export function keyOf(api: ApiModel, { members }: PoolModel, game: Playable): string {
  const { rules, retry, forwardTimeout, choosesPoolAgain, losesBody, exhaustedStatus, unknowns } = game;
  const places = members.map(({ backend, priority, weight }) => {
    const breaker = unknowns.backends.has(backend.name) ? '?' : ruleKey(rules.get(backend.name));
    return [priority, weight, breaker];
  });
  return JSON.stringify([
    ...[places, retry, api.retry?.condition, api.retry?.failsOnStatus],
    ...[forwardTimeout, choosesPoolAgain, losesBody, exhaustedStatus],
    ...[unknowns.timeout, unknowns.waits, unknowns.condition, instancesToPlay(api.service.skuName)],
  ]);
}

/** Returns the game with numbers in place of names. */
function anonymous(api: ApiModel, pool: PoolModel): Playable {
  const members = pool.members.map((member, index) => {
    const backend: BackendModel = { ...member.backend, name: `${index}` };
    return { ...member, backend };
  });
  const game = playable(api, { ...pool, members });
  if (!isPlayable(game)) throw new Error('a playable model must stay playable under other names');
  return game;
}
