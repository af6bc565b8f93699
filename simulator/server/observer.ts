import type { Attempt } from '../engine/exchange';
import type { Transition } from '../../lib/failover';

/** Who watches a gateway at work. All times are those of the gateway's clock: milliseconds since it began. */
export interface GatewayObserver {
  exchangeStarted(id: number, request: { readonly method: string; readonly path: string }): void;
  /** A request left for a backend. */
  attemptStarted(id: number, backend: string): void;
  attemptEnded(id: number, attempt: Attempt): void;
  /** A policy failed by itself; the text says where and why, without values that a request may have brought. */
  policyFailed(id: number, text: string): void;
  /** `status` is undefined where the client left before it was answered. */
  exchangeEnded(id: number, status: number | undefined): void;
  circuitChanged(transition: Transition): void;
}
