/** The rule that a text property must follow. */
export interface TextRule {
  readonly pattern?: { test(text: string): boolean };
  readonly longest?: number;
  /** Whether the length is counted in UTF-8 bytes, as the azurerm provider does. */
  readonly countsBytes?: boolean;
  /**
   * Where a token is allowed: anywhere; only as the whole text, if the text is split into parts; or nowhere, if the
   * text becomes a construct id.
   * @default 'anywhere'
   */
  readonly tokens?: 'anywhere' | 'whole' | 'none';
  /** Whether the text is escaped, so that Terraform interprets only its tokens. */
  readonly isEscaped?: boolean;
  /** Whether the text may be a secret. Messages then show only the type of the received value. */
  readonly isSecret?: boolean;
  /** Whether the text is a URL. Messages then show the received value only if it is a URL, without its secrets. */
  readonly isUrl?: boolean;
  /** A description of what is allowed. */
  readonly allowed: string;
}
