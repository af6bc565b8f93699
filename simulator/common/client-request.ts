/** The address of a client whose request does not specify one. It is reserved for documentation. */
export const UNKNOWN_ADDRESS = '203.0.113.1';

/** A request of a client. */
export interface ClientRequest {
  readonly method: string;
  /** The path and query, relative to the URL of the gateway. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** The display name of the region whose gateway receives the request. The default is the region of the service. */
  readonly region?: string;
  /** The id of the product whose subscription the request uses. */
  readonly product?: string;
  readonly ipAddress?: string;
}
