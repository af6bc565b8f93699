/** What a client sends. */
export interface ClientRequest {
  readonly method: string;
  /** Below the gateway's URL, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** The region whose gateway takes it, by its display name; that of the service if it is left out. */
  readonly region?: string;
  /** The id of the product whose subscription it comes with. */
  readonly product?: string;
  readonly ipAddress?: string;
}
