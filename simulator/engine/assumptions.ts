import { ASSUMED_FAILURES } from '../../lib/failover';

/**
 * What API Management leaves undocumented, and a simulation has to decide all the same.
 *
 * Each is printed with every result. What is known of it, and from whom, stands in docs/simulator.md.
 */
export interface GatewayAssumptions {
  /**
   * Gateway units, each with circuits of its own; requests go to them in turn.
   * @default - the units of the service's SKU, 1 where that is not known
   */
  readonly units: number;
  /**
   * Whether failures are counted in the interval before each one, or in intervals that start with the first failure.
   * @default 'sliding'
   */
  readonly failureWindow: 'sliding' | 'fixed';
  /**
   * Whether a success clears the failures counted so far.
   * @default false
   */
  readonly successResets: boolean;
  /**
   * The responses in an interval below which a percentage does not trip.
   * @default 3
   */
  readonly percentageMinimum: number;
  /**
   * Whether an accepted Retry-After takes the place of the trip duration, or the longer of the two counts.
   * @default 'replaces'
   */
  readonly retryAfter: 'replaces' | 'longer';
  /**
   * Whether a Retry-After that is a date is accepted too.
   * @default true
   */
  readonly retryAfterDate: boolean;
  /**
   * The longest Retry-After that is obeyed, in seconds; null for no bound.
   * @default null
   */
  readonly longestRetryAfter: number | null;
  /**
   * Whether a forward that finds every circuit open is an error without a response, or a response with status 503.
   * @default 'error'
   */
  readonly exhaustedPool: 'error' | 'response';
  /**
   * The status that a client gets where no backend answered in the end.
   * @default 500
   */
  readonly noResponseStatus: number;
  /**
   * How the waits of a retry with a max-interval grow, `n` counted from 1: one of the two published formulas.
   * @default 'interval + 2^(n-1) * delta'
   */
  readonly exponentialWait: 'interval + 2^(n-1) * delta' | 'interval + (2^n - 1) * delta';
}

export const DEFAULT_ASSUMPTIONS: GatewayAssumptions = {
  units: 1,
  failureWindow: 'sliding',
  successResets: false,
  percentageMinimum: ASSUMED_FAILURES,
  retryAfter: 'replaces',
  retryAfterDate: true,
  longestRetryAfter: null,
  exhaustedPool: 'error',
  noResponseStatus: 500,
  exponentialWait: 'interval + 2^(n-1) * delta',
};
