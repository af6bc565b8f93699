import type { Risk, Verdict } from '../../lib/failover';
import type { ScenarioFile } from '../scenario/scenario-file';

/** The proofs, as printed in JSON. Times are seconds. */
export interface ProofReport {
  readonly guarantees: readonly ReportedGuarantee[];
  /** The requests of the proofs. */
  readonly requests: readonly ReportedRequest[];
  /** The gaps of the proof, with their reasons. */
  readonly notProved: readonly ReportedGap[];
  /** The assumptions that affect these proofs. */
  readonly assumptions: readonly ReportedAssumption[];
  /** The skipped policies that apply to these requests, by element name. */
  readonly passedOver: readonly string[];
  /** The policies that accepted every request. */
  readonly notChecked: readonly string[];
  /** The parts of the input that were passed over although they could affect requests. */
  readonly warnings: readonly string[];
}

/** The place that a proof is about. */
export interface Place {
  readonly service: string;
  readonly api: string;
  readonly operation: string;
  /** The product whose subscription the request uses; null if the product does not matter. */
  readonly product: string | null;
  readonly region: string | null;
  /** For example, `POST /orders/`; numbered if an operation has several requests. */
  readonly request: string;
}

/** A request and the backends that it can reach. */
export interface ReportedRequest extends Place {
  /** The operations that it represents, including its own. */
  readonly operations: readonly string[];
  /** The pool that the request goes to first; null if policies select backends themselves. */
  readonly pool: string | null;
  /** The backends by priority, in order of use. */
  readonly backends: readonly (readonly string[])[];
  /** Error status codes that nothing counts or retries, for example `400-501`. Clients receive them. */
  readonly passedOn: string;
  /** The backends of the pool that have a URL in common, for each such URL. They fail together (AF115). */
  readonly oneUrl: readonly (readonly string[])[];
}

/** A gap in the proof, with its place as far as it is known. */
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
  /** The time from the recovery until every circuit is closed; null if a circuit keeps opening. */
  readonly settled: number | null;
  /** The maximum wait of a client. */
  readonly longest: number;
  readonly decidedBy: readonly { readonly assumption: string; readonly value: unknown }[];
  /** The verdict under other values of the assumptions; undefined if no assumption decides it. */
  readonly otherwise?: Verdict;
  /** How a sequence of other requests can keep a request from a healthy backend; undefined if none can. */
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
  /** The values under which every affected failure was simulated. */
  readonly values: readonly unknown[];
}

/** Equal for the same place. */
export function keyOf({ service, api, operation, product, region, request }: Place): string {
  return JSON.stringify([service, api, operation, product, region, request]);
}

/** Returns whether backends fail while another one is healthy. */
export function leavesOneHealthy({ verdict }: Pick<ReportedGuarantee, 'verdict'>): boolean {
  return verdict !== 'no healthy backend';
}

/** Returns whether a failure that leaves a backend healthy is not survived. */
export function isUnsurvived({ verdict }: Pick<ReportedGuarantee, 'verdict'>): boolean {
  return verdict === 'survives later' || verdict === 'fails';
}

/** Returns whether a client waits longer than the budget while a backend is healthy. */
export function isOverBudget(guarantee: ReportedGuarantee, budget: number | undefined): boolean {
  return budget !== undefined && leavesOneHealthy(guarantee) && guarantee.longest > budget;
}
