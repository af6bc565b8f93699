import { Body, BodyContent, Headers, RequestMessage } from '../common/message';
import { urlOf } from './transport';

/** A client's request, as the policies change it before it goes to a backend. */
export class GatewayRequest implements RequestMessage {
  method: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly ipAddress: string;
  /** Where it goes: what a backend's URL, or the service's, is before the path. */
  base: string;
  /** Below the base, from its slash on. */
  path: string;
  /** From its `?` on; empty if there is none. */
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

  /** A request of the gateway's own to a URL. */
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
