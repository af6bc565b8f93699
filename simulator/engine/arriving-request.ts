import type { ClientRequest } from '../common/client-request';
import type { BodyContent, Headers, HeaderValues } from '../common/message';
import type { Departure } from './departure';

/** A request of a client as it arrives from a test or from a socket. */
export interface ArrivingRequest extends Omit<ClientRequest, 'headers' | 'body'> {
  readonly headers?: Headers | HeaderValues;
  readonly body?: BodyContent;
  /** Signals that the client disconnected and that attempts can stop. */
  readonly departure?: Departure;
}
