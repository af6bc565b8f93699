import type { Position } from '../../lib/policy';

/** A failure of an exchange. */
export interface Failure {
  /** The source, if it is not the current policy. */
  readonly source?: string;
  readonly reason: string;
  readonly message: string;
  /**
   * The status code that the client receives, unless `on-error` sets another. Undefined if there is already a response.
   */
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a forward failed: a surrounding retry then evaluates its condition. */
  readonly isOfForward?: boolean;
  /** The position in the policy document, if it is more specific than the policy. */
  readonly position?: Position;
}
