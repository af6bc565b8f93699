/** A finding that is accepted as it is, and why. */
export interface FindingAcknowledgement {
  /** The finding's code, as in `AF106`. */
  readonly code: string;
  /** Why it is accepted; reviewers read it in the annotations of the synth. */
  readonly reason: string;
}
