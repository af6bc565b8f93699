import type { Decision, RetryDecision } from '../model';
import type { GatewayAssumptions } from './gateway-assumptions';
import type { Outcome } from './circuit-breaker';

/** The end of an attempt: an outcome, or the failure response of the pool because every circuit was open. */
export type AttemptEnd = Outcome | Exhausted;

interface Exhausted {
  readonly isExhausted: true;
  /** The status code of the pool's failure response; undefined if it has none. */
  readonly statusCode?: number;
}

/** The status of the response if every circuit is open. */
export const EXHAUSTED_STATUS = 503;

export function isExhausted(end: AttemptEnd): end is Exhausted {
  return 'isExhausted' in end;
}

/** Returns the reason in `context.LastError` after an attempt; null if the attempt got a response. */
function errorReasonOf(end: AttemptEnd): string | null {
  if (isExhausted(end)) return end.statusCode === undefined ? 'NoAvailableBackend' : null;
  return end.statusCode === undefined ? (end.reason ?? null) : null;
}

/** The error that earlier attempts of a request left in `context.LastError`. */
export interface EarlierError {
  /** The reason of the last failure; null if there was none. */
  readonly reason: string | null;
  /** The same under the assumption that a forward to an exhausted pool sets no error. */
  readonly ofForward: string | null;
}

export const NO_ERROR: EarlierError = { reason: null, ofForward: null };

/** Returns the error that is left when a retry continues after one more attempt. */
export function errorAfter(end: AttemptEnd, earlier: EarlierError): EarlierError {
  const own = errorReasonOf(end);
  return own === null ? earlier : { reason: own, ofForward: isExhausted(end) ? earlier.ofForward : own };
}

/**
 * Returns the decision of a retry condition after an attempt. An assumption is read only if its values lead to
 * different decisions.
 *
 * @param earlier the error that the previous attempts left
 */
export function decisionAfter(
  end: AttemptEnd,
  earlier: EarlierError,
  decide: RetryDecision,
  assumptions: GatewayAssumptions,
): Decision {
  let choice = choiceAfter(end, earlier, decide, assumptions);
  while (typeof choice === 'object') choice = choice.decisions[String(assumptions[choice.by])];
  return choice;
}

/** A decision, or the assumption on which the decision depends. */
type Choice = Decision | { readonly by: Deciding; readonly decisions: Readonly<Record<string, Choice>> };
type Deciding = 'lastErrorAfterRetry' | 'lastErrorInRetry' | 'exhaustedPool' | 'failedForward';

/** The end of an attempt, and the decision of a condition about it. */
interface Known {
  readonly end: AttemptEnd;
  readonly earlier: EarlierError;
  readonly noResponseStatus: number;
  readonly choice: Choice;
}

/** A cache by condition and end of the attempt: a proof needs the same few results millions of times. */
const known = new WeakMap<RetryDecision, Known[]>();

function choiceAfter(
  end: AttemptEnd,
  earlier: EarlierError,
  decide: RetryDecision,
  assumptions: GatewayAssumptions,
): Choice {
  const noResponseStatus = errorReasonOf(end) === null ? NOT_ASKED : assumptions.noResponseStatus;
  let all = known.get(decide);
  if (!all) known.set(decide, (all = []));
  for (const each of all) {
    if (
      each.earlier.reason === earlier.reason &&
      each.earlier.ofForward === earlier.ofForward &&
      each.noResponseStatus === noResponseStatus &&
      isSameEnd(each.end, end)
    ) {
      return each.choice;
    }
  }
  const choice = computeChoice(end, earlier, decide, noResponseStatus);
  if (all.length < MOST_KNOWN) all.push({ end, earlier, noResponseStatus, choice });
  return choice;
}

const NOT_ASKED = 0;
const MOST_KNOWN = 100;

function isSameEnd(one: AttemptEnd, other: AttemptEnd): boolean {
  if (one === other) return true;
  if (one.statusCode !== other.statusCode || isExhausted(one) !== isExhausted(other)) return false;
  return isExhausted(one) || isExhausted(other) || one.reason === other.reason;
}

function computeChoice(
  end: AttemptEnd,
  earlier: EarlierError,
  decide: RetryDecision,
  noResponseStatus: number,
): Choice {
  const reason = errorReasonOf(end);
  const answered = (statusCode: number, isAnswer: boolean): Choice => {
    const after = (lastError: string | null): Choice => decide({ statusCode, isAnswer, lastError });
    return depending('lastErrorAfterRetry', {
      cleared: after(null),
      kept: depending('exhaustedPool', {
        'response and error': after(earlier.reason),
        response: after(earlier.ofForward),
        error: after(earlier.reason),
      }),
    });
  };
  const failed = (statusCode: number | null): Choice =>
    depending('lastErrorInRetry', {
      set: decide({ statusCode, isAnswer: false, lastError: reason }),
      null: decide({ statusCode, isAnswer: false, lastError: null }),
    });
  if (reason === null) return answered(end.statusCode ?? EXHAUSTED_STATUS, !isExhausted(end));
  if (isExhausted(end)) {
    return depending('exhaustedPool', {
      'response and error': failed(EXHAUSTED_STATUS),
      response: answered(EXHAUSTED_STATUS, false),
      error: failed(null),
    });
  }
  return depending('failedForward', { response: failed(noResponseStatus), null: failed(null) });
}

/** Returns a choice that depends on an assumption, if its values lead to different decisions. */
function depending<Name extends Deciding>(
  by: Name,
  decisions: Readonly<Record<GatewayAssumptions[Name], Choice>>,
): Choice {
  const [first, ...others] = Object.values<Choice>(decisions);
  return others.every((other) => isSame(other, first)) ? first : { by, decisions };
}

function isSame(one: Choice, other: Choice): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
