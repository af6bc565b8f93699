/** A protocol that clients can use to call an API. */
export enum ApiProtocol {
  /** HTTP, without TLS. */
  HTTP = 'http',
  /** HTTPS: HTTP over TLS. */
  HTTPS = 'https',
}
