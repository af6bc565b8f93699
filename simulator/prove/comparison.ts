import { VERDICTS } from '../../lib/failover';
import { secondsOf, verdictText } from './matrix';
import { keyOf, Place, ProofReport, ReportedGuarantee } from './proof-report';

/** What changed from one proof to another. */
export interface Comparison {
  readonly better: readonly Difference[];
  readonly worse: readonly Difference[];
  /** Failures that only the new one has. */
  readonly added: readonly Difference[];
  readonly removed: readonly Difference[];
}

export interface Difference {
  readonly place: Place;
  readonly failure: ReportedGuarantee['failure'];
  /** As in `survives, 59 s at the most`; null where there is none. */
  readonly before: string | null;
  readonly now: string | null;
}

/** Compares what is proved now with what was proved before, failure by failure. */
export function compare(before: ProofReport, now: ProofReport): Comparison {
  const old = new Map(before.guarantees.map((each) => [failureKey(each), each]));
  const young = new Map(now.guarantees.map((each) => [failureKey(each), each]));
  const pairs = now.guarantees.flatMap((each) => {
    const other = old.get(failureKey(each));
    return other ? [{ each, other, change: changeOf(other, each) }] : [];
  });
  return {
    better: pairs.filter(({ change }) => change < 0).map(({ each, other }) => difference(other, each)),
    worse: pairs.filter(({ change }) => change > 0).map(({ each, other }) => difference(other, each)),
    added: now.guarantees.filter((each) => !old.has(failureKey(each))).map((each) => difference(undefined, each)),
    removed: before.guarantees
      .filter((each) => !young.has(failureKey(each)))
      .map((each) => difference(each, undefined)),
  };
}

function failureKey(guarantee: ReportedGuarantee): string {
  const { backends, how } = guarantee.failure;
  return `${keyOf(guarantee)} ${JSON.stringify([[...backends].sort(), how])}`;
}

/** Over 0 where it got worse: the verdict counts first, then what has to be assumed, then how long clients wait. */
function changeOf(before: ReportedGuarantee, now: ReportedGuarantee): number {
  const steps = [
    VERDICTS.indexOf(now.verdict) - VERDICTS.indexOf(before.verdict),
    VERDICTS.indexOf(now.otherwise ?? now.verdict) - VERDICTS.indexOf(before.otherwise ?? before.verdict),
    now.longest - before.longest,
    now.first.attempts - before.first.attempts,
  ];
  return steps.find((step) => step !== 0) ?? 0;
}

function difference(before: ReportedGuarantee | undefined, now: ReportedGuarantee | undefined): Difference {
  const known = now ?? before;
  if (!known) throw new Error('one of the two is there');
  const { service, api, operation, product, region, request, failure } = known;
  const place = { service, api, operation, product, region, request };
  return { place, failure, before: told(before), now: told(now) };
}

function told(guarantee: ReportedGuarantee | undefined): string | null {
  return guarantee ? `${verdictText(guarantee)}, ${secondsOf(guarantee.longest)} at the most` : null;
}
