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
   * Returns the changes in chronological order. The gateway notices that a circuit closed only when it reads its state.
   *
   * @param units the number of gateway units
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
