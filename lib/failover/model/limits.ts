/** The most retries that API Management's retry policy makes. */
export const MOST_RETRIES = 50;

/** The longest forward that API Management is sure to honour, in seconds. */
export const LONGEST_FORWARD = 240;

/** The failures assumed for a breaker whose count cannot be known, where a retry count must be chosen all the same. */
export const ASSUMED_FAILURES = 3;
