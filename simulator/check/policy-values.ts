import {
  FIRST_ERROR,
  FORWARD_FLAGS,
  FORWARD_NUMBERS,
  Known,
  RETRY_FLAGS,
  RETRY_NUMBERS,
  RetryDecision,
  RetryModel,
  writtenFlag,
  writtenNumber,
} from '../../lib/failover';
import { PolicyElement, withoutStrings } from '../../lib/policy';

/** Returns what a retry condition decides, or undefined if it cannot be determined. */
export type Decide = (condition: string) => RetryDecision | undefined;

/** Returns the model of a `retry` policy around a forward. */
export function retryModelOf({ attributes }: PolicyElement, forward: PolicyElement, decide: Decide): RetryModel {
  const condition = attributes.condition ?? '';
  const decided = decide(condition);
  const isError = failsOnStatus(forward);
  const decision = decided && isError ? afterErrors(decided) : decided;
  const delta = writtenNumber(attributes.delta, RETRY_NUMBERS.delta);
  const maxInterval = writtenNumber(attributes['max-interval'], RETRY_NUMBERS['max-interval']);
  return {
    count: writtenNumber(attributes.count, RETRY_NUMBERS.count) ?? 'unknown',
    interval: writtenNumber(attributes.interval, RETRY_NUMBERS.interval) ?? 'unknown',
    ...(delta !== undefined && { delta }),
    ...(maxInterval !== undefined && { maxInterval }),
    firstFastRetry: writtenFlag(attributes['first-fast-retry'], RETRY_FLAGS['first-fast-retry']),
    // Shown in findings only.
    condition,
    shownCondition: withoutStrings(condition),
    ...(isError && { failsOnStatus: isError }),
    ...(decision && { decision }),
  };
}

/** Returns whether an error status of a backend is an error, which sets `context.LastError`. */
export function failsOnStatus({ attributes }: PolicyElement): boolean {
  const name = 'fail-on-error-status-code';
  return writtenFlag(attributes[name], FORWARD_FLAGS[name]) !== false;
}

/** Whether `context.LastError` is set when the condition of a retry is evaluated is not documented. */
function afterErrors(decide: RetryDecision): RetryDecision {
  return (seen) => {
    const decision = decide(seen);
    if (!seen.isAnswer || seen.statusCode === null || seen.statusCode < FIRST_ERROR) return decision;
    return decide({ ...seen, lastError: ERROR_STATUS }) === decision ? decision : 'depends';
  };
}

/** `context.LastError.Reason` of a forward that fails on an error status. */
const ERROR_STATUS = 'BackendResponseError';

/** The timeout of a forward without one, in seconds. */
export const DEFAULT_TIMEOUT = FORWARD_NUMBERS.timeout.default;

export function timeoutOf({ attributes }: PolicyElement): Known<number> {
  const milliseconds = writtenNumber(attributes['timeout-ms'], FORWARD_NUMBERS['timeout-ms']);
  if (milliseconds !== undefined) return milliseconds === 'unknown' ? milliseconds : milliseconds / 1000;
  return writtenNumber(attributes.timeout, FORWARD_NUMBERS.timeout) ?? 'unknown';
}

/** An expression is assumed to be deliberate. */
export function buffersBody({ attributes }: PolicyElement): boolean {
  const name = 'buffer-request-body';
  return writtenFlag(attributes[name], FORWARD_FLAGS[name]) !== false;
}

/** Returns the string literals of an expression, and the text itself. */
export function stringsIn(text: string): string[] {
  return [text.trim(), ...[...text.matchAll(/"([^"\\]*)"/g)].map(([, string]) => string)];
}
