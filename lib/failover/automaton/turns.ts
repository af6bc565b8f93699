import { MemberModel } from '../model';

/** A member of a priority group, among those that take turns. */
export interface Turn {
  readonly weight: number;
  credit: number;
}

/** A member before its first turn; without a weight, or with 0, it takes as many turns as one of weight 1. */
export function firstTurn({ weight }: MemberModel): Turn {
  return { weight: typeof weight === 'number' && weight > 0 ? weight : 1, credit: 0 };
}

/**
 * Whose turn it is: each earns its weight, the richest goes and pays for all, so turns interleave by weight.
 *
 * @throws if there is nobody.
 */
export function takeTurn<T extends Turn>(turns: readonly T[]): T {
  let total = 0;
  let richest: T | undefined;
  for (const turn of turns) {
    turn.credit += turn.weight;
    total += turn.weight;
    if (!richest || turn.credit > richest.credit) richest = turn;
  }
  if (!richest) throw new Error('there is nobody to take a turn');
  richest.credit -= total;
  return richest;
}
