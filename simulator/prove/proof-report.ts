import type { Risk, Verdict } from '../../lib/failover';
import type { ScenarioFile } from '../scenario/scenario-file';

/** What is proved, as it is printed as JSON. Times are seconds. */
export interface ProofReport {
  readonly guarantees: readonly ReportedGuarantee[];
  /** The requests that it is proved with. */
  readonly requests: readonly ReportedRequest[];
  /** Of what nothing is proved, and why. */
  readonly notProved: readonly ReportedGap[];
  /** The assumptions that decide something in these proofs. */
  readonly assumptions: readonly ReportedAssumption[];
  /** The policies that these requests would run, and that were passed over, by element name. */
  readonly passedOver: readonly string[];
  /** Those that took every token as valid. */
  readonly notChecked: readonly string[];
}

/** Whose failover it is. */
export interface Place {
  readonly service: string;
  readonly api: string;
  readonly operation: string;
  /** The product whose subscription the request comes with; null where that decides nothing. */
  readonly product: string | null;
  readonly region: string | null;
  /** As in `POST /orders/`; numbered where an operation has several. */
  readonly request: string;
}

/** A request, and the backends that it may reach. */
export interface ReportedRequest extends Place {
  /** The operations that it stands for, the one that takes it included. */
  readonly operations: readonly string[];
  /** The pool that it goes to first; null where policies choose among backends themselves. */
  readonly pool: string | null;
  /** The backends by priority, the first to be used first. */
  readonly backends: readonly (readonly string[])[];
  /** Status codes of errors that nothing counts or tries again, as in `400-501`: clients get them as an answer. */
  readonly passedOn: string;
}

/** Something of which nothing is proved: as much of its place as is known. */
export type ReportedGap = { readonly [K in keyof Place]: Place[K] | null } & {
  readonly service: string;
  readonly message: string;
};

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
  /** How some rhythm of other requests may keep one from a healthy backend; left out where none can. */
  readonly risk?: Risk;
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

/** Equal for the same place. */
export function keyOf({ service, api, operation, product, region, request }: Place): string {
  return JSON.stringify([service, api, operation, product, region, request]);
}

/** Whether backends fail and one is healthy: what there is to survive. */
export function leavesOneHealthy({ verdict }: Pick<ReportedGuarantee, 'verdict'>): boolean {
  return verdict !== 'no healthy backend';
}

/** Whether a failure that leaves a healthy backend is not survived. */
export function isUnsurvived({ verdict }: Pick<ReportedGuarantee, 'verdict'>): boolean {
  return verdict === 'survives later' || verdict === 'fails';
}

/** Whether a client waits longer than it may while a backend is healthy. */
export function isOverBudget(guarantee: ReportedGuarantee, budget: number | undefined): boolean {
  return budget !== undefined && leavesOneHealthy(guarantee) && guarantee.longest > budget;
}
