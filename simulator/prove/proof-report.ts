import type { Verdict } from '../../lib/failover';
import type { ScenarioFile } from '../scenario/scenario-file';

/** What is proved, as it is printed as JSON. Times are seconds. */
export interface ProofReport {
  readonly guarantees: readonly ReportedGuarantee[];
  /** Status codes of errors that nothing counts or tries again: clients get them as the backend's answer. */
  readonly passedOn: readonly (Place & { readonly statusCodes: string })[];
  /** Requests that policies answer before any backend is reached: nothing is proved of them. */
  readonly unreached: readonly (Place & { readonly status: number })[];
  readonly assumptions: readonly ReportedAssumption[];
}

/** Whose failover it is. */
export interface Place {
  readonly service: string;
  readonly api: string;
  readonly operation: string;
  readonly region: string | null;
}

export interface ReportedGuarantee extends Place {
  readonly failure: { readonly backends: readonly string[]; readonly how: string; readonly statusCodes?: string };
  readonly verdict: Verdict;
  readonly first: ReportedAnswer;
  readonly then: ReportedAnswer;
  readonly after: ReportedAnswer;
  /** From the recovery until every circuit is closed; null if one opens again and again. */
  readonly settled: number | null;
  /** The longest that any client waits. */
  readonly longest: number;
  readonly decidedBy: readonly { readonly assumption: string; readonly value: unknown }[];
  /** The verdict where that is not assumed; left out where nothing decides it. */
  readonly otherwise?: Verdict;
  readonly counterexample: ScenarioFile | null;
}

export interface ReportedAnswer {
  readonly status: number;
  readonly backend: string | null;
  readonly attempts: number;
  readonly seconds: number;
  readonly copies: number;
}

export interface ReportedAssumption {
  readonly name: string;
  readonly default: unknown;
  /** The values under which every failure was played that the assumption can matter to. */
  readonly values: readonly unknown[];
}

/** Whether a failure that leaves a healthy backend is not survived. */
export function isUnsurvived({ verdict }: Pick<ReportedGuarantee, 'verdict'>): boolean {
  return verdict === 'survives later' || verdict === 'fails';
}

/** Whether a client waits longer than it may while a backend is healthy. */
export function isOverBudget({ verdict, longest }: ReportedGuarantee, budget: number | undefined): boolean {
  return budget !== undefined && verdict !== 'no healthy backend' && longest > budget;
}
