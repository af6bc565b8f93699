/** How an exchange continues after a policy: with the next one, with the response, or with `on-error`. */
export type Flow = 'next' | 'returned' | 'failed';

/** An asynchronous operation. It resumes the exchange later, never synchronously. */
export type Pending = (resume: () => void) => void;

/**
 * Runs something that waits to its end, and says what came of it.
 *
 * @param failed takes what is thrown, by `done` too; without it, that reaches whoever moves the clock
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
