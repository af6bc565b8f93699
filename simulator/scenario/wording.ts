import { CONNECTION_FAILURE, milliseconds, TIMEOUT } from '../../lib/failover';
import { printable } from '../../lib/messages';
import type { AttemptResult } from '../engine/results';

/** Rounds seconds to milliseconds, without negative zero. */
export function rounded(seconds: number): number {
  return milliseconds(seconds) / 1000 || 0;
}

/** For example, `0.5 s`. */
export function duration(seconds: number): string {
  return `${rounded(seconds)} s`;
}

/** Groups consecutive equal items. */
export function runs<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const all: T[][] = [];
  for (const item of items) {
    const last = all.at(-1);
    if (last && keyOf(last[0]) === keyOf(item)) last.push(item);
    else all.push([item]);
  }
  return all;
}

/** Returns the outcome of an attempt in a word: its status, or the reason for a missing one. */
export function answerOf({ status, reason }: AttemptResult): string {
  if (status !== null) return String(status);
  return WORDS_FOR_REASONS.get(reason ?? '') ?? (reason ? printable(reason) : 'no-response');
}

const WORDS_FOR_REASONS = new Map([
  [TIMEOUT, 'timeout'],
  [CONNECTION_FAILURE, 'no-connection'],
]);
