import type { IConstruct } from 'constructs';
import type { FindingAcknowledgement } from '../acknowledgement';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { counted, quoted } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import { shownBackendName, shownPoolName } from './literal-names';
import { inUse } from './pool-members';

/** Returns a note that names the drained members of a pool, so that they are not forgotten; undefined if there are none. */
export function drainedNote(pool: IPriorityPool): string | undefined {
  const names = drainedOf(pool);
  if (names.length === 0) return undefined;
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${quoted(names)} ${are} drained: pool '${shownPoolName(pool)}' sends ${them} no requests.`;
}

/** Validated at synth, because members can be added until then. */
export function drainedFaults({ members = [] }: IPriorityPool): string[] {
  if (!areAllDrained(members)) return [];
  return [`members: ${counted(members.length, 'member')}, all drained; at least one must not be drained`];
}

/** Returns whether there are members, and none of them receives requests. */
export function areAllDrained(members: readonly PoolMember[]): boolean {
  return members.length > 0 && inUse(members).length === 0;
}

/**
 * Returns acknowledgements of what every API reports whose pools have a single member: while the others are drained, it
 * is what the caller asked for.
 */
export function drainedAcknowledgements(pools: readonly IPriorityPool[]): FindingAcknowledgement[] {
  const single = pools.filter(({ members = [] }) => inUse(members).length === 1);
  const names = single.map(drainedOf);
  if (names.length === 0 || names.some((drained) => drained.length === 0)) return [];
  const all = [...new Set(names.flat())];
  const reason = `${quoted(all)} ${all.length === 1 ? 'is' : 'are'} drained`;
  return [
    { code: 'AF108', reason },
    { code: 'AF110', reason },
  ];
}

/** Returns a warning if policies name drained members of the pools, which then receive requests all the same. */
export function drainedButNamed(pools: readonly IPriorityPool[], named: readonly IConstruct[]): string | undefined {
  const drained = pools.flatMap(drainedBackends).filter((backend) => named.includes(backend));
  const names = [...new Set(drained.map(shownBackendName))];
  if (names.length === 0) return undefined;
  return names.length === 1
    ? `${quoted(names)} is drained, but still receives the requests of policies that name it.`
    : `${quoted(names)} are drained, but still receive the requests of policies that name them.`;
}

function drainedOf(pool: IPriorityPool): string[] {
  return drainedBackends(pool).map(shownBackendName);
}

function drainedBackends({ members = [] }: IPriorityPool): ICircuitBreakerBackend[] {
  return members.flatMap(({ backend, drained }) => (drained ? [backend] : []));
}
