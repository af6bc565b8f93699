import type { Position } from '../../lib/policy';

/** A policy that failed by itself, and not for what a client sent or a backend answered. */
export interface PolicyError {
  readonly at: number;
  /** The Terraform address of the policy document. */
  readonly address: string;
  /** The policy's element. */
  readonly policy: string;
  readonly position: Position | undefined;
  readonly message: string;
}
