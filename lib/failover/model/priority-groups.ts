import { MemberModel, PoolModel } from './failover-model';
import { Known } from './known';

/** The members that share a priority. */
export interface PriorityGroup {
  readonly priority: number;
  readonly members: readonly MemberModel[];
}

/** Returns the members of a pool by priority, in the order of use; undefined if a priority is not known. */
export function priorityGroups(pool: PoolModel): readonly PriorityGroup[] | undefined {
  return orderOf(pool).groups;
}

/** Returns the members of all groups except the last, which must be out of use before the last group is reached. */
export function membersAhead(pool: PoolModel): readonly MemberModel[] {
  return orderOf(pool).ahead;
}

interface Order {
  readonly groups: readonly PriorityGroup[] | undefined;
  readonly ahead: readonly MemberModel[];
}

/** A cache, because nearly every check needs the order. */
const orders = new WeakMap<PoolModel, Order>();

function orderOf(pool: PoolModel): Order {
  const known = orders.get(pool);
  if (known) return known;
  const groups = groupsOf(pool);
  const order = { groups, ahead: groups?.slice(0, -1).flatMap((group) => group.members) ?? [] };
  orders.set(pool, order);
  return order;
}

function groupsOf(pool: PoolModel): PriorityGroup[] | undefined {
  const groups = new Map<number, MemberModel[]>();
  for (const member of pool.members) {
    if (member.priority === 'unknown') return undefined;
    const members = groups.get(member.priority);
    if (members) members.push(member);
    else groups.set(member.priority, [member]);
  }
  return [...groups].map(([priority, members]) => ({ priority, members })).sort((a, b) => a.priority - b.priority);
}

/**
 * Returns the number of failures that trips the circuit of a member; `unknown` for a percentage or an unknown circuit
 * breaker.
 */
export function failuresToTrip(member: MemberModel): Known<number> | undefined {
  const { breaker } = member.backend;
  return breaker === undefined || breaker === 'unknown' ? breaker : (breaker.count ?? 'unknown');
}
