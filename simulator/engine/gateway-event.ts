import type { Transition } from '../../lib/failover';
import type { Attempt } from './attempt';
import type { PolicyError } from './policy-error';

/** What happens at a gateway, exchanges by their numbers. Times are those of its clock: milliseconds since it began. */
export type GatewayEvent =
  | ({ readonly kind: 'exchange started'; readonly method: string; readonly path: string } & InExchange)
  /** A request left for a backend. */
  | ({ readonly kind: 'attempt started'; readonly backend: string } & InExchange)
  | { readonly kind: 'attempt ended'; readonly id: number; readonly attempt: Attempt }
  | { readonly kind: 'policy failed'; readonly id: number; readonly error: PolicyError }
  /** Told by whoever answers the client: the status is undefined where it left before. */
  | ({ readonly kind: 'exchange ended'; readonly status: number | undefined } & InExchange)
  | { readonly kind: 'circuit changed'; readonly transition: Transition };

interface InExchange {
  readonly id: number;
  readonly at: number;
}

/** Is told what happens. */
export type Watch = (event: GatewayEvent) => void;
