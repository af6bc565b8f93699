import type { ClientRequest } from '../common/client-request';
import type { BodyContent, Headers, HeaderValues } from '../common/message';
import type { Departure } from './departure';

/** A client's request as it arrives: from a test, or from a socket. */
export interface ArrivingRequest extends Omit<ClientRequest, 'headers' | 'body'> {
  readonly headers?: Headers | HeaderValues;
  readonly body?: BodyContent;
  /** Tells that the client has left, and no attempt need go on. */
  readonly departure?: Departure;
}
