import { VERDICTS } from '../../lib/failover';
import { LostFailure, lostFailures } from './lost-failures';
import { verdictText } from './matrix';
import { keyOf, leavesOneHealthy, Place, ProofReport, ReportedGap, ReportedGuarantee } from './proof-report';
import { UnusedBackends, unusedBackends } from './unused-backends';

/** The changes from one proof to another. */
export interface Comparison {
  /** Failures that were survived before and no longer are. They are in no other list. */
  readonly lost: readonly Difference[];
  readonly better: readonly Difference[];
  readonly worse: readonly Difference[];
  /** Backends that left the pools. The failures that include them are removed. */
  readonly unused: readonly UnusedBackends[];
  /** Failures that only the new proof has. */
  readonly added: readonly Difference[];
  readonly removed: readonly Difference[];
  /** The gaps of the earlier proof. Guarantees that now exist for them count as neither better nor added. */
  readonly notProvedBefore: readonly ReportedGap[];
}

export interface Difference {
  readonly place: Place;
  readonly failure: ReportedGuarantee['failure'];
  /** Null if the earlier proof does not have the failure. */
  readonly before: ComparedGuarantee | null;
  readonly now: ComparedGuarantee | null;
  /** Why a failure is lost that the new proof does not have: clients receive the status, or nothing fails over. */
  readonly reason?: 'passed on' | 'no failover';
}

/** The parts of a guarantee that are compared. */
export interface ComparedGuarantee {
  /** For example, `survives; fails if memberChoice is 'each set-backend-service'`. */
  readonly verdict: string;
  /** The longest time that any client waits, in seconds. */
  readonly longest: number;
  /** The attempts of the first request. */
  readonly attempts: number;
}

/**
 * Compares two proofs, failure by failure.
 *
 * @param budget the longest time that a client may wait, in seconds
 */
export function compare(before: ProofReport, now: ProofReport, budget?: number): Comparison {
  const old = new Map(before.guarantees.map((each) => [failureKey(each), each]));
  const young = new Map(now.guarantees.map((each) => [failureKey(each), each]));
  const lost = lostFailures(before, now, (each) => young.get(failureKey(each))).filter(
    (each) => each.now ?? !isGap(now, each.before),
  );
  const lostKeys = new Set(lost.map((each) => failureKey(each.before)));
  const pairs = now.guarantees.flatMap((each) => {
    const other = old.get(failureKey(each));
    return other ? [{ each, other, change: changeOf(other, each, budget) }] : [];
  });
  const worse = pairs.filter(({ each, change }) => change > 0 && !lostKeys.has(failureKey(each)));
  return {
    lost: lost.map(lostDifference),
    better: pairs.filter(({ change }) => change < 0).map(({ each, other }) => difference(other, each)),
    worse: worse.map(({ each, other }) => difference(other, each)),
    unused: unusedBackends(before, now),
    added: now.guarantees
      .filter((each) => !old.has(failureKey(each)) && !isGap(before, each))
      .map((each) => difference(undefined, each)),
    removed: before.guarantees
      .filter((each) => !young.has(failureKey(each)) && !lostKeys.has(failureKey(each)) && !isGap(now, each))
      .map((each) => difference(each, undefined)),
    notProvedBefore: before.notProved,
  };
}

function lostDifference({ before, now, passedOn }: LostFailure): Difference {
  const known = difference(before, now);
  if (now) return known;
  if (passedOn === undefined) return { ...known, reason: 'no failover' };
  return { ...known, failure: { ...known.failure, statusCodes: passedOn }, reason: 'passed on' };
}

/** Returns whether a report has a gap that covers the place. */
function isGap({ notProved }: ProofReport, place: Place): boolean {
  const parts = ['service', 'api', 'operation', 'product', 'region', 'request'] as const;
  return notProved.some((gap) => parts.every((part) => gap[part] === null || gap[part] === place[part]));
}

/** Returns a key that is equal for the same failure at the same place. */
export function failureKey(guarantee: Place & Pick<ReportedGuarantee, 'failure'>): string {
  const { backends, how } = guarantee.failure;
  return `${keyOf(guarantee)} ${JSON.stringify([[...backends].sort(), how])}`;
}

/**
 * Returns a positive number if the guarantee got worse. Compares the verdict first, then the verdict under other
 * assumptions, then the risk, and then how long clients wait.
 */
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

/** While every backend is down, a client receives an error in any case. It is late only if it exceeds the budget. */
function overBudget({ longest }: ReportedGuarantee, budget = Infinity): number {
  return longest > budget ? 1 : 0;
}

function difference(before: ReportedGuarantee | undefined, now: ReportedGuarantee | undefined): Difference {
  const known = now ?? before;
  if (!known) throw new Error('a difference has at least one side');
  const { service, api, operation, product, region, request, failure } = known;
  const place = { service, api, operation, product, region, request };
  return { place, failure, before: compared(before), now: compared(now) };
}

function compared(guarantee: ReportedGuarantee | undefined): ComparedGuarantee | null {
  if (!guarantee) return null;
  const { longest, first } = guarantee;
  return { verdict: verdictText(guarantee), longest, attempts: first.attempts };
}
