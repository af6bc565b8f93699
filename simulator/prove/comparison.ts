import { VERDICTS } from '../../lib/failover';
import { verdictText } from './matrix';
import { keyOf, leavesOneHealthy, Place, ProofReport, ReportedGap, ReportedGuarantee } from './proof-report';

/** What changed from one proof to another. */
export interface Comparison {
  readonly better: readonly Difference[];
  readonly worse: readonly Difference[];
  /** Failures that only the new one has. */
  readonly added: readonly Difference[];
  readonly removed: readonly Difference[];
  /** Of what nothing was proved before: what is proved of it now is neither better nor added. */
  readonly notProvedBefore: readonly ReportedGap[];
}

export interface Difference {
  readonly place: Place;
  readonly failure: ReportedGuarantee['failure'];
  /** Null where there is none. */
  readonly before: ComparedGuarantee | null;
  readonly now: ComparedGuarantee | null;
}

/** What is compared of a guarantee. */
export interface ComparedGuarantee {
  /** As in `survives; fails if memberChoice is 'each set-backend-service'`. */
  readonly verdict: string;
  /** The longest that any client waits, in seconds. */
  readonly longest: number;
  /** Of the first request. */
  readonly attempts: number;
}

/**
 * Compares what is proved now with what was proved before, failure by failure.
 *
 * @param budget the longest that a client may wait, in seconds
 */
export function compare(before: ProofReport, now: ProofReport, budget?: number): Comparison {
  const old = new Map(before.guarantees.map((each) => [failureKey(each), each]));
  const young = new Map(now.guarantees.map((each) => [failureKey(each), each]));
  const pairs = now.guarantees.flatMap((each) => {
    const other = old.get(failureKey(each));
    return other ? [{ each, other, change: changeOf(other, each, budget) }] : [];
  });
  return {
    better: pairs.filter(({ change }) => change < 0).map(({ each, other }) => difference(other, each)),
    worse: pairs.filter(({ change }) => change > 0).map(({ each, other }) => difference(other, each)),
    added: now.guarantees
      .filter((each) => !old.has(failureKey(each)) && !isGap(before, each))
      .map((each) => difference(undefined, each)),
    removed: before.guarantees
      .filter((each) => !young.has(failureKey(each)) && !isGap(now, each))
      .map((each) => difference(each, undefined)),
    notProvedBefore: before.notProved,
  };
}

/** Whether a report says that nothing, or not everything, is proved of a place. */
function isGap({ notProved }: ProofReport, place: Place): boolean {
  const parts = ['service', 'api', 'operation', 'product', 'region', 'request'] as const;
  return notProved.some((gap) => parts.every((part) => gap[part] === null || gap[part] === place[part]));
}

/** Equal for the same failure at the same place. */
export function failureKey(guarantee: Place & Pick<ReportedGuarantee, 'failure'>): string {
  const { backends, how } = guarantee.failure;
  return `${keyOf(guarantee)} ${JSON.stringify([[...backends].sort(), how])}`;
}

/** Over 0 where it got worse: the verdict counts first, then what has to be assumed, then a risk, then how long clients wait. */
function changeOf(before: ReportedGuarantee, now: ReportedGuarantee, budget: number | undefined): number {
  const steps = [
    VERDICTS.indexOf(now.verdict) - VERDICTS.indexOf(before.verdict),
    VERDICTS.indexOf(now.otherwise ?? now.verdict) - VERDICTS.indexOf(before.otherwise ?? before.verdict),
    Number(now.risk !== undefined) - Number(before.risk !== undefined),
    ...(leavesOneHealthy(now)
      ? [now.longest - before.longest, now.first.attempts - before.first.attempts]
      : [overBudget(now, budget) - overBudget(before, budget)]),
  ];
  return steps.find((step) => step !== 0) ?? 0;
}

/** While everything is down, a client gets an error sooner or later: only the budget tells whether that is too late. */
function overBudget({ longest }: ReportedGuarantee, budget = Infinity): number {
  return longest > budget ? 1 : 0;
}

function difference(before: ReportedGuarantee | undefined, now: ReportedGuarantee | undefined): Difference {
  const known = now ?? before;
  if (!known) throw new Error('one of the two is there');
  const { service, api, operation, product, region, request, failure } = known;
  const place = { service, api, operation, product, region, request };
  return { place, failure, before: compared(before), now: compared(now) };
}

function compared(guarantee: ReportedGuarantee | undefined): ComparedGuarantee | null {
  if (!guarantee) return null;
  const { longest, first } = guarantee;
  return { verdict: verdictText(guarantee), longest, attempts: first.attempts };
}
