/**
 * Undocumented behavior of API Management that the automaton must decide.
 *
 * `ASSUMPTIONS` lists the possible values of each assumption, the value that the evidence favors, and the evidence.
 */
export interface GatewayAssumptions {
  /**
   * How many gateway instances receive the requests, in turn. In a multi-region service, each region has this many.
   * @default - the units of the SKU multiplied by `instancesPerUnit`; 1 if the SKU is not known
   */
  readonly units: number;
  /**
   * How many gateway instances, each with its own circuits, one unit of a known SKU has.
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
   * Whether a failure counts if its attempt began before the circuit opened and it arrives after the circuit has
   * closed again.
   * @default 'counted'
   */
  readonly lateFailures: 'counted' | 'ignored';
  /**
   * Whether a status code range that includes 500 counts a forward without a response from the backend.
   * @default false
   */
  readonly rangesCountFailedForwards: boolean;
  /**
   * Whether an accepted Retry-After replaces the trip duration, or the longer of the two applies.
   * @default 'replaces'
   */
  readonly retryAfter: 'replaces' | 'longer';
  /**
   * Whether a Retry-After with a date is honored as well as one in seconds.
   * @default true
   */
  readonly retryAfterDate: boolean;
  /**
   * The longest Retry-After that is honored, in seconds; null for no limit.
   * @default null
   */
  readonly longestRetryAfter: number | null;
  /**
   * When a pool's member is selected: with each forward, or with the first forward after each set-backend-service, so
   * that a retry around the forward alone stays with the same member.
   * @default 'each forward'
   */
  readonly memberChoice: 'each forward' | 'each set-backend-service';
  /**
   * Whether a pool member with weight 0 has turns like one with weight 1, or receives no requests.
   * @default 'as 1'
   */
  readonly zeroWeight: 'as 1' | 'no requests';
  /**
   * What a forward without a response from the backend leaves in context.Response: a response with status 500, or
   * null.
   * @default 'response'
   */
  readonly failedForward: 'response' | 'null';
  /**
   * Whether context.LastError is set when the condition of a retry is evaluated after a failure.
   * @default 'set'
   */
  readonly lastErrorInRetry: 'set' | 'null';
  /**
   * Whether context.LastError is cleared or kept when a retry continues after a failure.
   * @default 'cleared'
   */
  readonly lastErrorAfterRetry: 'cleared' | 'kept';
  /**
   * What a forward leaves if every circuit is open, for a pool or a single backend: a response with status 503 with
   * which the request goes to on-error; the same response as if a backend had sent it; or an error without a response.
   * @default 'response and error'
   */
  readonly exhaustedPool: 'response and error' | 'response' | 'error';
  /**
   * The status that a client receives if no backend responded and no policy sets another status.
   * @default 500
   */
  readonly noResponseStatus: number;
  /**
   * What context.Response is before any forward: a response with status 200, or null.
   * @default 'status 200'
   */
  readonly responseBeforeForward: 'status 200' | 'null';
  /**
   * How the waits of a retry with a max-interval grow.
   * @default 'interval + 2^(n-1) * delta'
   */
  readonly exponentialWait: 'interval + 2^(n-1) * delta' | 'interval + (2^n - 1) * delta';
  /**
   * The factor by which the delta of a retry with a max-interval is multiplied.
   * @default 1
   */
  readonly exponentialJitter: number;
  /**
   * The culture in which expressions write dates without a format and amounts of money.
   * @default 'invariant'
   */
  readonly culture: 'invariant' | 'en-US';
  /**
   * Whether a string and an object with the same text are one object, where an expression compares them with == or !=
   * without a cast, as in context.Variables["region"] == "west".
   * @default 'two objects'
   */
  readonly equalStrings: 'two objects' | 'one object';
}
