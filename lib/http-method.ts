/** The HTTP method of an operation. */
export class HttpMethod {
  /** Removes a resource. */
  public static readonly DELETE = HttpMethod.of('DELETE');
  /** Reads a resource. */
  public static readonly GET = HttpMethod.of('GET');
  /** Reads the headers of a resource alone. */
  public static readonly HEAD = HttpMethod.of('HEAD');
  /** Asks what a resource allows. */
  public static readonly OPTIONS = HttpMethod.of('OPTIONS');
  /** Changes a part of a resource. */
  public static readonly PATCH = HttpMethod.of('PATCH');
  /** Has a resource process what is sent. */
  public static readonly POST = HttpMethod.of('POST');
  /** Writes a whole resource. */
  public static readonly PUT = HttpMethod.of('PUT');
  /** Has the request sent back. */
  public static readonly TRACE = HttpMethod.of('TRACE');

  /** Any other method: API Management takes each that clients may send. */
  public static of(name: string): HttpMethod {
    return new HttpMethod(name);
  }

  private constructor(
    /** The method's name, in capital letters. */
    readonly name: string,
  ) {}
}
