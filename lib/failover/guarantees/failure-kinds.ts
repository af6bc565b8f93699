import type { BreakerRule, Fault } from '../automaton';
import { Decision, FIRST_ERROR, formatStatusCodes, RetryDecision, statusCodesWhere } from '../model';

/** A kind of backend failure. */
export interface FailureKind {
  /** For example, `status 503`, `refused` or `hang`. */
  readonly how: string;
  /** All status codes that this kind represents, for example `502-504`. */
  readonly statusCodes?: string;
  readonly codes?: ReadonlySet<number>;
  readonly fault: Fault;
  /** Whether the backend may have executed a request without responding to it. */
  readonly mayExecute: boolean;
}

/** The settings that determine how a backend can fail. */
export interface FailureGround {
  readonly rules: readonly BreakerRule[];
  /** The decisions of the retry conditions; empty without a retry. */
  readonly decisions: readonly RetryDecision[];
  /** Returns the same text for status codes that requests treat alike; undefined if the decisions determine it. */
  readonly behaviorOf?: (statusCode: number) => string;
  /** The forward timeout, in milliseconds. */
  readonly timeout: number;
}

/** The approximate time after which an unanswered connection attempt fails, in milliseconds. */
const UNANSWERED_CONNECTION = 21_000;

/** The time for which a flapping backend is alternately down and up, in milliseconds. */
const FLAPS = 5_000;

const SECOND = 1;
const DAY = 86_400;

/**
 * Returns the kinds of backend failures: each class of status codes that is counted or retried, with a `Retry-After`
 * header if it matters; a failed connection, no response, a late response, and intermittent errors.
 *
 * Status codes belong to one class if every circuit breaker, the retry condition and the other policies treat them alike,
 * and all or none of them are errors.
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
 * Returns whether a kind is a failure of a backend. A status that is neither retried nor counted by its circuit breaker
 * is a regular response.
 *
 * @param rule undefined for a backend without a circuit breaker, for which it is not specified what counts as a failure
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

/**
 * Returns the status codes of errors that are neither counted nor retried, and that reach the client as regular
 * responses.
 */
export function passedOn(ground: FailureGround): string {
  const passed = classesOf(ground).filter(({ isFailure }) => !isFailure);
  const codes = new Set(passed.flatMap(({ codes: each }) => [...each]).filter((code) => code >= FIRST_ERROR));
  return formatStatusCodes(codes);
}

interface StatusClass {
  readonly codes: ReadonlySet<number>;
  /** The best-known status code of the class. */
  readonly statusCode: number;
  readonly isCounted: boolean;
  readonly decision: Decision;
  readonly isFailure: boolean;
}

function classesOf({ rules, decisions, behaviorOf }: FailureGround): StatusClass[] {
  const bySignature = new Map<string, Set<number>>();
  const signatureOf = (code: number): string => {
    const decided = decisions.map((decide) => decide({ statusCode: code, isAnswer: true, lastError: null }));
    const counting = rules.map(({ statusCodes }) => (statusCodes.has(code) ? 1 : 0));
    // Status codes whose decision depends on more than the status are tried separately.
    const own = decided.includes('depends') && WELL_KNOWN.includes(code) ? code : '';
    return `${decided.join()} ${counting.join('')} ${own} ${code < FIRST_ERROR} ${behaviorOf?.(code) ?? ''}`;
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
    // A healthy backend responds with status 200. Other successful responses count as failures only if they are
    // certainly retried.
    const isRetried = decision === 'retried' || (decision !== 'not retried' && statusCode >= FIRST_ERROR);
    const isFailure = !codes.has(200) && (isCounted || isRetried);
    return { codes, statusCode, isCounted, decision, isFailure };
  });
}

/** The status codes that best describe a failure, in order of preference. */
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

/** Returns whether a `Retry-After` header with such a status matters or is usual. */
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
    how: `status ${code} with Retry-After ${retryAfter === DAY ? '1 day' : '1 s'}`,
    fault: { statusCode: code, retryAfter },
    mayExecute: true,
  }));
}
