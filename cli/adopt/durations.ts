import { call, type Code, raw } from './code';
import type { Program } from './program';

/** Returns the code of a `Duration`, in the largest unit that keeps the number whole. */
export function durationCode(seconds: number, program: Program): Code {
  const duration = program.own('Duration');
  const [unit, amount] = !Number.isInteger(seconds)
    ? ['milliseconds', Math.round(seconds * 1000)]
    : seconds % 3600 === 0
      ? ['hours', seconds / 3600]
      : seconds % 60 === 0
        ? ['minutes', seconds / 60]
        : ['seconds', seconds];
  return call(`${duration}.${unit}`, [raw(String(amount))]);
}

/** Returns whether a construct accepts the duration in whole seconds. */
export function isWholeDuration(seconds: unknown, longest: number): seconds is number {
  return typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1 && seconds <= longest;
}
