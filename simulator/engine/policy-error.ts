import type { Position } from '../../lib/policy';

/** An error of a policy itself, not caused by the client or by a backend. */
export interface PolicyError {
  readonly at: number;
  /** The address of the policy document. */
  readonly address: string;
  /** The element name of the policy. */
  readonly policy: string;
  readonly position: Position | undefined;
  readonly message: string;
}
