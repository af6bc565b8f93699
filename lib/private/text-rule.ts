/** What a text prop allows. */
export interface TextRule {
  readonly pattern?: { test(text: string): boolean };
  readonly longest?: number;
  /** The length is counted in bytes of UTF-8, as the azurerm provider does. */
  readonly countsBytes?: boolean;
  /**
   * Where a token may stand: anywhere; in place of the whole text, where it is taken apart; or nowhere, where it becomes
   * an id in the program.
   * @default 'anywhere'
   */
  readonly tokens?: 'anywhere' | 'whole' | 'none';
  /** It is written so that Terraform reads nothing in it but tokens. */
  readonly isEscaped?: boolean;
  /** It may be a secret: of what was received, only the kind is shown. */
  readonly isSecret?: boolean;
  /** It is a URL: what was received is shown only if it is one, and without the secrets in it. */
  readonly isUrl?: boolean;
  /** What is allowed, in words. */
  readonly allowed: string;
}
