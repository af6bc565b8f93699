/** The connection to a backend failed: a circuit breaker counts it under this name, and `context.LastError` has it. */
export const CONNECTION_FAILURE = 'BackendConnectionFailure';

/** A backend did not respond in time: a circuit breaker counts it under this name, and `context.LastError` has it. */
export const TIMEOUT = 'Timeout';

/** Every circuit of a pool or backend is open: `context.LastError` has this reason, and nothing counts it. */
export const NO_AVAILABLE_BACKEND = 'NoAvailableBackend';
