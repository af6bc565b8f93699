/**
 * What API Management leaves undocumented, and an automaton has to decide all the same.
 *
 * `ASSUMPTIONS` says of each which values it can have, which of them evidence favours, and what the evidence is.
 */
export interface GatewayAssumptions {
  /**
   * Gateway instances, each with circuits of its own; requests go to them in turn.
   * @default - the units of the service's SKU times `instancesPerUnit`, 1 where the SKU is not known
   */
  readonly units: number;
  /**
   * The gateway instances behind one unit of a known SKU; the Developer tier has one.
   * @default 2
   */
  readonly instancesPerUnit: number;
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
   * Whether a failure counts that left before its circuit opened and arrives after the circuit has closed again.
   * @default 'counted'
   */
  readonly lateFailures: 'counted' | 'ignored';
  /**
   * Whether a status range that includes the status of a failed forward counts the forward; error reasons do in any case.
   * @default false
   */
  readonly rangesCountFailedForwards: boolean;
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
   * When a pool's member is chosen: with each forward, or with each `set-backend-service`, so that a retry around the
   * forward alone stays with the first choice.
   * @default 'each forward'
   */
  readonly memberChoice: 'each forward' | 'each set-backend-service';
  /**
   * What a forward without an answer leaves in `context.Response`: a response that the gateway made, with
   * `noResponseStatus` and no header, or null.
   * @default 'response'
   */
  readonly failedForward: 'response' | 'null';
  /**
   * Whether `context.LastError` is set when a retry's condition is evaluated after a failure.
   * @default 'set'
   */
  readonly lastErrorInRetry: 'set' | 'null';
  /**
   * What becomes of `context.LastError` when a retry goes on after a failure.
   * @default 'cleared'
   */
  readonly lastErrorAfterRetry: 'cleared' | 'kept';
  /**
   * What a forward leaves that finds every circuit open: a response with status 503 and a Retry-After, with which the
   * exchange goes to `on-error`; the same response as if a backend had answered; or an error with no response at all.
   * @default 'response and error'
   */
  readonly exhaustedPool: 'response and error' | 'response' | 'error';
  /**
   * The status that a client gets where no backend answered in the end.
   * @default 500
   */
  readonly noResponseStatus: number;
  /**
   * What `context.Response` is before any forward.
   * @default 'status 200'
   */
  readonly responseBeforeForward: 'status 200' | 'null';
  /**
   * How the waits of a retry with a max-interval grow, `n` counted from 1: one of the two published formulas.
   * @default 'interval + 2^(n-1) * delta'
   */
  readonly exponentialWait: 'interval + 2^(n-1) * delta' | 'interval + (2^n - 1) * delta';
  /**
   * What the delta of such a retry is multiplied by, 0.8 to 1.2: a random factor in Azure, the same one for a run here.
   * @default 1
   */
  readonly exponentialJitter: number;
}
