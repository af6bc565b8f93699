import type { Exchange } from './exchange';

/** The listener that waits for the response of an exchange. */
export interface ExchangeListener {
  /** Receives the exchange when it has a response. */
  done(this: void, exchange: Exchange): void;
  /** Receives the error that prevents the exchange from continuing. */
  failed?(this: void, error: unknown): void;
}
