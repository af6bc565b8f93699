import { MemberModel } from '../model';

/** The state of a member in the round-robin of its priority group. */
export interface Turn {
  readonly weight: number;
  credit: number;
}

/** Returns the state of a member before its first turn. Without a weight, it has weight 1; weight 0 counts as 1 if it counts. */
export function firstTurn({ weight }: MemberModel): Turn {
  return { weight: typeof weight === 'number' && weight > 0 ? weight : 1, credit: 0 };
}

/**
 * Takes the next turn by smooth weighted round-robin: each member earns its weight, and the richest takes the turn and
 * pays the total.
 *
 * @throws Error if there are no members
 */
export function takeTurn<T extends Turn>(turns: readonly T[]): T {
  let total = 0;
  let richest: T | undefined;
  for (const turn of turns) {
    turn.credit += turn.weight;
    total += turn.weight;
    if (!richest || turn.credit > richest.credit) richest = turn;
  }
  if (!richest) throw new Error('there are no members to take a turn');
  richest.credit -= total;
  return richest;
}
