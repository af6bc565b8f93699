import { mark } from './private/marks';

/** The HTTP method of an operation. */
export class HttpMethod {
  /** Deletes a resource. */
  public static readonly DELETE = HttpMethod.of('DELETE');
  /** Reads a resource. */
  public static readonly GET = HttpMethod.of('GET');
  /** Reads only the headers of a resource. */
  public static readonly HEAD = HttpMethod.of('HEAD');
  /** Reads the communication options of a resource. */
  public static readonly OPTIONS = HttpMethod.of('OPTIONS');
  /** Changes part of a resource. */
  public static readonly PATCH = HttpMethod.of('PATCH');
  /** Submits data to a resource for processing. */
  public static readonly POST = HttpMethod.of('POST');
  /** Creates or replaces a resource. */
  public static readonly PUT = HttpMethod.of('PUT');
  /** Returns the request as the server received it. */
  public static readonly TRACE = HttpMethod.of('TRACE');

  /** Creates any other method. API Management accepts every method that clients can send. */
  public static of(name: string): HttpMethod {
    return new HttpMethod(name);
  }

  private constructor(
    /** The name of the method, in uppercase. */
    readonly name: string,
  ) {}
}

mark('HttpMethod', HttpMethod);
