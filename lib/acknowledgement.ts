/** A finding to acknowledge, with the reason. */
export interface FindingAcknowledgement {
  /** The code of the finding, for example `AF106`. */
  readonly code: string;
  /** The reason for accepting the finding. It appears in the annotations of the synth, where reviewers can read it. */
  readonly reason: string;
}
