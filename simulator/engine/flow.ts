/** How an exchange continues after a policy: with the next one, with the response, or with `on-error`. */
export type Flow = 'next' | 'returned' | 'failed';

/** An asynchronous operation. It resumes the exchange later, never synchronously. */
export type Pending = (resume: () => void) => void;

/**
 * Runs an asynchronous operation to its end and reports the result.
 *
 * @param failed receives thrown errors, including errors of `done`; if omitted, they propagate to the caller of the
 * clock
 */
export function drive<T>(
  running: Generator<Pending, T, void>,
  done: (result: T) => void,
  failed?: (error: unknown) => void,
): void {
  const resume = (): void => {
    try {
      const next = running.next();
      if (next.done) done(next.value);
      else next.value(resume);
    } catch (error) {
      if (!failed) throw error;
      failed(error);
    }
  };
  resume();
}
