/** A protocol that clients may use. */
export enum ApiProtocol {
  /** HTTP without TLS. */
  HTTP = 'http',
  /** HTTP with TLS. */
  HTTPS = 'https',
}
