import type { GatewayEvent } from '../engine/gateway-event';
import { policyErrorText } from '../engine/policy-error-text';

/** The maximum number of different policy errors to report. */
const MOST_COMPLAINTS = 100;

/** Reports each policy error once: thousands of requests can cause it. */
export class Complaints {
  private readonly known = new Set<string>();

  constructor(private readonly complain: (what: string) => void) {}

  note(event: GatewayEvent): void {
    if (event.kind !== 'policy failed') return;
    const text = policyErrorText(event.error);
    if (this.known.has(text) || this.known.size === MOST_COMPLAINTS) return;
    this.known.add(text);
    this.complain(text);
  }
}
