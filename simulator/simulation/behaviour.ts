/** The behavior of a backend from a given time until its next behavior: it hangs, refuses connections, or responds. */
export interface Behaviour {
  /** @default 0 */
  readonly from?: number;
  /** Several statuses are returned in turn, starting over after the last. @default 200 */
  readonly status?: number | readonly number[];
  /** The time until the backend responds or refuses the connection. @default 0 */
  readonly latency?: number;
  /** Whether the backend accepts requests and never responds. */
  readonly hang?: boolean;
  /** Whether the backend refuses connections. */
  readonly refused?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
