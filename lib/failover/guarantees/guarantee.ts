import type { PlayedAttempt } from '../automaton';
import type { Assumed } from './every-assumption';
import type { Script } from './course';

/**
 * The outcome of requests while some backends fail and another is healthy: all requests succeed on a healthy backend;
 * some requests fail and later ones succeed; or all requests fail while the failure lasts. If no backend is healthy,
 * there is nothing to survive.
 */
export type Verdict = 'survives' | 'survives later' | 'fails' | 'no healthy backend';

/**
 * A remaining risk: circuits may open and close again while a request is in progress, fixed intervals that began with the
 * failures of other requests may end between its own failures, successful requests before the failure may keep a circuit
 * closed that opens at a percentage, or other requests may take every turn of the healthy members.
 */
export type Risk = 'closing' | 'intervals' | 'percentage' | 'turns';

/** The proven outcome of one failure. */
export interface Guarantee {
  readonly failure: FailureCase;
  /** The worst verdict under all assumptions and arrivals that were played. */
  readonly verdict: Verdict;
  /** The result of the first request, sent alone. */
  readonly first: Answer;
  /**
   * Whether the first request, sent alone, succeeds on a healthy backend: under all assumptions, some of them or none.
   */
  readonly firstIsAnswered: 'always' | 'sometimes' | 'never';
  /** The worst result of the following requests while the failure lasts. */
  readonly then: Answer;
  /** The worst result of the following requests after all backends have recovered. */
  readonly after: Answer;
  /** The seconds from the recovery until every circuit is closed; null if a circuit keeps reopening. */
  readonly settled: number | null;
  /** The longest time that any client waits, in seconds. */
  readonly longest: number;
  /** The assumptions that lead to the verdict; empty if it holds under all assumptions. */
  readonly decidedBy: Assumed;
  /** The verdict under other assumptions; undefined if `decidedBy` is empty. */
  readonly otherwise?: Verdict;
  /**
   * How a certain pattern of other requests may keep a request from reaching a healthy backend, although no pattern
   * that was played does. It applies where the failure is survived: under all assumptions, or as `otherwise` says.
   */
  readonly risk?: Risk;
  /** The attempts of a request that fails because others take every turn; undefined unless the risk is `turns`. */
  readonly attemptsAtRisk?: readonly PlayedAttempt[];
  /** The smallest course in which the failure is not survived; undefined if it is survived. */
  readonly counterexample?: Counterexample;
}

export interface FailureCase {
  readonly backends: readonly string[];
  /** As in `status 503`, `refused`, `hang`. */
  readonly how: string;
  /** The status codes that `how` represents, for example `502-504`. */
  readonly statusCodes?: string;
}

/** The result that a client receives. */
export interface Answer {
  readonly statusCode: number;
  /** The backend of the last attempt; undefined if there was no attempt. */
  readonly backend: string | undefined;
  readonly attempts: number;
  readonly seconds: number;
  /** The number of times that backends may have executed the request. */
  readonly copies: number;
  /** Whether a healthy backend responded. */
  readonly isAnswered: boolean;
}

/** A repeatable course in which a request fails. */
export interface Counterexample extends Script {
  /** The assumptions that differ from the defaults. */
  readonly assumed: Assumed;
  /** The number of gateway instances. */
  readonly units: number;
  /** The index of the request that fails: the last one, unless concurrent requests take longer. */
  readonly error: number;
  readonly statusCode: number;
}
