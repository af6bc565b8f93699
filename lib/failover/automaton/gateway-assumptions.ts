/**
 * Undocumented behavior of API Management that the automaton must decide.
 *
 * `ASSUMPTIONS` lists the possible values of each assumption, the value that the evidence favors, and the evidence.
 */
export interface GatewayAssumptions {
  /**
   * The number of gateway instances, each with its own circuits. Requests go to the instances in turn.
   * @default - the units of the SKU multiplied by `instancesPerUnit`; 1 if the SKU is not known
   */
  readonly units: number;
  /**
   * The number of gateway instances in one unit of a known SKU. The Developer tier has one.
   * @default 2
   */
  readonly instancesPerUnit: number;
  /**
   * Whether failures are counted in the interval before each failure, or in intervals that begin with the first
   * failure.
   * @default 'sliding'
   */
  readonly failureWindow: 'sliding' | 'fixed';
  /**
   * Whether a success clears the failures counted so far.
   * @default false
   */
  readonly successResets: boolean;
  /**
   * The number of responses in an interval below which a percentage does not trip the circuit.
   * @default 3
   */
  readonly percentageMinimum: number;
  /**
   * Whether a failure counts if its attempt began before the circuit opened and it arrives after the circuit has closed
   * again.
   * @default 'counted'
   */
  readonly lateFailures: 'counted' | 'ignored';
  /**
   * Whether a status code range that includes the status of a failed forward counts the forward. Error reasons always
   * do.
   * @default false
   */
  readonly rangesCountFailedForwards: boolean;
  /**
   * Whether an accepted `Retry-After` replaces the trip duration, or the longer of the two applies.
   * @default 'replaces'
   */
  readonly retryAfter: 'replaces' | 'longer';
  /**
   * Whether a `Retry-After` with a date is honored too.
   * @default true
   */
  readonly retryAfterDate: boolean;
  /**
   * The longest `Retry-After` that is honored, in seconds; null for no limit.
   * @default null
   */
  readonly longestRetryAfter: number | null;
  /**
   * When the member of a pool is selected: with each forward, or with each `set-backend-service`, so that a retry
   * around the forward alone stays with the first member.
   * @default 'each forward'
   */
  readonly memberChoice: 'each forward' | 'each set-backend-service';
  /**
   * Whether a pool member with weight 0 has turns like one with weight 1, or receives no requests.
   * @default 'as 1'
   */
  readonly zeroWeight: 'as 1' | 'no requests';
  /**
   * What a forward without a response from the backend leaves in `context.Response`: a response that the gateway
   * creates, with `noResponseStatus` and no headers, or null.
   * @default 'response'
   */
  readonly failedForward: 'response' | 'null';
  /**
   * Whether `context.LastError` is set when the condition of a retry is evaluated after a failure.
   * @default 'set'
   */
  readonly lastErrorInRetry: 'set' | 'null';
  /**
   * Whether `context.LastError` is cleared or kept when a retry continues after a failure.
   * @default 'cleared'
   */
  readonly lastErrorAfterRetry: 'cleared' | 'kept';
  /**
   * What a forward leaves if every circuit is open: a response with status 503 and a `Retry-After`, with which the
   * request goes to `on-error`; the same response as if a backend had sent it; or an error without a response.
   * @default 'response and error'
   */
  readonly exhaustedPool: 'response and error' | 'response' | 'error';
  /**
   * The status that a client receives if no backend responded.
   * @default 500
   */
  readonly noResponseStatus: number;
  /**
   * What `context.Response` is before any forward.
   * @default 'status 200'
   */
  readonly responseBeforeForward: 'status 200' | 'null';
  /**
   * The formula by which the waits of a retry with a max-interval grow, with `n` starting at 1: one of the two
   * published formulas.
   * @default 'interval + 2^(n-1) * delta'
   */
  readonly exponentialWait: 'interval + 2^(n-1) * delta' | 'interval + (2^n - 1) * delta';
  /**
   * The factor by which the delta of such a retry is multiplied, 0.8 to 1.2. In Azure, it is random for each wait;
   * here, it is constant for a run.
   * @default 1
   */
  readonly exponentialJitter: number;
}
