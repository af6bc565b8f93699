import type { BodyContent, Headers, HeaderValues, RequestMessage } from '../common/message';
import type { Departure } from './departure';
import type { Pending } from './flow';

/** What carries requests to backends: scripts on a virtual clock, or sockets. */
export interface Transport {
  /** Sends a request and says, never at once, what came of it; after `timeout` milliseconds that is a timeout. */
  send(outgoing: Outgoing, timeout: number, done: (answer: Answer) => void): void;
}

/** A request on its way out. */
export interface Outgoing {
  /** The backend's name; undefined for a host that a policy names by URL. */
  readonly backend?: string;
  /** The URL of the backend or host. */
  readonly base: string;
  /** What comes after it, with the query. */
  readonly path: string;
  /** What the backend's credentials add to the request's own headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly request: RequestMessage;
  /** Of the client that waits for the response. */
  readonly departure?: Departure;
}

/** The whole URL. */
export function urlOf({ base, path }: Pick<Outgoing, 'base' | 'path'>): URL {
  return new URL(base.replace(/\/$/, '') + path);
}

/** Sends a request and waits for what comes of it. */
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

/** What comes back where nothing came in time. */
export const TIMEOUT: Answer = {
  kind: 'failure',
  reason: 'Timeout',
  message: 'The backend did not answer within the timeout.',
};

/** What comes back. */
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
      /** As in `context.LastError.Reason`. */
      readonly reason: 'BackendConnectionFailure' | 'Timeout';
      readonly message: string;
    };
