/**
 * Custom policies in XML: the contents of each section, without the section element and without `<base />`. Expressions
 * can be literal, such as `@(a && b)`, or escaped. If the same stack declares a named value that they name, `{{name}}`,
 * the policies depend on it, and the construct sets `create_before_destroy` on it, unless you set it yourself.
 */
export interface PolicySections {
  /**
   * The policies to run after the pool is selected.
   * @default - none
   */
  readonly inbound?: string;
  /**
   * The policies to run before each attempt, inside the retry.
   * @default - none
   */
  readonly backend?: string;
  /**
   * The policies to run on the response.
   * @default - none
   */
  readonly outbound?: string;
  /**
   * The policies to run when an error occurs.
   * @default - none
   */
  readonly onError?: string;
}
