/**
 * Policies that are skipped: they limit the number of requests, or answer without a backend, while the proof is about
 * failures of backends.
 */
export const NOT_PLAYED: readonly string[] = [
  ...['rate-limit', 'rate-limit-by-key', 'quota', 'quota-by-key'],
  ...['cache-lookup', 'cache-store'],
];

/** Policies that accept every request: the proof is about failures of backends, not about callers. */
export const NOT_CHECKED: readonly string[] = [
  ...['validate-jwt', 'validate-azure-ad-token', 'ip-filter', 'llm-content-safety'],
  ...['validate-parameters', 'validate-headers', 'validate-status-code'],
  ...['validate-graphql-request', 'validate-odata-request'],
];
