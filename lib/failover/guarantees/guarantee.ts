import type { PlayedAttempt } from '../automaton';
import type { Assumed } from './every-assumption';
import type { Script } from './course';

/**
 * What becomes of requests while backends fail, and another is healthy: each is answered by a healthy backend; some get
 * an error, and later ones are answered; or all get errors for as long as it lasts. Where no backend is healthy, there
 * is nothing to survive.
 */
export type Verdict = 'survives' | 'survives later' | 'fails' | 'no healthy backend';

/** A circuit may open and close again within one attempt, or others may take every turn of the healthy members. */
export type Risk = 'closing' | 'turns';

/** What is proved of one failure. */
export interface Guarantee {
  readonly failure: FailureCase;
  /** The worst under any assumption and any arrival that was played. */
  readonly verdict: Verdict;
  /** The first request, sent alone. */
  readonly first: Answer;
  /** Whether a healthy backend answers the first request, sent alone: under every assumption, some of them, or none. */
  readonly firstIsAnswered: 'always' | 'sometimes' | 'never';
  /** The worst of those that follow while the failure lasts. */
  readonly then: Answer;
  /** The worst of those that follow once all backends are healthy. */
  readonly after: Answer;
  /** The seconds after the recovery until every circuit is closed; null if one opens again and again. */
  readonly settled: number | null;
  /** The longest that any client waits, in seconds. */
  readonly longest: number;
  /** What must be assumed for the verdict to be this bad; empty if it holds under every assumption. */
  readonly decidedBy: Assumed;
  /** The verdict where that is not assumed; left out where `decidedBy` is empty. */
  readonly otherwise?: Verdict;
  /** How some rhythm of other requests may keep a request from a healthy backend, although none that was played does. */
  readonly risk?: Risk;
  /** The attempts of a request that gets an error where others take every turn; left out unless that is the risk. */
  readonly attemptsAtRisk?: readonly PlayedAttempt[];
  /** The smallest course in which the failure is not survived; left out where it is. */
  readonly counterexample?: Counterexample;
}

export interface FailureCase {
  readonly backends: readonly string[];
  /** As in `status 503`, `refused`, `hang`. */
  readonly how: string;
  /** The status codes that `how` stands for, as in `502-504`. */
  readonly statusCodes?: string;
}

/** What a client gets. */
export interface Answer {
  readonly statusCode: number;
  /** The backend of the last attempt; undefined if there was none. */
  readonly backend: string | undefined;
  readonly attempts: number;
  readonly seconds: number;
  /** How often backends may have executed the request. */
  readonly copies: number;
  /** Whether a healthy backend answered. */
  readonly isAnswered: boolean;
}

/** A course that anyone can repeat, in which a request gets an error. */
export interface Counterexample extends Script {
  /** What is assumed otherwise than it is by default. */
  readonly assumed: Assumed;
  /** The gateway instances. */
  readonly units: number;
  /** Which of the requests gets the error, counted from 0: the last one, unless those at its side go on longer. */
  readonly error: number;
  readonly statusCode: number;
}
