import { Known, MemberModel, PoolModel } from './model';

/** The members that share a priority. */
export interface PriorityGroup {
  readonly priority: number;
  readonly members: readonly MemberModel[];
}

/** The pool's members by priority, the first to be used first; undefined if a priority is not known. */
export function priorityGroups(pool: PoolModel): PriorityGroup[] | undefined {
  const groups = new Map<number, MemberModel[]>();
  for (const member of pool.members) {
    if (member.priority === 'unknown') return undefined;
    const members = groups.get(member.priority);
    if (members) members.push(member);
    else groups.set(member.priority, [member]);
  }
  return [...groups].map(([priority, members]) => ({ priority, members })).sort((a, b) => a.priority - b.priority);
}

/** The members that must be out of use before the last group is reached: those of all groups but the last. */
export function membersAhead(pool: PoolModel): readonly MemberModel[] {
  return (priorityGroups(pool) ?? []).slice(0, -1).flatMap((group) => group.members);
}

/** The failures that trip the member's circuit; `unknown` for a percentage or a breaker that is not known here. */
export function failuresToTrip(member: MemberModel): Known<number> | undefined {
  const { breaker } = member.backend;
  return breaker === undefined || breaker === 'unknown' ? breaker : (breaker.count ?? 'unknown');
}
