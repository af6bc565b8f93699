import { Body, BodyContent, Headers, RequestMessage } from '../common/message';
import { urlOf } from './transport';

/** The request of a client, as modified by policies before it is sent to a backend. */
export class GatewayRequest implements RequestMessage {
  method: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly ipAddress: string;
  /** The base URL of the backend or of the service. */
  base: string;
  /** The path after the base URL, with a leading slash. */
  path: string;
  /** The query with its leading `?`; empty if there is none. */
  query: string;

  constructor(given: {
    readonly method: string;
    readonly base: string;
    readonly path: string;
    readonly query: string;
    readonly headers: Headers;
    readonly body?: BodyContent;
    readonly ipAddress: string;
  }) {
    this.method = given.method;
    this.base = given.base;
    this.path = given.path;
    this.query = given.query;
    this.headers = given.headers;
    this.body = new Body(given.body);
    this.ipAddress = given.ipAddress;
  }

  /** Creates a request of the gateway to a URL. */
  static to(
    url: string,
    given: {
      readonly method: string;
      readonly headers?: Headers;
      readonly body?: BodyContent;
      readonly ipAddress: string;
    },
  ): GatewayRequest {
    const { origin, pathname, search } = new URL(url);
    const { headers = new Headers() } = given;
    return new GatewayRequest({ ...given, headers, base: origin, path: pathname, query: search });
  }

  get url(): URL {
    return urlOf({ base: this.base, path: this.path + this.query });
  }

  /** Changes the parameters of the query. */
  changeQuery(change: (parameters: URLSearchParams) => void): void {
    const parameters = new URLSearchParams(this.query);
    change(parameters);
    this.query = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  }
}
