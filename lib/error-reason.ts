import { mark } from './private/marks';

/**
 * The reason why a request to a backend failed, as reported by `context.LastError.Reason`.
 *
 * @see https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
 */
export class ErrorReason {
  /** The gateway could not connect to the backend. */
  public static readonly BACKEND_CONNECTION_FAILURE = ErrorReason.of('BackendConnectionFailure');
  /** The backend did not respond within the forward-request timeout. */
  public static readonly TIMEOUT = ErrorReason.of('Timeout');

  /** Creates any other reason. Up to 200 bytes. */
  public static of(name: string): ErrorReason {
    return new ErrorReason(name);
  }

  private constructor(
    /** The name of the reason, as the gateway reports it. */
    readonly name: string,
  ) {}
}

mark('ErrorReason', ErrorReason);
