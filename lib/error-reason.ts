/**
 * Why a request to a backend failed, as `context.LastError.Reason` says it.
 *
 * @see https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
 */
export class ErrorReason {
  /** No connection to the backend. */
  public static readonly BACKEND_CONNECTION_FAILURE = ErrorReason.of('BackendConnectionFailure');
  /** No answer within the timeout of the forward. */
  public static readonly TIMEOUT = ErrorReason.of('Timeout');

  /** Any other reason, up to 200 bytes. */
  public static of(name: string): ErrorReason {
    return new ErrorReason(name);
  }

  private constructor(
    /** The reason, as the gateway writes it. */
    readonly name: string,
  ) {}
}
