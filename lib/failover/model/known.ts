/** A value, or the fact that it will be known only once deployed. */
export type Known<T> = T | 'unknown';
