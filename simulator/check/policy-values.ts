import { RetryDecision, RetryModel, Known } from '../../lib/failover';
import { PolicyElement, withoutStrings } from '../../lib/policy';

/** Returns what a retry condition decides, or undefined if it cannot be determined. */
export type Decide = (condition: string) => RetryDecision | undefined;

/** Returns the model of a `retry` policy. */
export function retryModelOf({ attributes }: PolicyElement, decide: Decide): RetryModel {
  const condition = attributes.condition ?? '';
  const decision = decide(condition);
  const delta = numberIn(attributes.delta);
  const maxInterval = numberIn(attributes['max-interval']);
  return {
    count: numberIn(attributes.count) ?? 'unknown',
    interval: numberIn(attributes.interval) ?? 'unknown',
    ...(delta !== undefined && { delta }),
    ...(maxInterval !== undefined && { maxInterval }),
    firstFastRetry: attributes['first-fast-retry']?.trim().toLowerCase() === 'true',
    // Shown in findings only.
    condition,
    shownCondition: withoutStrings(condition),
    ...(decision && { decision }),
  };
}

/** Seconds. */
export const DEFAULT_TIMEOUT = 300;

export function timeoutOf({ attributes }: PolicyElement): Known<number> {
  const milliseconds = numberIn(attributes['timeout-ms']);
  if (milliseconds !== undefined) return milliseconds === 'unknown' ? milliseconds : milliseconds / 1000;
  return numberIn(attributes.timeout) ?? DEFAULT_TIMEOUT;
}

export function buffersBody({ attributes }: PolicyElement): boolean {
  return !/^\s*(false)?\s*$/i.test(attributes['buffer-request-body'] ?? '');
}

/** The value of an expression is known only at run time. */
function numberIn(text: string | undefined): Known<number> | undefined {
  if (text === undefined) return undefined;
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : 'unknown';
}

/** Returns the string literals of an expression, and the text itself. */
export function stringsIn(text: string): string[] {
  return [text.trim(), ...[...text.matchAll(/"([^"\\]*)"/g)].map(([, string]) => string)];
}
