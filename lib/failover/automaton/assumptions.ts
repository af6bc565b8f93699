import { ASSUMED_FAILURES, instancesOf, Known } from '../model';
import { GatewayAssumptions } from './gateway-assumptions';

/** What is known of an assumption. */
export interface Assumption<T> {
  /** The value that evidence favours. */
  readonly default: T;
  /** All values under which a guarantee is played; the default alone where a worse one cannot be named. */
  readonly values: readonly T[];
  /** The numbers that it can be beside these; left out where it has only its values. */
  readonly range?: NumberRange;
  /** What it decides, as a sentence. */
  readonly title: string;
  /** What is known, and from where. */
  readonly evidence: string;
  /** How sure the default is, in percent; left out where evidence favours nothing. */
  readonly confidence?: number;
}

/** Numbers from one to another; without `most` there is no end. */
export interface NumberRange {
  readonly least: number;
  readonly most?: number;
  readonly isWhole: boolean;
}

/** Every assumption: the one place where values, defaults and evidence stand. */
export const ASSUMPTIONS: { readonly [Name in keyof GatewayAssumptions]: Assumption<GatewayAssumptions[Name]> } = {
  units: {
    default: 1,
    values: [1],
    range: { least: 1, most: 1000, isWhole: true },
    title: 'How many gateway instances take the requests, in turn; in several regions, each has as many.',
    evidence:
      'Instances do not synchronize their circuits (https://learn.microsoft.com/azure/api-management/backends#circuit-breaker). ' +
      'How requests are spread over them is not documented. The default follows from the SKU; 1 where that is not known.',
    confidence: 97,
  },
  instancesPerUnit: {
    default: 2,
    values: [2, 1],
    range: { least: 1, most: 100, isWhole: true },
    title: 'How many gateway instances, and so circuits, one unit of a known SKU has.',
    evidence:
      "Microsoft's reliability page says that a unit is two compute resources, in Basic and Standard too " +
      '(https://learn.microsoft.com/azure/reliability/reliability-api-management). The Developer tier has one.',
    confidence: 75,
  },
  failureWindow: {
    default: 'sliding',
    values: ['sliding', 'fixed'],
    title:
      'Whether failures are counted in the interval before each one, or in intervals that begin with the first failure.',
    evidence: 'A number of failures within an interval trips the circuit; where the interval begins is not documented.',
    confidence: 55,
  },
  successResets: {
    default: false,
    values: [false, true],
    title: 'Whether a success clears the failures counted so far.',
    evidence:
      'Not documented: the page on backends (https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) ' +
      'counts failures within an interval, and says nothing of successes.',
    confidence: 70,
  },
  percentageMinimum: {
    default: ASSUMED_FAILURES,
    values: [ASSUMED_FAILURES, 1],
    range: { least: 1, most: 10_000, isWhole: true },
    title: 'The responses in an interval below which a percentage does not trip.',
    evidence:
      'Not documented: the page on backends (https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) ' +
      'allows a percentage, and names no minimum. Without one, a single failed request in a quiet minute is 100 %. ' +
      'The constructs reckon with as many failures for such a circuit breaker.',
    confidence: 50,
  },
  lateFailures: {
    default: 'counted',
    values: ['counted', 'ignored'],
    title:
      'Whether a failure counts whose attempt began before the circuit opened, and that arrives after the circuit has closed again.',
    evidence:
      'Not documented: the page on backends (https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) ' +
      'says that the circuit resets after the trip duration, and nothing of answers to requests that left before.',
    confidence: 60,
  },
  rangesCountFailedForwards: {
    default: false,
    values: [false, true],
    title: 'Whether a status range that includes 500 counts a forward that got no answer.',
    evidence:
      'Error reasons count such a failure: the release notes of May 2025 mend their detection. Of ranges nothing is documented.',
  },
  retryAfter: {
    default: 'replaces',
    values: ['replaces', 'longer'],
    title: 'Whether an accepted Retry-After takes the place of the trip duration, or the longer of the two counts.',
    evidence:
      'The header sets how long the backend is left alone; Microsoft calls it a dynamically adjusted trip duration ' +
      '(https://learn.microsoft.com/azure/api-management/backends#circuit-breaker).',
    confidence: 87,
  },
  retryAfterDate: {
    default: true,
    values: [true, false],
    title: 'Whether a Retry-After that is a date is obeyed as well as one in seconds.',
    evidence: 'HTTP allows both; which of them is read is not documented.',
    confidence: 50,
  },
  longestRetryAfter: {
    default: null,
    values: [null],
    range: { least: 0, isWhole: false },
    title: 'The longest Retry-After that is obeyed, in seconds; null for no bound.',
    evidence: 'No bound is documented, and language models have asked for about a day, which was obeyed.',
    confidence: 85,
  },
  memberChoice: {
    default: 'each forward',
    values: ['each forward', 'each set-backend-service'],
    title:
      "When a pool's member is chosen: with each forward, or with the first after each set-backend-service, so that a " +
      'retry around the forward alone stays with it.',
    evidence:
      'Release notes of June and August 2024 mend retries with pools, and samples with published results set the backend ' +
      'once, before the retry. One observation says otherwise: in Azure-Samples/AI-Gateway, pull request 225, a 429 reached ' +
      'the caller until set-backend-service stood inside the retry.',
    confidence: 88,
  },
  failedForward: {
    default: 'response',
    values: ['response', 'null'],
    title: 'What a forward without an answer leaves in context.Response: a response with status 500, or null.',
    evidence:
      'A live trace (Azure-Samples/openai-apim-lb, issue 25) shows a response with a status after a timeout, and ' +
      "Microsoft's troubleshooting of BackendConnectionFailure suggests a retry on status 500. A newer sample lists null, " +
      'marked as not tested.',
    confidence: 88,
  },
  lastErrorInRetry: {
    default: 'set',
    values: ['set', 'null'],
    title: "Whether context.LastError is set when a retry's condition is evaluated after a failure.",
    evidence:
      'Not documented: the page on error handling ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies) says that an error is ' +
      'stored there when control goes to on-error, and the page on retry ' +
      '(https://learn.microsoft.com/azure/api-management/retry-policy) does not mention it.',
    confidence: 60,
  },
  lastErrorAfterRetry: {
    default: 'cleared',
    values: ['cleared', 'kept'],
    title: 'What becomes of context.LastError when a retry goes on after a failure.',
    evidence:
      'Not documented: neither the page on error handling ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies) nor the page on retry ' +
      '(https://learn.microsoft.com/azure/api-management/retry-policy) says when an error is cleared.',
  },
  exhaustedPool: {
    default: 'response and error',
    values: ['response and error', 'response', 'error'],
    title:
      'What a forward leaves that finds every circuit open, of a pool or of a single backend: a response with status 503 ' +
      'with which the exchange goes to on-error; the same as if a backend had answered so; or an error and no response.',
    evidence:
      'The client gets a 503. Azure-Samples/AI-Gateway, issue 163, reads it in on-error, with context.Response present; ' +
      'retry conditions of samples test its status. Since May 2025 it has a Retry-After header, whose value is not ' +
      "documented. The reason's text has changed before: nothing should depend on it.",
    confidence: 85,
  },
  noResponseStatus: {
    default: 500,
    values: [500],
    range: { least: 200, most: 599, isWhole: true },
    title: 'The status that a client gets where no backend answered, and no policy says otherwise.',
    evidence:
      'Several live observations; the error goes to on-error with the reason BackendConnectionFailure or Timeout ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies).',
    confidence: 95,
  },
  responseBeforeForward: {
    default: 'status 200',
    values: ['status 200', 'null'],
    title: 'What context.Response is before any forward: a response with status 200, or null.',
    evidence:
      "Policies in use read it unguarded in inbound and on a retry's first run, and Microsoft's error-handling sample in " +
      'on-error of a request that never reached a backend.',
    confidence: 75,
  },
  exponentialWait: {
    default: 'interval + 2^(n-1) * delta',
    values: ['interval + 2^(n-1) * delta', 'interval + (2^n - 1) * delta'],
    title: 'How the waits of a retry with a max-interval grow.',
    evidence:
      'The page of the policy gives one formula (https://learn.microsoft.com/azure/api-management/retry-policy), an older ' +
      'one the other.',
  },
  exponentialJitter: {
    default: 1,
    values: [1, 0.8, 1.2],
    range: { least: 0.8, most: 1.2, isWhole: false },
    title: 'What the delta of a retry with a max-interval is multiplied by.',
    evidence:
      'A random factor between 0.8 and 1.2, drawn anew for each wait ' +
      '(https://learn.microsoft.com/azure/api-management/retry-policy). Here it is the same for all waits of a run; the ' +
      'shortest and the longest are the worst cases.',
  },
};

/** What evidence favours. */
export const DEFAULT_ASSUMPTIONS = Object.fromEntries(
  Object.entries(ASSUMPTIONS).map(([name, assumption]) => [name, assumption.default]),
) as unknown as GatewayAssumptions;

/**
 * What is assumed for a service: what is given, and else what evidence favours.
 *
 * @param skuName as in `Premium_2`: how many gateway instances there are follows from it
 */
export function assumptionsFor(skuName: Known<string>, given: Partial<GatewayAssumptions> = {}): GatewayAssumptions {
  const { instancesPerUnit = DEFAULT_ASSUMPTIONS.instancesPerUnit } = given;
  return { ...DEFAULT_ASSUMPTIONS, units: instancesOf(skuName, instancesPerUnit), ...given };
}
