import type { BreakerRule, Fault } from '../automaton';
import { Decision, formatStatusCodes, RetryDecision, statusCodesWhere } from '../model';

/** A way in which backends fail. */
export interface FailureKind {
  /** As in `status 503`, `refused`, `hang`. */
  readonly how: string;
  /** All status codes that this one stands for, as in `502-504`. */
  readonly statusCodes?: string;
  readonly codes?: ReadonlySet<number>;
  readonly fault: Fault;
  /** Whether the backend may have executed a request that it gave no answer to. */
  readonly mayExecute: boolean;
}

/** What decides in which ways a backend can fail. */
export interface FailureGround {
  readonly rules: readonly BreakerRule[];
  /** What the retry conditions decide; empty where there is no retry. */
  readonly decisions: readonly RetryDecision[];
  /** That of a forward, in milliseconds. */
  readonly timeout: number;
}

/** A connection that nobody answers fails by itself after about this long. */
const UNANSWERED_CONNECTION = 21_000;

/** How long a backend that comes and goes is away, and there, each time. */
const FLAPS = 5_000;

const SECOND = 1;
const DAY = 86_400;

/**
 * The ways in which backends fail: each class of status codes that something counts or tries again, those with a
 * Retry-After where that matters, no connection, no answer, a late answer, and errors that come and go.
 *
 * Status codes of errors, and of others, are of one class if every circuit breaker and the retry condition treat them
 * alike.
 */
export function failureKinds(ground: FailureGround): FailureKind[] {
  const classes = classesOf(ground).filter(({ isFailure }) => isFailure);
  const byStatus = classes.map(({ codes, statusCode }) => statusKind(codes, statusCode));
  const first = classes.find(({ isCounted, decision }) => isCounted && decision === 'retried') ?? classes.at(0);
  const late: FailureKind[] = first
    ? [
        {
          how: `status ${first.statusCode} just before the timeout`,
          fault: { statusCode: first.statusCode, latency: Math.max(0, ground.timeout - 1) },
          mayExecute: true,
        },
        { how: 'flapping', fault: { statusCode: first.statusCode, flaps: FLAPS }, mayExecute: true },
      ]
    : [];
  return [
    ...byStatus,
    ...classes.flatMap((each) => (isThrottling(each, ground) ? withRetryAfter(each) : [])),
    { how: 'refused', fault: { refuses: true }, mayExecute: false },
    { how: 'unreachable', fault: { refuses: true, latency: UNANSWERED_CONNECTION }, mayExecute: false },
    { how: 'hang', fault: { hangs: true }, mayExecute: true },
    ...late,
  ];
}

/**
 * Whether a backend fails in this way: a status that is not tried again, and that its circuit breaker does not count, is
 * its answer.
 *
 * @param rule undefined for a backend without a circuit breaker, of which nobody has said what counts
 */
export function isFailureOf(
  { fault }: FailureKind,
  rule: BreakerRule | undefined,
  { decisions }: FailureGround,
): boolean {
  const { statusCode } = fault;
  if (statusCode === undefined || !rule || rule.statusCodes.has(statusCode)) return true;
  return decisions.some((decide) => decide({ statusCode, isAnswer: true, lastError: null }) !== 'not retried');
}

/** The status codes of errors that nothing counts or tries again: they reach the client as the backend's answer. */
export function passedOn(ground: FailureGround): string {
  const passed = classesOf(ground).filter(({ isFailure }) => !isFailure);
  const codes = new Set(passed.flatMap(({ codes: each }) => [...each]).filter((code) => code >= FIRST_ERROR));
  return formatStatusCodes(codes);
}

const FIRST_ERROR = 400;

interface StatusClass {
  readonly codes: ReadonlySet<number>;
  /** The best known of them. */
  readonly statusCode: number;
  readonly isCounted: boolean;
  readonly decision: Decision;
  readonly isFailure: boolean;
}

function classesOf({ rules, decisions }: FailureGround): StatusClass[] {
  const bySignature = new Map<string, Set<number>>();
  const signatureOf = (code: number): string => {
    const decided = decisions.map((decide) => decide({ statusCode: code, isAnswer: true, lastError: null }));
    const counting = rules.map(({ statusCodes }) => (statusCodes.has(code) ? 1 : 0));
    // What depends on more than the status is tried for each code on its own.
    const own = decided.includes('depends') && WELL_KNOWN.includes(code) ? code : '';
    return `${decided.join()} ${counting.join('')} ${own} ${code < FIRST_ERROR}`;
  };
  statusCodesWhere((code) => {
    const signature = signatureOf(code);
    const codes = bySignature.get(signature) ?? new Set();
    bySignature.set(signature, codes.add(code));
    return false;
  });
  return [...bySignature.values()].map((codes) => {
    const statusCode = WELL_KNOWN.find((code) => codes.has(code)) ?? [...codes][0];
    const isCounted = rules.some((rule) => rule.statusCodes.has(statusCode));
    const decided = decisions.map((decide) => decide({ statusCode, isAnswer: true, lastError: null }));
    const decision = decided.find((each) => each !== 'not retried') ?? 'not retried';
    // A healthy backend answers 200.
    // Of answers that are no errors, only those are failures that are surely tried again.
    const isRetried = decision === 'retried' || (decision !== 'not retried' && statusCode >= FIRST_ERROR);
    const isFailure = !codes.has(200) && (isCounted || isRetried);
    return { codes, statusCode, isCounted, decision, isFailure };
  });
}

/** Those that say how a backend fails, the plainest first. */
const WELL_KNOWN: readonly number[] = [503, 500, 429, 502, 504, 408, 404, 401];

function statusKind(codes: ReadonlySet<number>, statusCode: number): FailureKind {
  return {
    how: `status ${statusCode}`,
    statusCodes: formatStatusCodes(codes),
    codes,
    fault: { statusCode },
    mayExecute: true,
  };
}

/** Whether a Retry-After with such a status matters, or comes with it as a rule. */
function isThrottling({ codes, isCounted }: StatusClass, { rules }: FailureGround): boolean {
  if (codes.has(429)) return true;
  return (
    isCounted &&
    rules.some(
      ({ acceptRetryAfter, statusCodes }) => acceptRetryAfter && [...codes].some((code) => statusCodes.has(code)),
    )
  );
}

function withRetryAfter({ codes, statusCode }: StatusClass): FailureKind[] {
  const code = codes.has(429) ? 429 : statusCode;
  return [SECOND, DAY].map((retryAfter) => ({
    how: `status ${code}, Retry-After ${retryAfter === DAY ? '1 day' : '1 s'}`,
    fault: { statusCode: code, retryAfter },
    mayExecute: true,
  }));
}
