/** Policies that are passed over: they bound how many requests come, and what is played is how backends fail. */
export const NOT_PLAYED: readonly string[] = ['rate-limit', 'rate-limit-by-key', 'quota', 'quota-by-key'];

/** Policies that take every token as valid: what is played is how backends fail, and not who asks. */
export const NOT_CHECKED: readonly string[] = ['validate-jwt', 'validate-azure-ad-token'];
