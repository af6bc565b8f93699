import type { GatewayEvent } from '../engine/gateway-event';
import { policyErrorText } from '../engine/policy-error-text';

/** So many different faults of policies are complained of. */
const MOST_COMPLAINTS = 100;

/** Complains of each fault of a policy once: requests may run into it by the thousand. */
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
