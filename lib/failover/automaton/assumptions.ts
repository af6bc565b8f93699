import { ASSUMED_FAILURES, instancesOf, Known } from '../model';
import { GatewayAssumptions } from './gateway-assumptions';

/** An assumption with its possible values and the evidence for them. */
export interface Assumption<T> {
  /** The value that the evidence favors. */
  readonly default: T;
  /** All values under which a guarantee is played; only the default if no worse value can be named. */
  readonly values: readonly T[];
  /** The range of other numbers that can be set; undefined if only the values are possible. */
  readonly range?: NumberRange;
  /** What the assumption decides, as a sentence. */
  readonly title: string;
  /** The known facts and their sources. */
  readonly evidence: string;
  /** The confidence in the default, in percent; undefined if the evidence favors no value. */
  readonly confidence?: number;
}

/** A range of numbers; without `most`, it has no upper bound. */
export interface NumberRange {
  readonly least: number;
  readonly most?: number;
  readonly isWhole: boolean;
}

/** The random factor of the delta of exponentially growing waits. */
export const JITTER = { least: 0.8, most: 1.2, isWhole: false } as const satisfies NumberRange;

/** All assumptions: the single source of their values, defaults and evidence. */
export const ASSUMPTIONS: { readonly [Name in keyof GatewayAssumptions]: Assumption<GatewayAssumptions[Name]> } = {
  units: {
    default: 1,
    values: [1],
    range: { least: 1, most: 1000, isWhole: true },
    title:
      'How many gateway instances receive the requests, in turn. In a multi-region service, each region has this ' +
      'many.',
    evidence:
      'Instances do not synchronize their circuits ' +
      '(https://learn.microsoft.com/azure/api-management/backends#circuit-breaker). How requests are distributed ' +
      'among them is not documented. The default is derived from the SKU, or 1 if the SKU is not known.',
    confidence: 97,
  },
  instancesPerUnit: {
    default: 2,
    values: [2, 1],
    range: { least: 1, most: 100, isWhole: true },
    title: 'How many gateway instances, each with its own circuits, one unit of a known SKU has.',
    evidence:
      "Microsoft's reliability page states that a unit consists of two compute resources, also in Basic and Standard " +
      '(https://learn.microsoft.com/azure/reliability/reliability-api-management). The Developer tier has one.',
    confidence: 75,
  },
  failureWindow: {
    default: 'sliding',
    values: ['sliding', 'fixed'],
    title:
      'Whether failures are counted in the interval before each failure, or in intervals that begin with the first ' +
      'failure.',
    evidence: 'A number of failures within an interval trips the circuit. When the interval begins is not documented.',
    confidence: 55,
  },
  successResets: {
    default: false,
    values: [false, true],
    title: 'Whether a success clears the failures counted so far.',
    evidence:
      'Not documented: the page on backends ' +
      '(https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) counts failures within an ' +
      'interval and does not mention successes.',
    confidence: 70,
  },
  percentageMinimum: {
    default: ASSUMED_FAILURES,
    values: [ASSUMED_FAILURES, 1],
    range: { least: 1, most: 10_000, isWhole: true },
    title: 'The number of responses in an interval below which a percentage does not trip the circuit.',
    evidence:
      'Not documented: the page on backends ' +
      '(https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) allows a percentage and mentions ' +
      'no minimum. Without a minimum, a single failed request in a quiet minute is 100 %. The constructs assume the ' +
      'same number of failures for such a circuit breaker.',
    confidence: 50,
  },
  lateFailures: {
    default: 'counted',
    values: ['counted', 'ignored'],
    title:
      'Whether a failure counts if its attempt began before the circuit opened and it arrives after the circuit has ' +
      'closed again.',
    evidence:
      'Not documented: the page on backends ' +
      '(https://learn.microsoft.com/azure/api-management/backends#circuit-breaker) states that the circuit resets ' +
      'after the trip duration, and does not mention responses to earlier requests.',
    confidence: 60,
  },
  rangesCountFailedForwards: {
    default: false,
    values: [false, true],
    title: 'Whether a status code range that includes 500 counts a forward without a response from the backend.',
    evidence:
      'Error reasons count such a failure: the release notes of May 2025 fix its detection. For status code ranges, ' +
      'nothing is documented.',
  },
  retryAfter: {
    default: 'replaces',
    values: ['replaces', 'longer'],
    title: 'Whether an accepted Retry-After replaces the trip duration, or the longer of the two applies.',
    evidence:
      'The header sets how long the backend stays out of use; Microsoft calls it a dynamically adjusted trip ' +
      'duration (https://learn.microsoft.com/azure/api-management/backends#circuit-breaker).',
    confidence: 87,
  },
  retryAfterDate: {
    default: true,
    values: [true, false],
    title: 'Whether a Retry-After with a date is honored as well as one in seconds.',
    evidence: 'HTTP allows both. Which of them API Management supports is not documented.',
    confidence: 50,
  },
  longestRetryAfter: {
    default: null,
    values: [null],
    range: { least: 0, isWhole: false },
    title: 'The longest Retry-After that is honored, in seconds; null for no limit.',
    evidence: 'No limit is documented. Language models have sent values of about a day, which were honored.',
    confidence: 85,
  },
  memberChoice: {
    default: 'each forward',
    values: ['each forward', 'each set-backend-service'],
    title:
      "When a pool's member is selected: with each forward, or with the first forward after each " +
      'set-backend-service, so that a retry around the forward alone stays with the same member.',
    evidence:
      'Release notes of June and August 2024 fix retries with pools, and samples with published results set the ' +
      'backend once, before the retry. One observation contradicts this: in Azure-Samples/AI-Gateway, pull request ' +
      '225, a 429 reached the caller until set-backend-service was moved into the retry.',
    confidence: 88,
  },
  zeroWeight: {
    default: 'as 1',
    values: ['as 1', 'no requests'],
    title: 'Whether a pool member with weight 0 has turns like one with weight 1, or receives no requests.',
    evidence:
      'Not documented: API Management accepts weights from 0 to 100, and the page on backends ' +
      '(https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool) distributes requests by ' +
      'relative weight without mentioning 0. Samples of blue-green deployments set the weights 100 and 0, and expect ' +
      'that the second member receives nothing.',
  },
  failedForward: {
    default: 'response',
    values: ['response', 'null'],
    title:
      'What a forward without a response from the backend leaves in context.Response: a response with status 500, or ' +
      'null.',
    evidence:
      'A live trace (Azure-Samples/openai-apim-lb, issue 25) shows a response with a status after a timeout, and ' +
      "Microsoft's troubleshooting guide for BackendConnectionFailure suggests a retry on status 500. A newer sample " +
      'lists null, marked as not tested.',
    confidence: 88,
  },
  lastErrorInRetry: {
    default: 'set',
    values: ['set', 'null'],
    title: 'Whether context.LastError is set when the condition of a retry is evaluated after a failure.',
    evidence:
      'Not documented: the page on error handling ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies) states that an ' +
      'error is stored there when control passes to on-error, and the page on retry ' +
      '(https://learn.microsoft.com/azure/api-management/retry-policy) does not mention it.',
    confidence: 60,
  },
  lastErrorAfterRetry: {
    default: 'cleared',
    values: ['cleared', 'kept'],
    title: 'Whether context.LastError is cleared or kept when a retry continues after a failure.',
    evidence:
      'Not documented: neither the page on error handling ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies) nor the page on ' +
      'retry (https://learn.microsoft.com/azure/api-management/retry-policy) states when an error is cleared.',
  },
  exhaustedPool: {
    default: 'response and error',
    values: ['response and error', 'response', 'error'],
    title:
      'What a forward leaves if every circuit is open, for a pool or a single backend: a response with status 503 ' +
      'with which the request goes to on-error; the same response as if a backend had sent it; or an error without a ' +
      'response.',
    evidence:
      'The client receives a 503. Azure-Samples/AI-Gateway, issue 163, reads it in on-error, with context.Response ' +
      'present; retry conditions of samples test its status. Since May 2025, the response has a Retry-After header, ' +
      'whose value is not documented. The text of the reason has changed before, so nothing should depend on it.',
    confidence: 85,
  },
  noResponseStatus: {
    default: 500,
    values: [500],
    range: { least: 200, most: 599, isWhole: true },
    title: 'The status that a client receives if no backend responded and no policy sets another status.',
    evidence:
      'Several live observations. The error goes to on-error with the reason BackendConnectionFailure or Timeout ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies).',
    confidence: 95,
  },
  responseBeforeForward: {
    default: 'status 200',
    values: ['status 200', 'null'],
    title: 'What context.Response is before any forward: a response with status 200, or null.',
    evidence:
      "Policies in production read it unguarded in inbound and on the first run of a retry, and Microsoft's " +
      'error-handling sample reads it in on-error for a request that never reached a backend.',
    confidence: 75,
  },
  exponentialWait: {
    default: 'interval + 2^(n-1) * delta',
    values: ['interval + 2^(n-1) * delta', 'interval + (2^n - 1) * delta'],
    title: 'How the waits of a retry with a max-interval grow.',
    evidence:
      'The page on the policy gives one formula (https://learn.microsoft.com/azure/api-management/retry-policy), an ' +
      'older page the other.',
  },
  exponentialJitter: {
    default: 1,
    values: [1, JITTER.least, JITTER.most],
    range: JITTER,
    title: 'The factor by which the delta of a retry with a max-interval is multiplied.',
    evidence:
      'A random factor between 0.8 and 1.2, chosen for each wait ' +
      '(https://learn.microsoft.com/azure/api-management/retry-policy). Here, it is the same for all waits of a run; ' +
      'the shortest and the longest waits are the worst cases.',
  },
  culture: {
    default: 'invariant',
    values: ['invariant', 'en-US'],
    title: 'The culture in which expressions write dates without a format and amounts of money.',
    evidence:
      'Not documented: the page on policy expressions ' +
      '(https://learn.microsoft.com/azure/api-management/api-management-policy-expressions) does not mention a ' +
      'culture, and no published response or trace that shows such a text was found. In en-US, dates are written as ' +
      'on Windows, for example `1/2/2026 3:04:05 PM` with a space before PM. .NET with ICU writes a narrow no-break ' +
      'space there, so nothing should depend on it.',
  },
  equalStrings: {
    default: 'two objects',
    values: ['two objects', 'one object'],
    title:
      'Whether a string and an object with the same text are one object, where an expression compares them with == or ' +
      '!= without a cast, as in context.Variables["region"] == "west".',
    evidence:
      'C# compares the references (https://learn.microsoft.com/dotnet/csharp/language-reference/operators/' +
      'equality-operators). Literals with the same text are one object, and a text that is made at run time is another ' +
      'one; which of them the value of a variable is, is not documented. Here, it is the same for all comparisons of a ' +
      'run. A cast to string makes the result certain.',
  },
};

/** The values that the evidence favors. */
export const DEFAULT_ASSUMPTIONS = Object.fromEntries(
  Object.entries(ASSUMPTIONS).map(([name, assumption]) => [name, assumption.default]),
) as unknown as GatewayAssumptions;

/**
 * Returns the assumptions for a service: the given values, and the defaults for all others.
 *
 * @param skuName for example, `Premium_2`; it determines the number of gateway instances
 */
export function assumptionsFor(skuName: Known<string>, given: Partial<GatewayAssumptions> = {}): GatewayAssumptions {
  const { instancesPerUnit = DEFAULT_ASSUMPTIONS.instancesPerUnit } = given;
  return { ...DEFAULT_ASSUMPTIONS, units: instancesOf(skuName, instancesPerUnit), ...given };
}
