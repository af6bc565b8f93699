import { CONNECTION_FAILURE, TIMEOUT } from '../../lib/failover';
import type { BodyContent, Headers, HeaderValues, RequestMessage } from '../common/message';
import type { Departure } from './departure';
import type { Pending } from './flow';

/** Sends requests to backends: to scripts on a virtual clock, or over sockets. */
export interface Transport {
  /**
   * Sends a request and reports its outcome asynchronously. After `timeout` milliseconds, the outcome is a timeout.
   */
  send(outgoing: Outgoing, timeout: number, done: (answer: Answer) => void): void;
}

/** An outgoing request. */
export interface Outgoing {
  /** The name of the backend; undefined for a host that a policy calls by URL. */
  readonly backend?: string;
  /** The URL of the backend or host. */
  readonly base: string;
  /** The path and query after the base URL. */
  readonly path: string;
  /** The headers that the credentials of the backend add to the request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly request: RequestMessage;
  /** The departure of the client that waits for the response. */
  readonly departure?: Departure;
}

/** Returns the complete URL. */
export function urlOf({ base, path }: Pick<Outgoing, 'base' | 'path'>): URL {
  return new URL(base.replace(/\/$/, '') + path);
}

/** Sends a request and waits for its outcome. */
export function* answerTo(transport: Transport, outgoing: Outgoing, timeout: number): Generator<Pending, Answer, void> {
  let answer: Answer | undefined;
  yield (resume) =>
    transport.send(outgoing, timeout, (given) => {
      answer = given;
      resume();
    });
  if (!answer) throw new Error('a request went on without an answer');
  return answer;
}

/** The outcome if there is no response in time. */
export const TIMED_OUT: Answer = {
  kind: 'failure',
  reason: TIMEOUT,
  message: 'The backend did not answer within the timeout.',
};

/** The outcome of a request. */
export type Answer =
  | {
      readonly kind: 'response';
      readonly statusCode: number;
      readonly statusReason?: string;
      readonly headers: Headers | HeaderValues;
      readonly body?: BodyContent;
    }
  | {
      readonly kind: 'failure';
      /** For example, `context.LastError.Reason`. */
      readonly reason: typeof CONNECTION_FAILURE | typeof TIMEOUT;
      readonly message: string;
    };
