import type { Transition } from '../../lib/failover';
import type { GatewayEvent } from './gateway-event';
import type { BreakerResult } from './results';

/** The log of circuits that opened and closed. */
export class CircuitLog {
  private readonly transitions: Transition[] = [];

  note(event: GatewayEvent): void {
    if (event.kind === 'circuit changed') this.transitions.push(event.transition);
  }

  /**
   * In the order of their changes: one that closed is noticed only when it is asked for.
   *
   * @param units of the gateway
   */
  results(units: number): BreakerResult[] {
    return [...this.transitions]
      .sort((a, b) => a.at - b.at)
      .map(({ backend, unit, at, state, until }) => ({
        backend,
        at: at / 1000,
        state,
        until: state === 'open' ? until / 1000 : null,
        ...(units > 1 ? { unit } : {}),
      }));
  }
}
