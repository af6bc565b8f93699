import type { GatewayEvent } from '../../engine/gateway-event';
import { policyErrorText } from '../../engine/policy-error-text';
import { ExchangeHistory } from './exchange-history';
import { GatewayMetrics } from './gateway-metrics';

/** The activity of a gateway that the control page shows. */
export class Activity {
  readonly history = new ExchangeHistory();
  readonly metrics = new GatewayMetrics();
  /** The time at which the circuit of a backend last opened, by unit. */
  private readonly opened = new Map<string, number>();

  note(event: GatewayEvent): void {
    const { history, metrics } = this;
    switch (event.kind) {
      case 'exchange started':
        return history.started(event.id, event.at, event.method, event.path);
      case 'attempt started':
        return history.attemptStarted(event.id, event.at, event.backend);
      case 'attempt ended':
        history.attemptEnded(event.id, event.attempt);
        return metrics.attemptEnded(event.attempt);
      case 'policy failed':
        return history.policyFailed(event.id, policyErrorText(event.error));
      case 'exchange ended': {
        const duration = history.ended(event.id, event.at, event.status);
        return duration === undefined ? undefined : metrics.requestEnded(duration, event.status);
      }
      case 'circuit changed': {
        const { backend, unit, state, at } = event.transition;
        metrics.circuitChanged(event.transition);
        if (state === 'open') this.opened.set(circuitKey(backend, unit), at);
      }
    }
  }

  openedAt(backend: string, unit: number): number | undefined {
    return this.opened.get(circuitKey(backend, unit));
  }
}

function circuitKey(backend: string, unit: number): string {
  return `${unit} ${backend}`;
}
