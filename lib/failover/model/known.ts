/** A value, or `unknown` if it is known only after deployment. */
export type Known<T> = T | 'unknown';
