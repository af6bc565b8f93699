/**
 * Policies of one's own, as XML: what stands within a section, without the section's element and without `<base />`.
 * Expressions may stand as they are, `@(a && b)`, or escaped.
 */
export interface PolicySections {
  /**
   * After the pool has been chosen.
   * @default - none
   */
  readonly inbound?: string;
  /**
   * Before each attempt, within the retry.
   * @default - none
   */
  readonly backend?: string;
  /**
   * With the response.
   * @default - none
   */
  readonly outbound?: string;
  /**
   * With an error.
   * @default - none
   */
  readonly onError?: string;
}
