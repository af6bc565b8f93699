/** The most retries that API Management's retry policy makes. */
export const MOST_RETRIES = 50;

/** The longest forward that API Management is sure to honour, in seconds. */
export const LONGEST_FORWARD = 240;

/** Ten years, in seconds: nothing that lasts longer is played. */
export const LONGEST_TIME = 315_360_000;

/** The failures assumed for a breaker whose count cannot be known, where a retry count must be chosen all the same. */
export const ASSUMED_FAILURES = 3;

/** The highest priority number of a pool's member, and the highest weight. */
export const HIGHEST_MEMBER_NUMBER = 100;
