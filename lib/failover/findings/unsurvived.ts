import { Fault } from '../automaton';
import { Guarantee, FailureKind } from '../guarantees';
import { Cause } from './cause';
import { quoted, counted } from './wording';

/** A failure that is not survived, and why, or one reason of several. */
export interface Unsurvived {
  readonly guarantee: Guarantee;
  readonly kind: FailureKind;
  readonly cause: Cause;
  /** Whether it is the only reason. */
  readonly isAlone: boolean;
  /** Whether other numbers would do, and nothing else stands in the way. */
  readonly isOfNumbers: boolean;
}

export function takesTime({ hangs = false, latency, flaps }: Fault): boolean {
  return hangs || latency !== undefined || flaps !== undefined;
}

const MOST_DESCRIBED = 3;

/** As in `the failure of 'a' (refused, hang), of 'a' and 'b' (hang)`, no more than one reads. */
export function describeFailures(failures: readonly Unsurvived[]): string {
  const bySet = [...grouped(failures, ({ guarantee }) => quoted(guarantee.failure.backends))];
  const told = bySet
    .slice(0, MOST_DESCRIBED)
    .map(([names, group]) => `of ${names} (${group.map(({ guarantee }) => guarantee.failure.how).join(', ')})`);
  const more = bySet.length - told.length;
  return `the failure ${told.join(', ')}${more > 0 ? ` and of ${counted(more, 'other set')} of backends` : ''}`;
}

export function describeFailure({ failure: { backends, how } }: Guarantee): string {
  return `${quoted(backends)} ${backends.length === 1 ? 'fails' : 'fail'} (${how})`;
}

export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
