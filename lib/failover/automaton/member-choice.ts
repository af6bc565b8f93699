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
  /** Of each group, made when it is needed first. */
  private readonly turns: (readonly MemberTurn[] | undefined)[] = [];

  /** @param first members that have every turn while they can be used, as if others took the turns of the rest */
  constructor(
    private readonly groups: readonly PriorityGroup[],
    private readonly first: ReadonlySet<string> = new Set(),
  ) {}

  /** The same, for members that have every turn. */
  turningFirstTo(first: ReadonlySet<string>): MemberChoice {
    return new MemberChoice(this.groups, first);
  }

  /**
   * The backend of the next attempt; undefined if every circuit is open.
   *
   * @param preferred the backend that the client is bound to, taken while its group is in use and it can be used
   */
  next(isUsable: (backend: string) => boolean, preferred?: string): string | undefined {
    for (let index = 0; index < this.groups.length; index++) {
      const { members } = this.groups[index];
      if (members.length === 1) {
        const { name } = members[0].backend;
        if (isUsable(name)) return name;
        continue;
      }
      const usable = this.turnsOf(index).filter(({ backend }) => isUsable(backend));
      if (usable.length === 0) continue;
      const isNext = ({ backend }: MemberTurn): boolean => backend === preferred || this.first.has(backend);
      return (usable.find(isNext) ?? takeTurn(usable)).backend;
    }
    return undefined;
  }

  /** Whether the next attempt can only go to this backend. */
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

  private turnsOf(index: number): readonly MemberTurn[] {
    return (this.turns[index] ??= this.groups[index].members.map((member) => ({
      ...firstTurn(member),
      backend: member.backend.name,
    })));
  }
}
