import type { PriorityGroup } from '../model';
import { firstTurn, takeTurn, Turn } from './turns';

/** A member of a pool as one gateway unit sees it. */
interface MemberTurn extends Turn {
  readonly backend: string;
}

/**
 * Whose turn it is in a pool, as one gateway unit keeps it: in the first priority group with a closed circuit, the
 * members that can be used take turns by weight.
 */
export class MemberChoice {
  private readonly groups: readonly (readonly MemberTurn[])[];

  constructor(groups: readonly PriorityGroup[]) {
    this.groups = groups.map(({ members }) =>
      members.map((member) => ({ ...firstTurn(member), backend: member.backend.name })),
    );
  }

  /**
   * The backend of the next attempt; undefined if every circuit is open.
   *
   * @param preferred the backend that the client is bound to, taken while its group is in use and it can be used
   */
  next(isUsable: (backend: string) => boolean, preferred?: string): string | undefined {
    for (const group of this.groups) {
      const usable = group.filter((member) => isUsable(member.backend));
      if (usable.length === 0) continue;
      return (usable.find(({ backend }) => backend === preferred) ?? takeTurn(usable)).backend;
    }
    return undefined;
  }

  /** Whether the next attempt can only go to this backend. */
  isOnly(backend: string, isUsable: (backend: string) => boolean): boolean {
    let isUsed = false;
    for (const group of this.groups) {
      for (const member of group) {
        if (!isUsable(member.backend)) continue;
        if (member.backend !== backend) return false;
        isUsed = true;
      }
      if (isUsed) return true;
    }
    return false;
  }
}
