import { Guarantee, FailureKind } from '../guarantees';
import { Cause } from './cause';
import { grouped } from './grouped';
import { quoted, counted } from './wording';

/** A failure that is not survived, with its cause, or one of several causes. */
export interface Unsurvived {
  readonly guarantee: Guarantee;
  readonly kind: FailureKind;
  readonly cause: Cause;
  /** Whether it is the only cause. */
  readonly isAlone: boolean;
  /** Whether changing numbers is sufficient. */
  readonly isOfNumbers: boolean;
}

const MOST_DESCRIBED = 3;

/** For example, `the failure of 'a' (refused, hang), of 'a' and 'b' (hang)`, limited to a readable length. */
export function describeFailures(failures: readonly Unsurvived[]): string {
  const bySet = [...grouped(failures, ({ guarantee }) => quoted(guarantee.failure.backends))];
  const shown = bySet
    .slice(0, MOST_DESCRIBED)
    .map(([names, group]) => `of ${names} (${group.map(({ guarantee }) => guarantee.failure.how).join(', ')})`);
  const more = bySet.length - shown.length;
  return `the failure ${shown.join(', ')}${more > 0 ? ` and of ${counted(more, 'other set')} of backends` : ''}`;
}

export function describeFailure({ failure: { backends, how } }: Guarantee): string {
  return `${quoted(backends)} ${backends.length === 1 ? 'fails' : 'fail'} (${how})`;
}
