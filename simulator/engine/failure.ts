import type { Position } from '../../lib/policy';

/** Why an exchange leaves its course. */
export interface Failure {
  /** Where it came from, if not from the policy that runs. */
  readonly source?: string;
  readonly reason: string;
  readonly message: string;
  /** What the client gets, unless `on-error` says otherwise; left out where a response stands already. */
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a forward failed: then a retry around it still decides. */
  readonly isOfForward?: boolean;
  /** Where in the policy document, if more is known than the policy. */
  readonly position?: Position;
}
