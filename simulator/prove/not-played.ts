/** Policies that are skipped: they limit the number of requests, while the proof is about failures of backends. */
export const NOT_PLAYED: readonly string[] = ['rate-limit', 'rate-limit-by-key', 'quota', 'quota-by-key'];

/** Policies that accept every token: the proof is about failures of backends, not about callers. */
export const NOT_CHECKED: readonly string[] = ['validate-jwt', 'validate-azure-ad-token'];
