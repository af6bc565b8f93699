/** How a backend behaves, from a time on until its next behaviour. It hangs, refuses connections, or answers. */
export interface Behaviour {
  /** @default 0 */
  readonly from?: number;
  /** Several are answered in turn, beginning again after the last. @default 200 */
  readonly status?: number | readonly number[];
  /** The time until it answers or refuses. @default 0 */
  readonly latency?: number;
  /** It takes the request and never answers. */
  readonly hang?: boolean;
  /** It cannot be connected to. */
  readonly refused?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
