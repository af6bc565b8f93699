/** The maximum number of retries of the retry policy. */
export const MOST_RETRIES = 50;

/** The longest forward timeout that API Management reliably honors, in seconds. */
export const LONGEST_FORWARD = 240;

/** Ten years, in seconds: longer durations are not played. */
export const LONGEST_TIME = 315_360_000;

/**
 * The number of failures that is assumed for a circuit breaker with an unknown count when a retry count must be
 * computed.
 */
export const ASSUMED_FAILURES = 3;

/** The highest priority and the highest weight of a pool member. */
export const HIGHEST_MEMBER_NUMBER = 100;
