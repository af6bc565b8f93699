import type { Transition } from '../../lib/failover';
import type { Attempt } from './attempt';
import type { PolicyError } from './policy-error';

/** The events of a gateway, with the numbers of exchanges. Times are milliseconds since the gateway started. */
export type GatewayEvent =
  | ({ readonly kind: 'exchange started'; readonly method: string; readonly path: string } & InExchange)
  /** A request was sent to a backend. */
  | ({ readonly kind: 'attempt started'; readonly backend: string } & InExchange)
  | { readonly kind: 'attempt ended'; readonly id: number; readonly attempt: Attempt }
  | { readonly kind: 'policy failed'; readonly id: number; readonly error: PolicyError }
  /** Reported when the client receives its response. The status is undefined if the client disconnected before. */
  | ({ readonly kind: 'exchange ended'; readonly status: number | undefined } & InExchange)
  | { readonly kind: 'circuit changed'; readonly transition: Transition };

interface InExchange {
  readonly id: number;
  readonly at: number;
}

/** Receives the events of a gateway. */
export type Watch = (event: GatewayEvent) => void;
