import type { Exchange } from './exchange';

/** Who waits for a response. */
export interface ExchangeListener {
  /** Gets the exchange when its response is there. */
  done(this: void, exchange: Exchange): void;
  /** Takes what keeps the exchange from going on. */
  failed?(this: void, error: unknown): void;
}
