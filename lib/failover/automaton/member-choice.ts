import type { PriorityGroup } from '../model';
import type { GatewayAssumptions } from './gateway-assumptions';
import { firstTurn, takeTurn, Turn } from './turns';

/** The turn of a pool member in one gateway unit. */
interface MemberTurn extends Turn {
  readonly backend: string;
  readonly hasWeight0: boolean;
}

/**
 * The member selection of a pool in one gateway unit: in the first priority group with a closed circuit, the usable
 * members take turns by weight.
 */
export class MemberChoice {
  /** The turns of each group, created on first use. */
  private readonly turns: (readonly MemberTurn[] | undefined)[] = [];

  /** @param first members that take every turn while they are usable, as if other requests took the remaining turns */
  constructor(
    private readonly groups: readonly PriorityGroup[],
    private readonly assumptions: Pick<GatewayAssumptions, 'zeroWeight'>,
    private readonly first: ReadonlySet<string> = new Set(),
  ) {}

  /** Returns the selection in which these members take every turn. */
  turningFirstTo(first: ReadonlySet<string>): MemberChoice {
    return new MemberChoice(this.groups, this.assumptions, first);
  }

  /**
   * Selects the backend of the next attempt; undefined if every circuit is open.
   *
   * @param preferred the backend that session affinity binds the client to; it is selected while its group is in use
   *   and it is usable
   */
  next(isUsable: (backend: string) => boolean, preferred?: string): string | undefined {
    for (let index = 0; index < this.groups.length; index++) {
      const { members } = this.groups[index];
      if (members.length === 1 && members[0].weight !== 0) {
        const { name } = members[0].backend;
        if (isUsable(name)) return name;
        continue;
      }
      const usable = this.withTurns(this.turnsOf(index).filter(({ backend }) => isUsable(backend)));
      if (usable.length === 0) continue;
      const isNext = ({ backend }: MemberTurn): boolean => backend === preferred || this.first.has(backend);
      return (usable.find(isNext) ?? takeTurn(usable)).backend;
    }
    return undefined;
  }

  /** Returns whether the next attempt can only go to this backend. */
  isOnly(backend: string, isUsable: (backend: string) => boolean): boolean {
    let isUsed = false;
    for (const { members } of this.groups) {
      for (const { name } of members.map((member) => member.backend)) {
        if (!isUsable(name)) continue;
        if (name !== backend) return false;
        isUsed = true;
      }
      if (isUsed) return true;
    }
    return false;
  }

  /** Returns the members that can have a turn. The assumption is read only if there is a member with weight 0. */
  private withTurns(usable: readonly MemberTurn[]): readonly MemberTurn[] {
    if (!usable.some(({ hasWeight0 }) => hasWeight0)) return usable;
    return this.assumptions.zeroWeight === 'as 1' ? usable : usable.filter(({ hasWeight0 }) => !hasWeight0);
  }

  private turnsOf(index: number): readonly MemberTurn[] {
    return (this.turns[index] ??= this.groups[index].members.map((member) => ({
      ...firstTurn(member),
      backend: member.backend.name,
      hasWeight0: member.weight === 0,
    })));
  }
}
