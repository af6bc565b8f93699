import type { Clock } from '../../lib/failover';
import { ScriptedTransport } from '../simulation/scripted-transport';
import type { Answer, Outgoing, Transport } from '../engine/transport';
import { BackendScript } from '../simulation/backend-script';
import type { Scenario } from '../scenario/scenario';
import type { BackendMap } from './backend-map';

/** Backends that behave as a scenario specifies. A backend that it does not name uses its mapping, or is healthy. */
export class ScenarioTransport implements Transport {
  private readonly scripted: ScriptedTransport;

  constructor(
    clock: Clock,
    private readonly scenario: Scenario,
    private readonly map: BackendMap,
    private readonly real: Transport,
  ) {
    const backends = new Map([...scenario.backends].map(([name, behaviours]) => [name, new BackendScript(behaviours)]));
    const hosts = new Map([...scenario.hosts].map(([name, behaviours]) => [name, new BackendScript(behaviours)]));
    this.scripted = new ScriptedTransport(
      clock,
      (name) => backends.get(name),
      (name) => hosts.get(name),
    );
  }

  send(outgoing: Outgoing, timeout: number, done: (answer: Answer) => void): void {
    const transport = this.isScripted(outgoing) ? this.scripted : this.real;
    transport.send(outgoing, timeout, done);
  }

  private isScripted({ backend, base }: Outgoing): boolean {
    const { backends, hosts } = this.scenario;
    if (backend !== undefined) return backends.has(backend) || !this.map.has(backend);
    const { host, hostname } = new URL(base);
    return hosts.has(host) || hosts.has(hostname);
  }
}
