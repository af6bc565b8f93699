import { isDeepStrictEqual } from 'node:util';
import type { PoolModel } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import { Faults } from './faults';
import type { PoolInternals } from './internals';
import { literalPoolName } from './literal-names';
import { memberModel, modelOfMembers } from './models';
import { inUse, join, validateMembers } from './pool-members';

/**
 * Returns the model of a pool without drained members: the same object as long as the members are the same, undefined if
 * the members are not known.
 *
 * @throws Error if the members of a pool of another implementation are invalid; the message lists every fault.
 */
export function poolModel(pool: IPriorityPool): PoolModel | undefined {
  return isOwn(pool) ? pool._model() : foreignModel(pool);
}

/** Returns the model of a pool as if no member were drained. */
export function undrainedModel(pool: IPriorityPool): PoolModel | undefined {
  const model = poolModel(pool);
  const { members } = pool;
  if (!model || !members || inUse(members).length === members.length) return model;
  return { ...model, members: members.map(memberModel) };
}

/** Returns the pools of other implementations of the interface. They neither validate their members nor keep a model. */
export function foreignPools(pools: readonly IPriorityPool[]): IPriorityPool[] {
  return pools.filter((pool) => !isOwn(pool));
}

/** Validates the members of a pool of another implementation, and returns them. */
export function validateForeign(faults: Faults, where: string, pool: IPriorityPool): PoolMember[] {
  const members = isOwn(pool) ? [] : faults.list(where, pool.members);
  validateMembers(faults, literalPoolName(pool), pool.apiManagementName, members, where);
  return members;
}

function isOwn(pool: IPriorityPool): pool is IPriorityPool & Required<Pick<PoolInternals, '_model'>> {
  return typeof (pool as PoolInternals)._model === 'function';
}

function foreignModel(pool: IPriorityPool): PoolModel | undefined {
  const { members } = pool;
  if (members === undefined) return undefined;
  const faults = new Faults(pool);
  const all = validateForeign(faults, 'members', pool);
  faults.throwIfAny();
  const whole = modelOfMembers(pool, all);
  const before = models.get(pool);
  if (before && isDeepStrictEqual(before.whole, whole)) return before.model;
  const given = inUse(all);
  given.forEach(join);
  const model = modelOfMembers(pool, given);
  models.set(pool, { whole, model });
  return model;
}

/** The last models of pools of other implementations, with and without drained members. */
const models = new WeakMap<IPriorityPool, { readonly whole: PoolModel; readonly model: PoolModel }>();
